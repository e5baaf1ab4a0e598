package io.spanhouse.query.traceql;

/** What is known of a value before any span is seen. */
public enum ValueKind {
    /** An attribute's value can be of any kind. */
    UNKNOWN,
    STRING,
    INTEGER,
    DECIMAL,
    DURATION,
    BOOL,
    STATUS,
    SPAN_KIND,
    NIL;

    boolean number() {
        return this == INTEGER || this == DECIMAL || this == DURATION;
    }

    boolean numberOrUnknown() {
        return number() || this == UNKNOWN;
    }

    boolean boolOrUnknown() {
        return this == BOOL || this == UNKNOWN;
    }

    boolean comparable(ValueKind other) {
        return this == UNKNOWN || other == UNKNOWN || this == other || number() && other.number();
    }

    /** Whether one value can be less than another. */
    boolean ordered() {
        return numberOrUnknown() || this == STRING;
    }

    String text() {
        return switch (this) {
            case UNKNOWN -> "an attribute";
            case STRING -> "a string";
            case INTEGER -> "an int";
            case DECIMAL -> "a float";
            case DURATION -> "a duration";
            case BOOL -> "a bool";
            case STATUS -> "a status";
            case SPAN_KIND -> "a kind";
            case NIL -> "nil";
        };
    }
}
