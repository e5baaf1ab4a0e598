package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Literal;
import org.jspecify.annotations.Nullable;

/**
 * A word of a query.
 *
 * @param kind what it is
 * @param text as written; of a scoped intrinsic the whole name
 * @param literal the value of a string or number; a duration in nanoseconds
 * @param attribute what an attribute names
 */
record Token(
        Kind kind,
        String text,
        @Nullable Literal literal,
        @Nullable AttributeName attribute,
        Place place) {
    enum Kind {
        STRING,
        INTEGER,
        DECIMAL,
        DURATION,
        WORD,
        ATTRIBUTE,
        /** With a scope and a colon. */
        INTRINSIC,
        SYMBOL,
        END
    }

    boolean is(String symbolOrWord) {
        return (kind == Kind.SYMBOL || kind == Kind.WORD) && text.equals(symbolOrWord);
    }

    /** For messages. */
    String found() {
        return kind == Kind.END ? "the end" : "'" + text + "'";
    }
}
