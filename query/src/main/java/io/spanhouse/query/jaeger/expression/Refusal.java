package io.spanhouse.query.jaeger.expression;

import io.spanhouse.query.http.HttpFailure;

/** A structured filter that is refused: where, what was found, what was expected. */
final class Refusal {
    private Refusal() {}

    static HttpFailure at(String where, String message) {
        return HttpFailure.badRequestAt(where, where + ": " + message);
    }
}
