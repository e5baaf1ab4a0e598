package io.spanhouse.query.syncano;

import io.spanhouse.query.http.ErrorForm;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.Json;

/** A refusal as Syncano's clients read it: one member, {@code detail}. */
final class SyncanoErrors implements ErrorForm {
    static final ErrorForm FORM = new SyncanoErrors();

    private SyncanoErrors() {}

    @Override
    public String contentType() {
        return Json.CONTENT_TYPE;
    }

    @Override
    public String body(HttpFailure failure, String requestId) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringProperty("detail", failure.getMessage());
            json.writeEndObject();
        });
    }
}
