package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.ErrorForm;
import io.spanhouse.query.http.GrpcCall;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.Json;
import org.eclipse.jetty.http.HttpStatus;

/** A refusal as the API of version 3 writes it. */
final class Version3Errors implements ErrorForm {
    static final ErrorForm FORM = new Version3Errors();

    private Version3Errors() {}

    @Override
    public String contentType() {
        return Json.CONTENT_TYPE;
    }

    @Override
    public String body(HttpFailure failure, String requestId) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("error");
            json.writeNumberProperty("grpcCode", GrpcCall.status(failure));
            json.writeNumberProperty("httpCode", failure.status());
            json.writeStringProperty("message", failure.getMessage());
            json.writeStringProperty("httpStatus", HttpStatus.getMessage(failure.status()));
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
