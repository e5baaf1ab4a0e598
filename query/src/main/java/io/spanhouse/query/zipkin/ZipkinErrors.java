package io.spanhouse.query.zipkin;

import io.spanhouse.query.http.ErrorForm;
import io.spanhouse.query.http.HttpFailure;

/** A refusal as Zipkin's clients read it: a line of text. */
final class ZipkinErrors implements ErrorForm {
    static final ErrorForm FORM = new ZipkinErrors();

    private ZipkinErrors() {}

    @Override
    public String contentType() {
        return "text/plain; charset=utf-8";
    }

    @Override
    public String body(HttpFailure failure, String requestId) {
        return String.valueOf(failure.getMessage());
    }
}
