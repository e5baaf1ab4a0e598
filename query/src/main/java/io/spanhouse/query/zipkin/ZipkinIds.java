package io.spanhouse.query.zipkin;

import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.model.TraceId;
import java.util.HexFormat;

/** Trace ids as Zipkin writes and reads them: 16 digits where the upper half is 0, else 32. */
final class ZipkinIds {
    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGITS_MAX = 32;
    private static final int DIGITS_OF_LONG = 16;

    private ZipkinIds() {}

    static String traceId(long high, long low) {
        return high == 0 ? HEX.toHexDigits(low) : HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    /**
     * Reads 1 to 32 digits of either case.
     *
     * @throws HttpFailure 400 for anything else, and for zeros only
     */
    static TraceId parse(String text) {
        boolean digits = !text.isEmpty() && text.length() <= DIGITS_MAX;
        for (int i = 0; i < text.length() && digits; i++) {
            digits = text.charAt(i) < 128 && HexFormat.isHexDigit(text.charAt(i));
        }
        if (digits) {
            String padded = "0".repeat(DIGITS_MAX - text.length()) + text;
            long high = Long.parseUnsignedLong(padded.substring(0, DIGITS_OF_LONG), 16);
            long low = Long.parseUnsignedLong(padded.substring(DIGITS_OF_LONG), 16);
            if ((high | low) != 0) {
                return new TraceId(high, low);
            }
        }
        throw HttpFailure.badId(
                "the trace id is '" + text + "', expected 1 to " + DIGITS_MAX + " hexadecimal digits, not only zeros");
    }
}
