package io.spanhouse.query.cloudtrace;

import io.spanhouse.query.http.ErrorForm;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.Json;

/** A refusal as Google's clients read it: {@code {"error":{"code":404,"message":"...","status":"NOT_FOUND","details":[]}}}. */
final class CloudTraceErrors implements ErrorForm {
    static final ErrorForm FORM = new CloudTraceErrors();

    private CloudTraceErrors() {}

    @Override
    public String contentType() {
        return Json.CONTENT_TYPE;
    }

    @Override
    public String body(HttpFailure failure, String requestId) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("error");
            json.writeNumberProperty("code", failure.status());
            json.writeStringProperty("message", failure.getMessage());
            json.writeStringProperty("status", status(failure.status()));
            json.writeArrayPropertyStart("details");
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static String status(int httpStatus) {
        return switch (httpStatus) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 405, 501 -> "UNIMPLEMENTED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 500 -> "INTERNAL";
            case 503 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> "INVALID_ARGUMENT";
        };
    }
}
