package io.spanhouse.query.cloudtrace;

/** The kinds of this API, in the order of its numbers. */
enum SpanKind {
    SPAN_KIND_UNSPECIFIED,
    RPC_SERVER,
    RPC_CLIENT;

    /** The kind that stands for one of OpenTelemetry: consumers are served, producers ask. */
    static SpanKind of(int otlpKind) {
        return switch (otlpKind) {
            case 2, 5 -> RPC_SERVER;
            case 3, 4 -> RPC_CLIENT;
            default -> SPAN_KIND_UNSPECIFIED;
        };
    }
}
