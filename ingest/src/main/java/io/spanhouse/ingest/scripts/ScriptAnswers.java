package io.spanhouse.ingest.scripts;

import io.spanhouse.ingest.admission.HttpStatuses;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.http.Answering;
import io.spanhouse.ingest.otlp.ExportResponses;
import io.spanhouse.ingest.otlp.WalkResult;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Answers in the form of our own API: how many spans were stored and refused, or an error with its message. */
final class ScriptAnswers implements Answering {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Request request;
    private final Response response;
    private final Callback callback;

    ScriptAnswers(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    @Override
    public void stored(WalkResult taken) {
        write(200, json -> {
            json.writeStringProperty("stored", Long.toString(taken.spansAccepted()));
            json.writeStringProperty("refused", Long.toString(taken.spansRejected()));
            json.writeStringProperty("message", ExportResponses.message(taken));
        });
    }

    @Override
    public void refuse(Rejection rejection) {
        HttpFields.Mutable headers = response.getHeaders();
        if (rejection.kind() == RejectionKind.UNAUTHENTICATED) {
            headers.put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        }
        if (rejection.retryAfterMillis() > 0) {
            headers.put(HttpHeader.RETRY_AFTER, HttpStatuses.retryAfterSeconds(rejection));
        }
        request.consumeAvailable();
        write(HttpStatuses.code(rejection.kind()), json -> {
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("message", rejection.message());
            json.writeEndObject();
        });
    }

    @Override
    public void abandon(Throwable failure) {
        callback.failed(failure);
    }

    private void write(int status, Consumer<JsonGenerator> members) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        byte[] body = out.toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
