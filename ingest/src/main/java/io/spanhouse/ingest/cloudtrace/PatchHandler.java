package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.Transport;
import io.spanhouse.ingest.http.Answering;
import io.spanhouse.ingest.http.PostHandler;
import io.spanhouse.ingest.http.PostProtocol;
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
            new RestAnswers(request, response, callback).refuse(rejection);
            return true;
        }
        return super.handle(ProjectRequest.ofPath(request), response, callback);
    }

    /** The protocol. */
    private record Patch(TraceIngest ingest) implements PostProtocol {
        @Override
        public Transport transport() {
            return Transport.CLOUD_TRACE;
        }

        @Override
        public RequestReader reader(HttpFields headers) {
            String project = String.valueOf(headers.get(ProjectRequest.HEADER));
            return new PatchJson(
                    project,
                    ingest.options().walk().limits().valueBytesMax(),
                    ingest.options().requestBytesMax());
        }

        @Override
        public Answering answering(Request request, Response response, Callback callback) {
            return new RestAnswers(request, response, callback);
        }
    }
}
