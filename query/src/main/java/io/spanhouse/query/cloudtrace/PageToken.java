package io.spanhouse.query.cloudtrace;

import io.spanhouse.query.http.HttpFailure;
import java.util.HexFormat;

/**
 * Where a page ended: the end of the list's time, since "now" is another with each request, and the store's cursor, which
 * knows by a hash of the rest of the request whether it is still the same list.
 *
 * @param lastNanos last time inside the list
 * @param cursor the store's
 */
record PageToken(long lastNanos, String cursor) {
    private static final int TIME_DIGITS = 16;

    static PageToken parse(String text) {
        if (text.length() > TIME_DIGITS) {
            try {
                return new PageToken(HexFormat.fromHexDigitsToLong(text, 0, TIME_DIGITS), text.substring(TIME_DIGITS));
            } catch (NumberFormatException e) {
                // Told below, as one that is too short is.
            }
        }
        throw HttpFailure.badRequest(
                "the parameter pageToken is none that was given out: it does not start with a time");
    }

    String text() {
        return HexFormat.of().toHexDigits(lastNanos) + cursor;
    }
}
