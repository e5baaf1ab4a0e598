package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.rocks.BucketId;
import io.spanhouse.storage.rocks.BucketSummary;
import io.spanhouse.storage.rocks.Ledger;
import io.spanhouse.storage.rocks.LedgerChange;
import io.spanhouse.storage.rocks.SstHeader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops whole buckets that are too old, or the oldest while all together are too large. Hidden in the view first; the
 * directory goes when no view holds it. One thread.
 *
 * <p>If the bucket has the end of its lane, an SST without spans goes to a new bucket first and keeps that end: else the
 * journal would bring back what was dropped.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final List<MaintainedPartition> partitions;
    private final MaintenanceOptions options;
    private final MaintenanceListener listener;
    private final RetentionClock clock;
    private final MaintenanceCounters counters;

    Retention(List<MaintainedPartition> partitions, MaintenanceParts parts) {
        this.partitions = partitions;
        options = parts.options();
        listener = parts.listener();
        clock = parts.retentionClock();
        counters = parts.counters();
    }

    private record Candidate(MaintainedPartition partition, BucketSummary bucket) {}

    /** Drops at most one bucket; returns whether it did. */
    boolean step() {
        long nowMillis = clock.millis();
        long bytes = 0;
        List<Candidate> candidates = new ArrayList<>();
        for (MaintainedPartition partition : partitions) {
            Set<Integer> lanes = new HashSet<>();
            for (BucketSummary bucket : partition.ledger().summaries()) {
                bytes += bucket.bytes();
                // Only the first of a lane: dropping one between others would look like a loss.
                boolean first = lanes.add(bucket.id().lane());
                if (first && (bucket.spans() > 0 || !isNewest(partition, bucket))) {
                    candidates.add(new Candidate(partition, bucket));
                }
            }
        }
        candidates.sort(Comparator.comparingLong(candidate -> candidate.bucket().retentionMillis()));
        for (Candidate candidate : candidates) {
            if (candidate.bucket().retentionMillis() < nowMillis - options.retentionMillis()) {
                drop(candidate, "it is older than " + options.retentionMillis() / 1000 + " seconds");
                return true;
            }
            if (bytes > options.bytesMax() && !isNewest(candidate.partition(), candidate.bucket())) {
                drop(candidate, "all buckets have " + bytes + " bytes, the limit is " + options.bytesMax());
                return true;
            }
        }
        return false;
    }

    private static boolean isNewest(MaintainedPartition partition, BucketSummary bucket) {
        return bucket.id().equals(partition.ledger().newestBucket(bucket.id().lane()));
    }

    private void drop(Candidate candidate, String why) {
        Ledger ledger = candidate.partition().ledger();
        BucketSummary bucket = candidate.bucket();
        keepEnds(candidate.partition(), bucket.id());
        LedgerChange change = ledger.drop(bucket.id());
        candidate.partition().replaced(change);
        ledger.release(change);
        counters.dropped(bucket.bytes());
        LOG.info(
                "Partition {} drops {} with {} spans and {} bytes: {}",
                candidate.partition().number(),
                bucket.id(),
                bucket.spans(),
                bucket.bytes(),
                why);
        listener.dropped(candidate.partition().number(), bucket, why);
    }

    /** For each lane whose last records are in the bucket, puts an SST that says so into a bucket that stays. */
    private void keepEnds(MaintainedPartition partition, BucketId dropped) {
        Ledger ledger = partition.ledger();
        for (SstHeader header : ledger.headers()) {
            SstHeader.Journal journal = header.journal();
            boolean isEnd = header.place().bucket().equals(dropped)
                    && journal.source().equals(partition.journalSource())
                    && journal.to() == ledger.sealed(journal.lane())
                    && ledger.headers().stream()
                            .noneMatch(other -> !other.place().bucket().equals(dropped)
                                    && other.journal().lane() == journal.lane()
                                    && other.journal().source().equals(journal.source())
                                    && other.journal().to() == journal.to());
            if (isEnd) {
                keepEnd(ledger, header);
            }
        }
    }

    private void keepEnd(Ledger ledger, SstHeader last) {
        BucketId dropped = last.place().bucket();
        BucketId newest = ledger.newestBucket(dropped.lane());
        BucketId target = newest == null || newest.equals(dropped) ? ledger.newBucket(dropped.lane()) : newest;
        SstHeader.Journal journal = last.journal();
        EndMark.write(
                ledger,
                target,
                new SstHeader.Journal(
                        journal.source(),
                        journal.lane(),
                        journal.to(),
                        journal.to(),
                        journal.to(),
                        journal.cut(),
                        journal.allSealedBelow()),
                clock.millis());
    }
}
