package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.BucketId;
import io.spanhouse.storage.rocks.Damage;
import io.spanhouse.storage.rocks.Ledger;
import io.spanhouse.storage.rocks.SstHeader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Merges small neighbouring SSTs of one partition into a larger one that covers them, and writes SSTs anew that have many
 * dead fragments. Deleted projects are left out. Needs room for what it writes beside what is there, and waits until there
 * is. One thread.
 */
final class Merger {
    /** Dead fragments are counted so often, which takes a look at every block. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final MaintainedPartition partition;
    private final BlockBuilding building;
    private final MergePicker picker;
    private final RewritePicker rewritePicker;
    private final StoreClock clock;
    private final Rewriter rewriter;
    private long nextLookNanos;
    /** Damaged ones, and those that are too large in some way to become one with their neighbours. */
    private final Set<SstHeader.Place> excluded = new HashSet<>();

    Merger(MaintainedPartition partition, MaintenanceParts parts) {
        this.partition = partition;
        building = parts.building();
        picker = new MergePicker(parts.options().merging());
        rewritePicker = new RewritePicker(parts.options().merging().deadPercentMin());
        clock = parts.clock();
        rewriter = new Rewriter(partition, parts);
        nextLookNanos = clock.nanoTime();
    }

    /**
     * Does one merge or rewrite.
     *
     * @param atOnce without rests, and looking for dead fragments now
     * @return whether there was one to do
     * @throws io.spanhouse.storage.model.StoreException if the disk refuses or an input is damaged; nothing changed then
     */
    boolean step(boolean atOnce) {
        Ledger ledger = partition.ledger();
        List<SstHeader> headers = ledger.headers();
        excluded.retainAll(headers.stream().map(SstHeader::place).collect(Collectors.toSet()));
        List<SstHeader> picked = picker.pick(headers, excluded);
        if (!picked.isEmpty()) {
            leavingOutDamaged(picked, () -> merge(picked, atOnce));
            return true;
        }
        if (!atOnce && clock.nanoTime() - nextLookNanos < 0) {
            return false;
        }
        nextLookNanos = clock.nanoTime() + LOOK_NANOS;
        List<SstHeader> dead = rewritePicker.pick(
                ledger.blocks(), excluded, block -> partition.dead(block).cardinality());
        if (dead.isEmpty()) {
            return false;
        }
        leavingOutDamaged(dead, () -> rewriter.rewrite(dead.get(0), EventErasure.NONE, atOnce));
        return true;
    }

    /** Writes every SST anew, as far as it is not damaged. */
    void rewriteAll() {
        for (SstHeader header : partition.ledger().headers()) {
            if (!excluded.contains(header.place()) && header.spans() > 0) {
                leavingOutDamaged(List.of(header), () -> rewriter.rewriteAll(header));
            }
        }
    }

    private void merge(List<SstHeader> picked, boolean atOnce) {
        Ledger ledger = partition.ledger();
        List<SstHeader> fitting = fitting(ledger, picked);
        if (fitting.size() > 1) {
            rewriter.merge(fitting, isOver(ledger, fitting.get(0)), atOnce);
        } else {
            excluded.add(picked.get(0).place());
        }
    }

    /** Whether nothing more comes to the bucket of an SST. */
    private static boolean isOver(Ledger ledger, SstHeader header) {
        BucketId bucket = header.place().bucket();
        return !bucket.equals(ledger.newestBucket(bucket.lane()));
    }

    private void leavingOutDamaged(List<SstHeader> picked, Runnable work) {
        try {
            work.run();
        } catch (StoreException e) {
            if (e.kind() == FailureKind.CORRUPT) {
                leaveOutDamaged(partition.ledger(), picked);
            }
            throw e;
        }
    }

    /** As many of the picked ones, from the first on, as may become one. */
    private List<SstHeader> fitting(Ledger ledger, List<SstHeader> picked) {
        for (int count = picked.size(); count > 1; count--) {
            List<SstHeader> fewer = picked.subList(0, count);
            if (Rewriter.blocksByProject(ledger, fewer).values().stream()
                    .allMatch(blocks -> blocks.size() == 1 || building.fit(blocks))) {
                return fewer;
            }
        }
        return picked.subList(0, 1);
    }

    /** Finds out which inputs are damaged; they are named, and merges go on around them. */
    private void leaveOutDamaged(Ledger ledger, List<SstHeader> picked) {
        for (SstHeader header : picked) {
            try {
                ledger.verify(header.place(), null, Long.MAX_VALUE);
            } catch (StoreException e) {
                excluded.add(header.place());
                ledger.report(new Damage(
                        partition.number(),
                        header.place().bucket().directoryName(),
                        String.valueOf(e.getMessage()),
                        0));
            }
        }
    }
}
