package io.spanhouse.storage.head;

/** What a row is to those of its trace that are there. */
enum Verdict {
    /** No other row has its span id. */
    FRESH,
    /** One is equal in all fields. */
    DUPLICATE,
    /** Some have its span id, none is equal. */
    CONFLICT;

    /** What it is to two parts of the trace together. */
    Verdict and(Verdict other) {
        if (this == DUPLICATE || other == DUPLICATE) {
            return DUPLICATE;
        }
        return this == CONFLICT ? this : other;
    }
}
