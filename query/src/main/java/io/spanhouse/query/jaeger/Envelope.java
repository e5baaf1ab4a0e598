package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.ErrorForm;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.Json;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** What the older API puts around every answer, refusals included. */
final class Envelope implements ErrorForm {
    static final ErrorForm FORM = new Envelope();

    private static final String NOT_FOUND = "trace not found";

    private Envelope() {}

    /** Writes the answer's data. */
    @FunctionalInterface
    interface Data {
        /** Writes one value; gives the ids that were asked for and are not there. */
        List<TraceId> write(JsonGenerator json);
    }

    /** Answers with data, on lines for people if they want it. */
    static void answer(Exchange exchange, long total, Data data) throws IOException {
        boolean indented = Flags.of(exchange, "prettyPrint");
        exchange.json(indented, json -> {
            json.writeStartObject();
            json.writeName("data");
            List<TraceId> missing = data.write(json);
            counts(json, total);
            if (missing.isEmpty()) {
                json.writeNullProperty("errors");
            } else {
                json.writeArrayPropertyStart("errors");
                for (TraceId id : missing) {
                    json.writeStartObject();
                    json.writeNumberProperty("code", 404);
                    json.writeStringProperty("msg", NOT_FOUND);
                    json.writeStringProperty("traceID", id.toString());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }

    private static void counts(JsonGenerator json, long total) {
        json.writeNumberProperty("total", total);
        json.writeNumberProperty("limit", 0);
        json.writeNumberProperty("offset", 0);
    }

    /** A trace that is not there, in the words of Jaeger. */
    static HttpFailure notFound() {
        return HttpFailure.notFound(NOT_FOUND);
    }

    @Override
    public String contentType() {
        return Json.CONTENT_TYPE;
    }

    @Override
    public String body(HttpFailure failure, String requestId) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeNullProperty("data");
            counts(json, 0);
            json.writeArrayPropertyStart("errors");
            json.writeStartObject();
            json.writeNumberProperty("code", failure.status());
            json.writeStringProperty("msg", failure.getMessage());
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
