package io.spanhouse.ingest.http;

import io.spanhouse.ingest.RequestFormat;
import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.Transport;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * OTLP's export method on somebody else's listener.
 *
 * @param ingest reads and stores
 */
public record ExportProtocol(TraceIngest ingest) implements PostProtocol {
    @Override
    public Transport transport() {
        return Transport.GRPC;
    }

    @Override
    public RequestReader reader(HttpFields headers) throws RejectedException {
        CallAnswers.requireCall(headers);
        return ingest.otlp(RequestFormat.PROTOBUF);
    }

    @Override
    public boolean isCall() {
        return true;
    }

    @Override
    public Answering answering(Request request, Response response, Callback callback) {
        return new CallAnswers(request, response, callback).answering(RequestFormat.PROTOBUF::answer);
    }
}
