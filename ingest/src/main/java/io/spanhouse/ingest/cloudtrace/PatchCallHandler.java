package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.Transport;
import io.spanhouse.ingest.http.Answering;
import io.spanhouse.ingest.http.CallAnswers;
import io.spanhouse.ingest.http.PostHandler;
import io.spanhouse.ingest.http.PostProtocol;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The gRPC method {@code PatchTraces}. A key is judged from headers alone, so the project is that of the header in which
 * Google's clients repeat it, {@code x-goog-request-params: project_id=...}; the message's must be the same. Any thread.
 */
public final class PatchCallHandler extends Handler.Wrapper {
    static final String ROUTING = "x-goog-request-params";

    /** A handler that is not started, for one path of somebody's listener. */
    public PatchCallHandler(TraceIngest ingest) {
        super(new PostHandler(ingest, new Patch(ingest)));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(ProjectRequest.ofCall(request), response, callback);
    }

    /**
     * The project of a call.
     *
     * @throws RejectedException if it is none, or names no project
     */
    static String project(HttpFields headers) throws RejectedException {
        CallAnswers.requireCall(headers);
        String project = ProjectRequest.routed(headers);
        if (project == null) {
            throw new RejectedException(
                    RejectionKind.MALFORMED,
                    "found no header " + ROUTING
                            + " that names a project, expected project_id=... or name=projects/...");
        }
        return project;
    }

    /** The protocol. */
    private record Patch(TraceIngest ingest) implements PostProtocol {
        @Override
        public Transport transport() {
            return Transport.CLOUD_TRACE;
        }

        @Override
        public RequestReader reader(HttpFields headers) throws RejectedException {
            int stacktraceBytesMax = ingest.options().walk().limits().valueBytesMax();
            return new PatchMessage(project(headers), stacktraceBytesMax);
        }

        @Override
        public boolean isCall() {
            return true;
        }

        @Override
        public Answering answering(Request request, Response response, Callback callback) {
            return new CallAnswers(request, response, callback);
        }
    }
}
