package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanMark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts what came of the spans of one request, and judges their times against the receiver's clock, which is read once a
 * request. Times are unsigned, so a start after 2262 is of the future and not before 1970. Not thread-safe.
 */
final class WalkTally {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long FUTURE_NANOS = 3600 * NANOS_PER_SECOND;

    private final WalkOptions options;
    private final long[] rejected = new long[SpanRejection.values().length];
    private final List<String> rejectionMessages = new ArrayList<>();
    private long spansRejected;
    private long timesPast;
    private long timesFuture;
    private long pastBefore;
    private long futureAfter;
    private long refusedBefore;

    WalkTally(WalkOptions options) {
        this.options = options;
    }

    /** Starts a request that was received at {@code now}. */
    void begin(Instant now) {
        long nanos = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
        pastBefore = Math.max(1, nanos - options.retentionSeconds() * NANOS_PER_SECOND);
        futureAfter = nanos + FUTURE_NANOS;
        long refuse = options.refuseOlderThanSeconds();
        refusedBefore = refuse == 0 ? 0 : Math.max(0, nanos - refuse * NANOS_PER_SECOND);
        Arrays.fill(rejected, 0);
        rejectionMessages.clear();
        spansRejected = 0;
        timesPast = 0;
        timesFuture = 0;
    }

    /** Whether a span with this start is too old to be taken. One without a start is not. */
    boolean refusesStart(long startNanos) {
        return startNanos != 0 && Long.compareUnsigned(startNanos, refusedBefore) < 0;
    }

    /** Counts the start of a span that is taken. */
    void countStart(long startNanos) {
        if (Long.compareUnsigned(startNanos, pastBefore) < 0) {
            timesPast++;
        } else if (Long.compareUnsigned(startNanos, futureAfter) > 0) {
            timesFuture++;
        }
    }

    /** Counts a refused span; true if its reason should be spelled out. */
    boolean reject(SpanRejection reason) {
        rejected[reason.ordinal()]++;
        spansRejected++;
        return rejectionMessages.size() < WalkResult.REJECTION_MESSAGES_MAX;
    }

    /** Keeps the reason of a refused span. */
    void explain(String message) {
        rejectionMessages.add(message);
    }

    /** Number of spans refused so far. */
    long spansRejected() {
        return spansRejected;
    }

    /** The result, with the repairs counted from the marks of the spans. */
    WalkResult result(SpanBatch batch, boolean anyRepairs) {
        long[] repaired = new long[SpanRepair.values().length];
        long altered = 0;
        repaired[SpanRepair.TIME_PAST.ordinal()] = timesPast;
        repaired[SpanRepair.TIME_FUTURE.ordinal()] = timesFuture;
        for (int row = 0; anyRepairs && row < batch.rowCount(); row++) {
            int marks = batch.marks(row);
            if ((marks & SpanMark.ALTERED) != 0) {
                altered++;
                countMarks(marks, repaired);
            }
        }
        return new WalkResult(batch, rejected, repaired, rejectionMessages, altered);
    }

    private static void countMarks(int marks, long[] repaired) {
        for (SpanRepair repair : SpanRepair.values()) {
            if ((repair.markBit() & marks) != 0) {
                repaired[repair.ordinal()]++;
            }
        }
    }
}
