package io.spanhouse.query.http;

import io.spanhouse.storage.model.TraceId;
import java.util.HexFormat;

/** Trace ids as most tools write them: 1 to 32 hexadecimal digits of either case, zeros left out in front. */
public final class ShortTraceId {
    private static final TraceId ZEROS = new TraceId(0, 0);

    private ShortTraceId() {}

    /**
     * Reads an id.
     *
     * @throws HttpFailure 400 for anything else
     */
    public static TraceId parse(String text) {
        boolean digits = !text.isEmpty() && text.length() <= TraceId.HEX_LENGTH;
        for (int i = 0; i < text.length() && digits; i++) {
            digits = HexFormat.isHexDigit(text.charAt(i));
        }
        if (!digits) {
            throw none(text, "");
        }
        return TraceId.parse("0".repeat(TraceId.HEX_LENGTH - text.length()) + text);
    }

    /**
     * Reads an id that a trace can have.
     *
     * @throws HttpFailure 400 for anything else, and for zeros only
     */
    public static TraceId parseUsable(String text) {
        TraceId id = parse(text);
        if (id.equals(ZEROS)) {
            throw none(text, ", not only zeros");
        }
        return id;
    }

    private static HttpFailure none(String text, String more) {
        return HttpFailure.badId(
                "the trace id is '" + text + "', expected 1 to " + TraceId.HEX_LENGTH + " hexadecimal digits" + more);
    }
}
