package io.spanhouse.ingest.zipkin;

import io.spanhouse.ingest.otlp.MalformedRequestException;

/** Ids in hexadecimal, as lenient as Zipkin reads them: 1 to 16 or 32 digits, either case, padded on the left. */
final class ZipkinIds {
    private static final int DIGITS_OF_LONG = 16;

    private ZipkinIds() {}

    /** The low 64 bits of up to 32 digits. */
    static long low(String what, String text) throws MalformedRequestException {
        requireDigits(what, text, 2 * DIGITS_OF_LONG);
        return parse(text.substring(Math.max(0, text.length() - DIGITS_OF_LONG)));
    }

    /** The high 64 bits of up to 32 digits. */
    static long high(String what, String text) throws MalformedRequestException {
        requireDigits(what, text, 2 * DIGITS_OF_LONG);
        return text.length() <= DIGITS_OF_LONG ? 0 : parse(text.substring(0, text.length() - DIGITS_OF_LONG));
    }

    /** An id of a span, up to 16 digits. */
    static long span(String what, String text) throws MalformedRequestException {
        requireDigits(what, text, DIGITS_OF_LONG);
        return parse(text);
    }

    private static long parse(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }

    private static void requireDigits(String what, String text, int most) throws MalformedRequestException {
        boolean digits = !text.isEmpty() && text.length() <= most;
        for (int i = 0; i < text.length() && digits; i++) {
            char character = text.charAt(i);
            digits = character < 128 && Character.digit(character, 16) >= 0;
        }
        if (!digits) {
            throw new MalformedRequestException(
                    what + " is '" + shortened(text) + "', expected 1 to " + most + " hexadecimal digits");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
