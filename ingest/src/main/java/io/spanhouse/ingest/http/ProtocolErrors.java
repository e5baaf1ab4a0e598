package io.spanhouse.ingest.http;

import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.ConnectionCloseReason;
import io.spanhouse.ingest.admission.HttpStatuses;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.Transport;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers what the server refuses before there is a request: a Status body instead of a page, and a counter. */
final class ProtocolErrors extends ErrorHandler {
    private final TraceIngest ingest;

    ProtocolErrors(TraceIngest ingest) {
        this.ingest = ingest;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        if (code == 431) {
            ingest.metrics().connectionClosed(Transport.HTTP, ConnectionCloseReason.HEADERS);
        } else if (code == 400
                && String.valueOf(message).toLowerCase(java.util.Locale.ROOT).contains("length")) {
            ingest.metrics().connectionClosed(Transport.HTTP, ConnectionCloseReason.SMUGGLING);
        }
        Rejection rejection = Rejection.of(RejectionKind.MALFORMED, message == null ? "not a request" : message);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MediaTypes.JSON);
        response.write(true, ByteBuffer.wrap(HttpStatuses.jsonBody(rejection)), callback);
    }
}
