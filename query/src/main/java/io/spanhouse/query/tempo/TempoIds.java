package io.spanhouse.query.tempo;

import io.spanhouse.storage.model.TraceId;

/** Trace ids as Tempo writes them: without the zeros on the left. */
final class TempoIds {
    private TempoIds() {}

    static String text(TraceId id) {
        String digits = id.toString();
        int start = 0;
        while (start < digits.length() - 1 && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }
}
