package io.spanhouse.query.cloudtrace;

import io.spanhouse.query.http.HttpFailure;
import java.nio.charset.StandardCharsets;

/** The harness of Cloud Trace's filter language, for fuzzers that look for its method's name and for the seeded test. */
public final class FilterFuzzer {
    private FilterFuzzer() {}

    /** Any text is a filter, or is refused with what is wrong and where. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            FilterPredicate.of(text);
        } catch (HttpFailure e) {
            if (String.valueOf(e.getMessage()).isBlank()) {
                throw new AssertionError("refused without a word: " + text, e);
            }
        }
    }
}
