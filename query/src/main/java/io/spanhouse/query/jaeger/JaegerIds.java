package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.model.TraceId;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Trace ids as Jaeger's clients write them: hexadecimal digits of either case with zeros left out in front, or 16 bytes. */
public final class JaegerIds {
    private static final int DIGITS_MAX = 32;
    private static final int DIGITS_OF_LONG = 16;
    private static final int BYTES = 16;

    private JaegerIds() {}

    /**
     * Reads 1 to 32 digits.
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

    /**
     * Reads 16 bytes.
     *
     * @throws HttpFailure 400 for anything else
     */
    public static TraceId read(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw HttpFailure.badId("trace_id has " + bytes.length + " bytes, expected " + BYTES);
        }
        ByteBuffer id = ByteBuffer.wrap(bytes);
        return new TraceId(id.getLong(), id.getLong());
    }

    /** The 16 bytes of an id. */
    public static byte[] bytes(TraceId id) {
        return ByteBuffer.allocate(BYTES).putLong(id.high()).putLong(id.low()).array();
    }
}
