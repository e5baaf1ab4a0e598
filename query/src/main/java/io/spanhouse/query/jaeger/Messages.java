package io.spanhouse.query.jaeger;

import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.Timestamp;
import io.spanhouse.query.http.HttpFailure;
import org.jspecify.annotations.Nullable;

/** What messages have in common: how they are read, and their times. */
public final class Messages {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** What Go sends for a time that was never set. */
    private static final long UNSET_SECONDS = -62_135_596_800L;

    private static final int NANOS_MAX = 999_999_999;
    private static final long TIME_SECONDS_MAX = Long.divideUnsigned(-1L, NANOS_PER_SECOND);

    private Messages() {}

    /**
     * Reads a message.
     *
     * @throws HttpFailure 400 if the bytes are none
     */
    public static <T> T read(Parser<T> parser, byte[] message) {
        try {
            return parser.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw HttpFailure.badRequest("the message is none of this method's: " + e.getMessage());
        }
    }

    /** A time as unsigned nanoseconds, null for one that was left out, as Go may say by its first time. */
    public static @Nullable Long given(String field, boolean present, Timestamp time) {
        return present && time.getSeconds() != UNSET_SECONDS ? nanos(field, time) : null;
    }

    /** Unsigned nanoseconds since 1970, those outside their range at its ends. */
    // Seconds are taken beside them.
    @SuppressWarnings("ProtoTimestampGetSecondsGetNano")
    private static long nanos(String field, Timestamp time) {
        requireNanos(field, time.getNanos(), 0);
        if (time.getSeconds() < 0) {
            return 0;
        }
        return time.getSeconds() >= TIME_SECONDS_MAX ? -1L : time.getSeconds() * NANOS_PER_SECOND + time.getNanos();
    }

    /**
     * Nanoseconds of a duration.
     *
     * @throws HttpFailure 400 if it is negative, or over 292 years
     */
    // Seconds are taken beside them.
    @SuppressWarnings("ProtoDurationGetSecondsGetNano")
    public static long nanos(String field, Duration duration) {
        requireNanos(field, duration.getNanos(), -NANOS_MAX);
        boolean possible = duration.getSeconds() >= 0
                && duration.getNanos() >= 0
                && duration.getSeconds() < Long.MAX_VALUE / NANOS_PER_SECOND;
        if (!possible) {
            throw HttpFailure.badRequest(field + " is " + duration.getSeconds() + " s and " + duration.getNanos()
                    + " ns, expected a duration from 0 to 292 years");
        }
        return duration.getSeconds() * NANOS_PER_SECOND + duration.getNanos();
    }

    private static void requireNanos(String field, int nanos, int least) {
        if (nanos < least || nanos > NANOS_MAX) {
            throw HttpFailure.badRequest(
                    field + " has " + nanos + " nanoseconds, expected " + least + " to " + NANOS_MAX);
        }
    }

    /** A time as a message. */
    public static Timestamp time(long nanos) {
        return Timestamp.newBuilder()
                .setSeconds(Long.divideUnsigned(nanos, NANOS_PER_SECOND))
                .setNanos((int) Long.remainderUnsigned(nanos, NANOS_PER_SECOND))
                .build();
    }
}
