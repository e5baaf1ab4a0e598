package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.Transport;
import io.spanhouse.ingest.http.Answering;
import io.spanhouse.ingest.http.PostHandler;
import io.spanhouse.ingest.http.PostIntake;
import io.spanhouse.ingest.http.PostProtocol;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code POST /v2/projects/P/traces:batchWrite}, and {@code POST /v2/projects/P/traces/T/spans/S} for one span. The project of
 * the address chooses among those of the key. Any thread.
 */
public final class WriteHandler extends Handler.Wrapper {
    /** A handler that is not started, for one path of somebody's listener. */
    private WriteHandler(TraceIngest ingest, boolean one) {
        super(new PostHandler(ingest, new Write(ingest, one)));
    }

    /** For many spans. */
    public static WriteHandler batch(TraceIngest ingest) {
        return new WriteHandler(ingest, false);
    }

    /** For one span. */
    public static WriteHandler one(TraceIngest ingest) {
        return new WriteHandler(ingest, true);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(ProjectRequest.ofPath(request), response, callback);
    }

    /** The protocol. */
    private record Write(TraceIngest ingest, boolean one) implements PostProtocol {
        @Override
        public Transport transport() {
            return Transport.CLOUD_TRACE;
        }

        @Override
        public PostIntake.Form form(Answering answers) {
            RestAnswers rest = (RestAnswers) answers;
            return headers -> reader(headers, rest);
        }

        @Override
        public RequestReader reader(HttpFields headers) {
            throw new IllegalStateException("the form of a request goes by its answers");
        }

        private RequestReader reader(HttpFields headers, RestAnswers answers) {
            String name = one ? ProjectRequest.decoded(answers.path().substring("/v2/".length())) : "";
            return new WriteJson(
                    String.valueOf(headers.get(ProjectRequest.HEADER)),
                    name,
                    ingest.options().walk().limits(),
                    ingest.options().requestBytesMax(),
                    answers);
        }

        @Override
        public Answering answering(Request request, Response response, Callback callback) {
            return new RestAnswers(request, response, callback);
        }
    }
}
