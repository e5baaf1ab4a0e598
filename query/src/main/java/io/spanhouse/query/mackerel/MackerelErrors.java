package io.spanhouse.query.mackerel;

import io.spanhouse.query.http.ErrorForm;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.Json;

/** A refusal as the dialect's clients read it: {@code {"error":{"message":"..."}}}. */
final class MackerelErrors implements ErrorForm {
    static final ErrorForm FORM = new MackerelErrors();

    private MackerelErrors() {}

    @Override
    public String contentType() {
        return Json.CONTENT_TYPE;
    }

    @Override
    public String body(HttpFailure failure, String requestId) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("message", failure.getMessage());
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
