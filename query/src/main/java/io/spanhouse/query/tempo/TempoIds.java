package io.spanhouse.query.tempo;

import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.model.TraceId;

/** Trace ids as Tempo writes and reads them: without the zeros on the left. */
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

    /**
     * Reads 1 to 32 digits of either case.
     *
     * @throws HttpFailure 400 for anything else
     */
    static TraceId parse(String text) {
        boolean digits = !text.isEmpty() && text.length() <= TraceId.HEX_LENGTH;
        for (int i = 0; i < text.length() && digits; i++) {
            digits = Character.digit(text.charAt(i), 16) >= 0 && text.charAt(i) < 128;
        }
        if (!digits) {
            throw HttpFailure.badId(
                    "the trace id is '" + text + "', expected 1 to " + TraceId.HEX_LENGTH + " hexadecimal digits");
        }
        return TraceId.parse("0".repeat(TraceId.HEX_LENGTH - text.length()) + text);
    }
}
