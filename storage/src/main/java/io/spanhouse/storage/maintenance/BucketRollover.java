package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.rocks.BucketId;
import io.spanhouse.storage.rocks.BucketSummary;
import io.spanhouse.storage.rocks.Ledger;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says which bucket a lane's next SST goes to. A bucket ends when the wall clock is in another stretch (a day, as a rule)
 * than its first receipt, or when it has a tenth of the size limit. By clock that happens at most once an hour, so that a
 * clock that jumps about makes no thousands of buckets. One thread.
 */
final class BucketRollover {
    private static final long BY_CLOCK_NANOS = TimeUnit.HOURS.toNanos(1);

    private final MaintenanceOptions options;
    private final StoreClock clock;
    private final Map<Integer, Long> lastByClock = new HashMap<>();

    BucketRollover(MaintenanceOptions options, StoreClock clock) {
        this.options = options;
        this.clock = clock;
    }

    /** The bucket for the next SST of a lane; made if need be. */
    BucketId bucket(Ledger ledger, int lane) {
        BucketId newest = ledger.newestBucket(lane);
        if (newest == null) {
            return ledger.newBucket(lane);
        }
        BucketSummary summary = summary(ledger, newest);
        if (summary == null || summary.spans() == 0) {
            return newest;
        }
        if (summary.bytes() >= options.bucketBytesMax()) {
            return ledger.newBucket(lane);
        }
        long now = clock.nanoTime();
        Long last = lastByClock.get(lane);
        boolean mayByClock = last == null || now - last >= BY_CLOCK_NANOS;
        if (mayByClock && stretch(clock.epochMillis()) != stretch(summary.receiptMillisMin())) {
            lastByClock.put(lane, now);
            return ledger.newBucket(lane);
        }
        return newest;
    }

    private long stretch(long millis) {
        return Math.floorDiv(millis, options.bucketMillis());
    }

    private static @Nullable BucketSummary summary(Ledger ledger, BucketId id) {
        return ledger.summaries().stream()
                .filter(summary -> summary.id().equals(id))
                .findFirst()
                .orElse(null);
    }
}
