package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.ingest.admission.GrpcStatuses;
import io.spanhouse.ingest.admission.HttpStatuses;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.http.Answering;
import io.spanhouse.ingest.otlp.WalkResult;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Answers who wrote spans: an empty object or the span that was sent, or a refusal in Google's form. What the client still
 * sends is read and thrown away.
 */
final class RestAnswers implements Answering {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Request request;
    private final Response response;
    private final Callback callback;
    private volatile byte[] answer = {'{', '}'};

    RestAnswers(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    /** The address that was asked. */
    String path() {
        return request.getHttpURI().getPath();
    }

    /** What is answered in the place of an empty object. */
    void answer(byte[] json) {
        answer = json;
    }

    @Override
    public void stored(WalkResult taken) {
        write(200, answer);
    }

    @Override
    public void refuse(Rejection rejection) {
        HttpFields.Mutable headers = response.getHeaders();
        if (rejection.kind() == RejectionKind.UNAUTHENTICATED) {
            headers.put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        }
        if (rejection.kind() == RejectionKind.WRONG_METHOD) {
            headers.put(HttpHeader.ALLOW, "GET, HEAD, PATCH");
        }
        if (rejection.retryAfterMillis() > 0) {
            headers.put(HttpHeader.RETRY_AFTER, HttpStatuses.retryAfterSeconds(rejection));
        }
        request.consumeAvailable();
        int status = HttpStatuses.code(rejection.kind());
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeObjectPropertyStart("error");
            json.writeNumberProperty("code", status);
            json.writeStringProperty("message", rejection.message());
            json.writeStringProperty("status", status(rejection.kind()));
            json.writeArrayPropertyStart("details");
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        }
        write(status, out.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A body that is too large is bad input here; what may pass by itself is UNAVAILABLE or RESOURCE_EXHAUSTED. */
    private static String status(RejectionKind kind) {
        boolean large = kind == RejectionKind.TOO_LARGE || kind == RejectionKind.INFLATED_TOO_LARGE;
        return large ? "INVALID_ARGUMENT" : GrpcStatuses.code(kind).name();
    }

    @Override
    public void abandon(Throwable failure) {
        callback.failed(failure);
    }

    private void write(int status, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
