package io.spanhouse.ingest.http;

import io.spanhouse.ingest.RequestFormat;
import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.SlowBodyWatch;
import io.spanhouse.ingest.admission.Transport;
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
 * path and method; {@link PostIntake} takes the rest. Any thread.
 */
final class TraceHandler extends Handler.Abstract {
    static final String PATH = "/v1/traces";

    private static final Map<String, String> OTHER_PATHS = Map.of(
            "/v1/metrics", "metrics are not stored here; set OTEL_METRICS_EXPORTER=none, or send them elsewhere",
            "/v1/logs", "logs are not stored here; set OTEL_LOGS_EXPORTER=none, or send them elsewhere",
            "/v1development/profiles", "profiles are not stored here; send them elsewhere");

    private final TraceIngest ingest;
    private final CorsOptions cors;
    private final PostIntake intake;
    private final int grpcPort;

    TraceHandler(TraceIngest ingest, CorsOptions cors, SlowBodyWatch slowBodies, int grpcPort) {
        this.ingest = ingest;
        this.cors = cors;
        this.intake = new PostIntake(ingest, slowBodies);
        this.grpcPort = grpcPort;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpFields headers = request.getHeaders();
        String contentType = headers.get(HttpHeader.CONTENT_TYPE);
        RequestFormat format = MediaTypes.format(contentType);
        Answers answers = new Answers(ingest, format, request, response, callback);
        if (MediaTypes.isGrpc(contentType)) {
            answers.grpcElsewhere(grpcPort);
            return true;
        }
        String origin = headers.get(HttpHeader.ORIGIN);
        if (cors.allows(origin)) {
            answers.allowOrigin(origin);
        }
        Rejection elsewhere = elsewhere(request);
        if (elsewhere != null) {
            answers.refuse(elsewhere);
        } else if (isPreflight(request) && cors.allows(origin)) {
            answers.preflight(headers.get(HttpHeader.ACCESS_CONTROL_REQUEST_HEADERS));
        } else if (!request.getMethod().equals("POST")) {
            answers.refuse(intake.refused(
                    request,
                    Transport.HTTP,
                    RejectionKind.WRONG_METHOD,
                    "found " + request.getMethod() + ", expected POST"));
        } else {
            intake.take(request, transport(format), fields -> reader(format), answers);
        }
        return true;
    }

    private RequestReader reader(@Nullable RequestFormat format) throws RejectedException {
        if (format == null) {
            throw new RejectedException(
                    RejectionKind.CONTENT_TYPE,
                    "expected Content-Type " + MediaTypes.PROTOBUF + " or " + MediaTypes.JSON);
        }
        return ingest.otlp(format);
    }

    /** A refusal for every path but the one of traces. */
    private @Nullable Rejection elsewhere(Request request) {
        String path = Request.getPathInContext(request);
        if (path.equals(PATH)) {
            return null;
        }
        String other = OTHER_PATHS.get(path);
        return intake.refused(
                request,
                Transport.HTTP,
                RejectionKind.NO_SUCH_ROUTE,
                other != null ? other : "there is nothing at this path; traces go to POST " + PATH);
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
