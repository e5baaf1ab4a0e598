package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.Damage;
import io.spanhouse.storage.rocks.Ledger;
import io.spanhouse.storage.rocks.SstHeader;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads all SSTs of one partition from disk, one after the other, then its journal, and all over again, and verifies every
 * checksum, so that damage is found before a query comes upon it, or a start that needs the journal. Never faster than its
 * rate, but for a segment of the journal, which is read at once. One thread.
 */
final class Scrubber {
    private static final long STEP_BYTES = 1 << 20;

    private final MaintainedPartition partition;
    private final long bytesPerSecond;
    private final StoreClock clock;
    private final MaintenanceCounters counters;
    private long nextNanos;
    private SstHeader.@Nullable Place current;
    private byte @Nullable [] nextKey;
    private boolean isInJournal;

    Scrubber(MaintainedPartition partition, MaintenanceParts parts) {
        this.partition = partition;
        bytesPerSecond = parts.options().scrubBytesPerSecond();
        clock = parts.clock();
        counters = parts.counters();
        nextNanos = clock.nanoTime();
    }

    /** Verifies about a mebibyte or a segment of the journal, if it is time to. */
    void step() {
        long now = clock.nanoTime();
        if (bytesPerSecond == 0 || now - nextNanos < 0) {
            return;
        }
        long bytes = Math.max(STEP_BYTES, verifySome());
        nextNanos = now + TimeUnit.SECONDS.toNanos(1) * bytes / bytesPerSecond;
    }

    /** Verifies everything once, whatever the rate. */
    void verifyAll() {
        current = null;
        isInJournal = false;
        do {
            verifySome();
        } while (current != null || isInJournal);
    }

    /** Verifies some more; gives the bytes that were read. */
    private long verifySome() {
        if (isInJournal) {
            MaintainedPartition.JournalStep step = partition.verifyJournal();
            isInJournal = !step.isEnd();
            counters.scrubbed(step.bytes());
            counters.foundDamaged(step.damages());
            return step.bytes();
        }
        Ledger ledger = partition.ledger();
        SstHeader.Place place = current;
        if (nextKey == null || place == null) {
            place = after(ledger.headers(), place);
            current = place;
        }
        if (place == null) {
            isInJournal = true;
            return 0;
        }
        try {
            nextKey = ledger.verify(place, nextKey, STEP_BYTES);
            counters.scrubbed(STEP_BYTES);
        } catch (StoreException e) {
            nextKey = null;
            if (e.kind() != FailureKind.CORRUPT) {
                throw e;
            }
            boolean isNew = ledger.report(
                    new Damage(partition.number(), place.bucket().directoryName(), String.valueOf(e.getMessage()), 0));
            counters.foundDamaged(isNew ? 1 : 0);
        }
        return STEP_BYTES;
    }

    private static SstHeader.@Nullable Place after(List<SstHeader> headers, SstHeader.@Nullable Place last) {
        Comparator<SstHeader.Place> order =
                Comparator.comparing(SstHeader.Place::bucket).thenComparingLong(SstHeader.Place::block);
        Optional<SstHeader.Place> next = headers.stream()
                .map(SstHeader::place)
                .filter(place -> last == null || order.compare(place, last) > 0)
                .min(order);
        return next.orElse(null);
    }
}
