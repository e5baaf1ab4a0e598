package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.Transport;
import io.spanhouse.ingest.http.Answering;
import io.spanhouse.ingest.http.CallAnswers;
import io.spanhouse.ingest.http.PostHandler;
import io.spanhouse.ingest.http.PostIntake;
import io.spanhouse.ingest.http.PostProtocol;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The gRPC methods {@code BatchWriteSpans} and {@code CreateSpan}. The project is that of the header in which Google's clients
 * repeat it, {@code x-goog-request-params: name=projects/...}; the message's must be the same. Without that header the
 * message's must be the one that the key writes to. Any thread.
 */
public final class WriteCallHandler extends Handler.Wrapper {
    /** A handler that is not started, for one path of somebody's listener. */
    private WriteCallHandler(TraceIngest ingest, boolean one) {
        super(new PostHandler(ingest, new Write(ingest, one)));
    }

    /** For many spans. */
    public static WriteCallHandler batch(TraceIngest ingest) {
        return new WriteCallHandler(ingest, false);
    }

    /** For one span. */
    public static WriteCallHandler one(TraceIngest ingest) {
        return new WriteCallHandler(ingest, true);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(ProjectRequest.ofCall(request), response, callback);
    }

    /** The protocol. */
    private record Write(TraceIngest ingest, boolean one) implements PostProtocol {
        @Override
        public Transport transport() {
            return Transport.CLOUD_TRACE;
        }

        @Override
        public PostIntake.Form form(Answering answers) {
            return new CallForm((CallAnswers) answers, one, ingest);
        }

        @Override
        public RequestReader reader(HttpFields headers) {
            throw new IllegalStateException("the form of a call goes by its answers");
        }

        @Override
        public Answering answering(Request request, Response response, Callback callback) {
            return new CallAnswers(request, response, callback);
        }
    }

    /** What one call's headers make of its message. */
    private record CallForm(CallAnswers answers, boolean one, TraceIngest ingest) implements PostIntake.Form {
        @Override
        public RequestReader reader(HttpFields headers) throws RejectedException {
            CallAnswers.requireCall(headers);
            return new WriteMessage(
                    ProjectRequest.routed(headers),
                    new UnroutedCall(ingest.authenticator(), headers, answers.peer()),
                    one,
                    ingest.options().walk().limits(),
                    answers);
        }

        @Override
        public boolean isCall() {
            return true;
        }
    }
}
