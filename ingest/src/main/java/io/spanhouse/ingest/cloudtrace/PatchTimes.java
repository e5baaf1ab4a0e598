package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.ingest.otlp.MalformedRequestException;
import java.time.Instant;

/** Times as seconds and nanoseconds. */
final class PatchTimes {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long SECONDS_MAX = Long.divideUnsigned(-1L, NANOS_PER_SECOND) - 1;

    private PatchTimes() {}

    /** Unsigned nanoseconds since 1970; 1970 itself stands for no time. */
    static long nanos(String what, long seconds, int nanos) throws MalformedRequestException {
        if (seconds < 0 || seconds > SECONDS_MAX || nanos < 0 || nanos >= NANOS_PER_SECOND) {
            throw PatchBatch.malformed(what + " is " + seconds + " seconds and " + nanos
                    + " nanoseconds after 1970, expected a time from then to "
                    + Instant.ofEpochSecond(SECONDS_MAX));
        }
        return seconds * NANOS_PER_SECOND + nanos;
    }
}
