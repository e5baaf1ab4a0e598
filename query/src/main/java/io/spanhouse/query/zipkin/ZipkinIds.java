package io.spanhouse.query.zipkin;

import java.util.HexFormat;

/** Trace ids as Zipkin writes them: 16 digits where the upper half is 0, else 32. */
final class ZipkinIds {
    private static final HexFormat HEX = HexFormat.of();

    private ZipkinIds() {}

    static String traceId(long high, long low) {
        return high == 0 ? HEX.toHexDigits(low) : HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }
}
