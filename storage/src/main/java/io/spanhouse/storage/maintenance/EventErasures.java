package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.Damage;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.rocks.StoredBlock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Takes events from all files whose time is over although their spans stay, in passes: the first a minute after the start, the
 * next a day after the one before began. A pass looks at every SST once, also at those that come meanwhile, and writes anew
 * those that have such events; a block without any event of the name costs a look at its dictionary. When some were erased
 * the heads are sealed and the journals trimmed whole, since they have the events too. So an event is gone from disk a day
 * after its time, and the time of a pass later; and however many times end in a day, an SST is written anew for them once.
 *
 * <p>An SST that is damaged keeps its events until it is dropped, and is named. One thread.
 */
final class EventErasures {
    /** Time from the start to the first pass. */
    static final long FIRST_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Time from the beginning of a pass to that of the next. */
    static final long EVERY_NANOS = TimeUnit.DAYS.toNanos(1);

    private final List<MaintainedPartition> partitions;
    private final List<Rewriter> rewriters = new ArrayList<>();
    private final EventErasure erasure;
    private final StoreClock clock;
    private final Runnable sealAll;
    private final List<Set<SstHeader.Place>> looked = new ArrayList<>();
    private final Set<SstHeader.Place> damaged = new HashSet<>();
    private long nextNanos;
    private boolean passing;
    private boolean erasedAny;
    private boolean trimming;

    EventErasures(List<MaintainedPartition> partitions, MaintenanceParts parts, Runnable sealAll) {
        this.partitions = partitions;
        this.erasure = parts.erasure();
        this.clock = parts.clock();
        this.sealAll = sealAll;
        for (MaintainedPartition partition : partitions) {
            rewriters.add(new Rewriter(partition, parts));
            looked.add(new HashSet<>());
        }
        nextNanos = clock.nanoTime() + FIRST_NANOS;
    }

    /** The next step begins a pass, whatever the time. */
    void beginNow() {
        nextNanos = clock.nanoTime();
    }

    /**
     * Looks at one SST, or does what else is next.
     *
     * @param atOnce without rests
     * @return whether there is more to do
     */
    boolean step(boolean atOnce) {
        if (trimming) {
            return trim();
        }
        if (!passing) {
            if (clock.nanoTime() - nextNanos < 0) {
                return false;
            }
            begin();
        }
        for (int i = 0; i < partitions.size(); i++) {
            for (SstHeader header : partitions.get(i).ledger().headers()) {
                if (!looked.get(i).contains(header.place())) {
                    lookAt(i, header, atOnce);
                    looked.get(i).add(header.place());
                    return true;
                }
            }
        }
        return end();
    }

    private void begin() {
        nextNanos = clock.nanoTime() + EVERY_NANOS;
        erasure.begins();
        looked.forEach(Set::clear);
        passing = true;
        erasedAny = false;
    }

    private boolean end() {
        passing = false;
        trimming = erasedAny;
        if (trimming) {
            partitions.forEach(MaintainedPartition::endJournalSegment);
        }
        return trimming;
    }

    /** What of a journal's segment is not sealed keeps all of it: so the heads are sealed, again if records came between. */
    private boolean trim() {
        partitions.forEach(MaintainedPartition::closeHead);
        sealAll.run();
        boolean trimmed = true;
        for (MaintainedPartition partition : partitions) {
            trimmed &= partition.trimJournalWholly();
        }
        trimming = !trimmed;
        return trimming;
    }

    private void lookAt(int number, SstHeader header, boolean atOnce) {
        if (header.contents().stream().noneMatch(content -> erasure.any(content.project()))) {
            return;
        }
        try {
            if (has(partitions.get(number), header)) {
                rewriters.get(number).rewrite(header, erasure, atOnce);
                erasedAny = true;
            }
            damaged.remove(header.place());
        } catch (StoreException e) {
            if (e.kind() != FailureKind.CORRUPT) {
                throw e;
            }
            name(partitions.get(number), header, e);
        }
    }

    private boolean has(MaintainedPartition partition, SstHeader header) {
        try (ReadScratch scratch = new ReadScratch()) {
            for (StoredBlock block : partition.ledger().blocks()) {
                if (block.header().place().equals(header.place())
                        && erasure.any(block.project())
                        && new ErasedRows(erasure, block.reader(), scratch).any()) {
                    return true;
                }
            }
        }
        return false;
    }

    private void name(MaintainedPartition partition, SstHeader header, StoreException e) {
        if (damaged.add(header.place())) {
            partition
                    .ledger()
                    .report(new Damage(
                            partition.number(),
                            header.place().bucket().directoryName(),
                            "block " + header.place().block() + " keeps events whose time is over until it is dropped: "
                                    + e.getMessage(),
                            0));
        }
    }
}
