package io.spanhouse.query.api;

import io.spanhouse.query.QueryRefusal;
import io.spanhouse.query.http.ErrorForm;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.Json;

/** A refusal of our own API: message, reason, position in the body, request id. */
final class ApiErrors implements ErrorForm {
    static final ErrorForm FORM = new ApiErrors();

    private ApiErrors() {}

    @Override
    public String contentType() {
        return Json.CONTENT_TYPE;
    }

    @Override
    public String body(HttpFailure failure, String requestId) {
        QueryRefusal refusal = failure.refusal();
        String position = failure.position();
        return Json.text(json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("message", failure.getMessage());
            if (refusal != null) {
                json.writeStringProperty("reason", refusal.text());
            }
            if (position != null) {
                json.writeStringProperty("position", position);
            }
            json.writeStringProperty("requestId", requestId);
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
