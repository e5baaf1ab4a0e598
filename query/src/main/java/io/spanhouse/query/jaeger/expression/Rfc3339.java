package io.spanhouse.query.jaeger.expression;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/** Times as {@code 2026-01-31T23:59:59.123456789Z}, of 1970 to 2554: as unsigned nanoseconds. */
public final class Rfc3339 {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_MAX = Long.divideUnsigned(-1L, NANOS_PER_SECOND) - 1;

    private Rfc3339() {}

    /** Unsigned nanoseconds since 1970; empty if the text is no time, or one of another era. */
    public static OptionalLong nanos(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            long seconds = time.getEpochSecond();
            return seconds < 0 || seconds > SECONDS_MAX
                    ? OptionalLong.empty()
                    : OptionalLong.of(seconds * NANOS_PER_SECOND + time.getNano());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
