package io.spanhouse.ingest.cloudtrace;

import java.util.LinkedHashMap;
import java.util.Map;

/** A piece of a span as it was sent; what was not has its default value. Filled by a reader, then taken. */
final class PatchSpan {
    long spanId;
    long parentSpanId;
    /** Number of the API's kind. */
    int kind;

    String name = "";
    /** Nanoseconds since 1970, 0 if not given. */
    long startNanos;

    long endNanos;
    final Map<String, String> labels = new LinkedHashMap<>();
}
