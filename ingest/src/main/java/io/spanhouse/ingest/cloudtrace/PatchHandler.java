package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.Rejection;
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

/**
 * {@code PATCH /v1/projects/{projectId}/traces}, also as a POST that says so in a header, which is how Google's Java client
 * sends it. The project of the address chooses among those of the key. Any thread.
 */
public final class PatchHandler extends Handler.Wrapper {
    private static final String OVERRIDE = "X-HTTP-Method-Override";
    private static final String PROJECT_HEADER = "X-Scope-OrgID";

    /** The segment of the path that is the project. */
    private static final int PROJECT_SEGMENT = 3;

    private final TraceIngest ingest;

    /** A handler that is not started, for one path of somebody's listener. */
    public PatchHandler(TraceIngest ingest) {
        super(new PostHandler(ingest, new Patch(ingest)));
        this.ingest = ingest;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getMethod().equals("POST")
                && !"PATCH".equals(request.getHeaders().get(OVERRIDE))) {
            Rejection rejection = Rejection.of(
                    RejectionKind.WRONG_METHOD, "found POST without " + OVERRIDE + ": PATCH, expected PATCH");
            ingest.refused(
                    Transport.CLOUD_TRACE,
                    rejection,
                    request.getConnectionMetaData().getRemoteSocketAddress(),
                    request.getHeaders().get(HttpHeader.USER_AGENT));
            new PatchAnswers(request, response, callback).refuse(rejection);
            return true;
        }
        return super.handle(new OfProject(request), response, callback);
    }

    /** A request whose project is that of its address, whatever its headers say. */
    private static final class OfProject extends Request.Wrapper {
        private final HttpFields headers;

        OfProject(Request request) {
            super(request);
            String segment = request.getHttpURI().getPath().split("/", -1)[PROJECT_SEGMENT];
            headers = HttpFields.build(request.getHeaders())
                    .put(PROJECT_HEADER, URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
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
        public RequestReader reader(HttpFields headers) {
            String project = String.valueOf(headers.get(PROJECT_HEADER));
            return new PatchJson(
                    project,
                    ingest.options().walk().limits().valueBytesMax(),
                    ingest.options().requestBytesMax());
        }

        @Override
        public Answering answering(Request request, Response response, Callback callback) {
            return new PatchAnswers(request, response, callback);
        }
    }
}
