package io.spanhouse.ingest.http;

import io.spanhouse.ingest.OpenRequest;
import io.spanhouse.ingest.RequestFormat;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.SlowBodyWatch;
import io.spanhouse.ingest.admission.Transport;
import java.net.SocketAddress;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The one route of OTLP over HTTP, {@code POST /v1/traces}, and an answer with the right address for everything else. Judges
 * headers only; {@link ExportExchange} takes the body. Any thread.
 */
final class TraceHandler extends Handler.Abstract {
    static final String PATH = "/v1/traces";

    private static final Map<String, String> OTHER_PATHS = Map.of(
            "/v1/metrics", "metrics are not stored here; set OTEL_METRICS_EXPORTER=none, or send them elsewhere",
            "/v1/logs", "logs are not stored here; set OTEL_LOGS_EXPORTER=none, or send them elsewhere",
            "/v1development/profiles", "profiles are not stored here; send them elsewhere");

    private final TraceIngest ingest;
    private final CorsOptions cors;
    private final SlowBodyWatch slowBodies;
    private final int grpcPort;

    TraceHandler(TraceIngest ingest, CorsOptions cors, SlowBodyWatch slowBodies, int grpcPort) {
        this.ingest = ingest;
        this.cors = cors;
        this.slowBodies = slowBodies;
        this.grpcPort = grpcPort;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpFields headers = request.getHeaders();
        String contentType = headers.get(HttpHeader.CONTENT_TYPE);
        RequestFormat format = MediaTypes.format(contentType);
        Answers answers = new Answers(ingest, request, response, callback);
        if (MediaTypes.isGrpc(contentType)) {
            answers.grpcElsewhere(grpcPort);
            return true;
        }
        String origin = headers.get(HttpHeader.ORIGIN);
        if (cors.allows(origin)) {
            answers.allowOrigin(origin);
        }
        try {
            requireRoute(request);
            if (isPreflight(request) && cors.allows(origin)) {
                answers.preflight(headers.get(HttpHeader.ACCESS_CONTROL_REQUEST_HEADERS));
                return true;
            }
            export(request, answers, format);
        } catch (RejectedException e) {
            answers.refuse(e.rejection(), format);
        }
        return true;
    }

    private void export(Request request, Answers answers, @Nullable RequestFormat format) throws RejectedException {
        if (!request.getMethod().equals("POST")) {
            throw counted(request, RejectionKind.WRONG_METHOD, "found " + request.getMethod() + ", expected POST");
        }
        HttpFields headers = request.getHeaders();
        Transport transport = transport(format);
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        OpenRequest open = ingest.begin(transport, headers::get, peer);
        try {
            if (format == null) {
                throw new RejectedException(
                        RejectionKind.CONTENT_TYPE,
                        "expected Content-Type " + MediaTypes.PROTOBUF + " or " + MediaTypes.JSON);
            }
            BodyEncoding encoding = BodyEncoding.of(headers.get(HttpHeader.CONTENT_ENCODING));
            long length = request.getLength();
            if (length > ingest.options().requestBytesMax()) {
                throw new RejectedException(
                        RejectionKind.TOO_LARGE,
                        "the request has " + length + " bytes, at most "
                                + ingest.options().requestBytesMax() + " are taken; send smaller batches");
            }
            new ExportExchange(ingest, open, request, answers, format, encoding).start(slowBodies);
        } catch (RejectedException e) {
            open.refused(e.rejection());
            open.close();
            throw e;
        }
    }

    private void requireRoute(Request request) throws RejectedException {
        String path = Request.getPathInContext(request);
        if (!path.equals(PATH)) {
            String other = OTHER_PATHS.get(path);
            throw counted(
                    request,
                    RejectionKind.NO_SUCH_ROUTE,
                    other != null ? other : "there is nothing at this path; traces go to POST " + PATH);
        }
    }

    private RejectedException counted(Request request, RejectionKind kind, String message) {
        Rejection rejection = Rejection.of(kind, message);
        ingest.refused(
                Transport.HTTP,
                rejection,
                request.getConnectionMetaData().getRemoteSocketAddress(),
                request.getHeaders().get(HttpHeader.USER_AGENT));
        return new RejectedException(rejection);
    }

    private static boolean isPreflight(Request request) {
        return request.getMethod().equals("OPTIONS")
                && request.getHeaders().contains(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD);
    }

    private static Transport transport(@Nullable RequestFormat format) {
        if (format == null) {
            return Transport.HTTP;
        }
        return switch (format) {
            case PROTOBUF -> Transport.HTTP_PROTOBUF;
            case JSON -> Transport.HTTP_JSON;
        };
    }
}
