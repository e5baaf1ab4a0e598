package io.spanhouse.query.traceql;

import java.nio.charset.StandardCharsets;

/** The harness of the TraceQL parser, for fuzzers that look for its method's name and for the seeded test. */
public final class TraceQlFuzzer {
    private TraceQlFuzzer() {}

    /** Any text is a query, or is refused with what is wrong and where. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            TraceQuery.parse(text);
        } catch (TraceQlException e) {
            if (String.valueOf(e.getMessage()).isBlank()) {
                throw new AssertionError("refused without a word: " + text, e);
            }
        }
    }
}
