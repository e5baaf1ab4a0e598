package io.spanhouse.query.http;

import io.spanhouse.query.QueryMetrics;
import io.spanhouse.query.QueryRefusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Errors that come before or beside the routes: requests that are no HTTP, and those that come while stopping. */
final class BareErrors extends ErrorHandler {
    private final QueryMetrics metrics;

    BareErrors(QueryMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        metrics.refused(status == 503 ? QueryRefusal.UNAVAILABLE : QueryRefusal.BAD_REQUEST);
        CommonHeaders.add(response, RequestIds.of(request));
        if (status == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "5");
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Json.CONTENT_TYPE);
        response.write(true, body(status), callback);
        return true;
    }

    private static ByteBuffer body(int status) {
        String message = HttpStatus.getMessage(status);
        String body = Json.text(json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("message", message);
            json.writeEndObject();
            json.writeEndObject();
        });
        return ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
    }
}
