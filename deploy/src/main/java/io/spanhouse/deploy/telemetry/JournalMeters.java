package io.spanhouse.deploy.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spanhouse.storage.StoreObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long syncs of the journals take and how many appends share one, as histograms: the mean of a disk that stalls now and
 * then looks well, and every export waits for a sync.
 */
final class JournalMeters implements StoreObserver {
    /** From a fast disk's to what makes clients give up; two or three a decade. */
    private static final Duration[] SYNC_BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(10)
    };

    private static final double[] GROUP_BUCKETS = {1, 2, 4, 8, 16, 32, 64, 128, 256};

    private final Timer syncs;
    private final DistributionSummary groups;
    private final Counter recordings;

    JournalMeters(MeterRegistry registry) {
        syncs = Timer.builder("spanhouse.journal.sync")
                .description("Syncs of the journals to disk, which every export waits for")
                .serviceLevelObjectives(SYNC_BUCKETS)
                .register(registry);
        groups = DistributionSummary.builder("spanhouse.journal.group.batches")
                .description("Batches written to the journals together, which share a sync")
                .serviceLevelObjectives(GROUP_BUCKETS)
                .register(registry);
        recordings = Counter.builder("spanhouse.recordings.expired")
                .description("Recordings of scripts whose keep time was over")
                .register(registry);
    }

    @Override
    public void journalSynced(long nanos) {
        syncs.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void groupWritten(int appends, long bytes) {
        groups.record(appends);
    }

    @Override
    public void recordingsExpired(long count) {
        recordings.increment((double) count);
    }
}
