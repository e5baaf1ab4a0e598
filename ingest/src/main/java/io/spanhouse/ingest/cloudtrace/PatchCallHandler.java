package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.Transport;
import io.spanhouse.ingest.http.Answering;
import io.spanhouse.ingest.http.PostHandler;
import io.spanhouse.ingest.http.PostProtocol;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC method {@code PatchTraces}. A key is judged from headers alone, so the project is that of the header in which
 * Google's clients repeat it, {@code x-goog-request-params: project_id=...}; the message's must be the same. Any thread.
 */
public final class PatchCallHandler extends Handler.Wrapper {
    static final String CONTENT_TYPE = "application/grpc";
    static final String ROUTING = "x-goog-request-params";

    private static final String PROJECT_HEADER = "X-Scope-OrgID";
    private static final String PROJECT = "project_id=";

    /** A handler that is not started, for one path of somebody's listener. */
    public PatchCallHandler(TraceIngest ingest) {
        super(new PostHandler(ingest, new Patch(ingest)));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(new OfProject(request), response, callback);
    }

    private static @Nullable String project(HttpFields headers) {
        String routing = headers.get(ROUTING);
        for (String parameter : routing == null ? new String[0] : routing.split("&", -1)) {
            if (parameter.startsWith(PROJECT)) {
                return URLDecoder.decode(parameter.substring(PROJECT.length()), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** A request whose project is that of its routing header. */
    private static final class OfProject extends Request.Wrapper {
        private final HttpFields headers;

        OfProject(Request request) {
            super(request);
            String project = project(request.getHeaders());
            headers = project == null
                    ? request.getHeaders()
                    : HttpFields.build(request.getHeaders())
                            .put(PROJECT_HEADER, project)
                            .asImmutable();
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }

    /** The protocol. */
    private record Patch(TraceIngest ingest) implements PostProtocol {
        @Override
        public Transport transport() {
            return Transport.CLOUD_TRACE;
        }

        @Override
        public RequestReader reader(HttpFields headers) throws RejectedException {
            String type = headers.get(HttpHeader.CONTENT_TYPE);
            if (type == null || !type.startsWith(CONTENT_TYPE)) {
                throw new RejectedException(
                        RejectionKind.CONTENT_TYPE, "found Content-Type " + type + ", expected " + CONTENT_TYPE);
            }
            String project = project(headers);
            if (project == null) {
                throw new RejectedException(
                        RejectionKind.MALFORMED, "found no header " + ROUTING + ": " + PROJECT + "..., expected one");
            }
            return new PatchMessage(
                    project,
                    ingest.options().walk().limits().valueBytesMax(),
                    ingest.options().requestBytesMax());
        }

        @Override
        public Answering answering(Request request, Response response, Callback callback) {
            return new PatchCallAnswers(request, response, callback);
        }
    }
}
