package io.spanhouse.query.tempo;

import io.spanhouse.query.http.ErrorForm;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.traceql.TraceQlException;

/** A refusal as Tempo's clients read it: a line of text, which Grafana shows. */
final class TempoErrors implements ErrorForm {
    static final ErrorForm FORM = new TempoErrors();

    private TempoErrors() {}

    /** A query that is refused. */
    static HttpFailure of(TraceQlException e) {
        return HttpFailure.badRequest("invalid TraceQL query: " + e.getMessage());
    }

    @Override
    public String contentType() {
        return "text/plain; charset=utf-8";
    }

    @Override
    public String body(HttpFailure failure, String requestId) {
        return String.valueOf(failure.getMessage());
    }
}
