package io.spanhouse.query.cloudtrace;

import io.spanhouse.query.http.HttpFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/** Times as this API writes them: RFC 3339 in UTC with as many of 0, 3, 6 or 9 decimals as are needed. */
final class Timestamps {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Timestamps() {}

    /** The text of unsigned nanoseconds since 1970. */
    static String text(long nanos) {
        // Writes the decimals in groups of three.
        return Instant.ofEpochSecond(
                        Long.divideUnsigned(nanos, NANOS_PER_SECOND), Long.remainderUnsigned(nanos, NANOS_PER_SECOND))
                .toString();
    }

    /**
     * Unsigned nanoseconds since 1970, those outside their range at its ends.
     *
     * @param parameter for the complaint
     */
    static long parse(String parameter, String text) {
        try {
            Instant time = OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
            return nanos(time.getEpochSecond(), time.getNano());
        } catch (DateTimeException e) {
            throw HttpFailure.badRequest("the parameter " + parameter + " is '" + text
                    + "', expected a time like 2026-01-31T23:59:59.123456789Z");
        }
    }

    /** Seconds and nanoseconds as unsigned nanoseconds since 1970, those outside their range at its ends. */
    static long nanos(long seconds, int nanos) {
        if (seconds < 0) {
            return 0;
        }
        return seconds >= Long.divideUnsigned(-1L, NANOS_PER_SECOND) ? -1L : seconds * NANOS_PER_SECOND + nanos;
    }
}
