package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.rocks.SeenTraces;
import io.spanhouse.storage.rocks.StoredBlock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The blocks of one partition between two changes, with what they disown in each other. Immutable but for the number of
 * its holders; the last one's release lets the blocks go, which may then be deleted.
 */
final class BlockSet {
    /**
     * A block that is part of the data and cannot be read, or not wholly.
     *
     * @param block which
     * @param opened whether it is part of views all the same
     * @param sentence what is wrong, for people
     */
    record Damaged(StoredBlock block, boolean opened, String sentence) {}

    private final Map<Integer, List<OpenBlock>> byProject = new HashMap<>();
    private final IdentityHashMap<OpenBlock, Marks> marks;
    private final List<Damaged> damaged;
    private final long sealedThrough;
    private final AtomicInteger holders = new AtomicInteger(1);
    /** Where the fragments of traces are that the head asked for. */
    private final Map<HeadTrace, List<Place>> places = new ConcurrentHashMap<>();

    /**
     * What other blocks say of a block's fragments.
     *
     * @param disowned those that do not own their trace any more
     * @param dead those of them whose spans are elsewhere anew
     */
    record Marks(BitSet disowned, BitSet dead) {
        Marks() {
            this(new BitSet(), new BitSet());
        }

        Marks copy() {
            return new Marks((BitSet) disowned.clone(), (BitSet) dead.clone());
        }
    }

    /** A fragment of a block. */
    record Place(OpenBlock block, int fragment) {}

    private record HeadTrace(int project, TraceId id) {}

    /**
     * Takes a hold on every block.
     *
     * @param marks each block, with what other blocks say of its fragments
     * @param damaged those that could not be opened
     * @param sealedThrough number of the newest generation that is in blocks, -1 if none is
     */
    BlockSet(IdentityHashMap<OpenBlock, Marks> marks, List<Damaged> damaged, long sealedThrough) {
        this.marks = marks;
        this.damaged = List.copyOf(damaged);
        this.sealedThrough = sealedThrough;
        for (OpenBlock block : marks.keySet()) {
            block.stored().acquire();
            byProject
                    .computeIfAbsent(block.project(), absent -> new ArrayList<>())
                    .add(block);
        }
        for (List<OpenBlock> blocks : byProject.values()) {
            blocks.sort(
                    Comparator.comparingLong(block -> block.reader().directory().generationFirst()));
        }
    }

    /** No blocks. */
    static BlockSet empty() {
        return new BlockSet(new IdentityHashMap<>(), List.of(), -1);
    }

    long sealedThrough() {
        return sealedThrough;
    }

    /** The blocks of a project, oldest first. */
    List<OpenBlock> ofProject(int project) {
        return byProject.getOrDefault(project, List.of());
    }

    /** All blocks, with what other blocks say of their fragments. */
    IdentityHashMap<OpenBlock, Marks> marks() {
        return marks;
    }

    /** Blocks that could not be opened. */
    List<Damaged> damaged() {
        return damaged;
    }

    boolean has(OpenBlock block) {
        return marks.containsKey(block);
    }

    /** Whether a later block disowns a fragment. */
    boolean disowned(OpenBlock block, int fragment) {
        Marks known = marks.get(block);
        return known != null && known.disowned.get(fragment);
    }

    /** Whether later blocks disown a fragment from {@code first} to {@code end}, that not included. */
    boolean anyDisowned(OpenBlock block, int first, int end) {
        Marks known = marks.get(block);
        int next = known == null ? -1 : known.disowned.nextSetBit(first);
        return next >= 0 && next < end;
    }

    /** The fragments of a block that are dead, for reading. */
    BitSet dead(OpenBlock block) {
        return marks.getOrDefault(block, new Marks()).dead;
    }

    /** Where a trace has fragments that are not dead; looked up once. */
    List<Place> places(int project, TraceId id) {
        return places.computeIfAbsent(new HeadTrace(project, id), trace -> {
            try (OpenGroups groups = new OpenGroups()) {
                return fragments(project, id, groups, new Coverage()).stream()
                        .map(fragment -> new Place(fragment.block(), fragment.fragment()))
                        .toList();
            }
        });
    }

    /**
     * The fragments of a trace that are not dead, oldest first.
     *
     * @param coverage notes blocks that cannot be asked
     */
    List<BlockFragment> fragments(int project, TraceId id, OpenGroups groups, Coverage coverage) {
        List<BlockFragment> fragments = new ArrayList<>(1);
        SeenTraces asked = null;
        boolean mayHave = true;
        for (OpenBlock block : ofProject(project)) {
            // Blocks of a bucket share a filter, and lie beside each other.
            SeenTraces seen = block.stored().seenTraces();
            if (seen != asked) {
                asked = seen;
                mayHave = seen.mayHave(project, id.high(), id.low());
            }
            if (mayHave) {
                addFragments(block, id, groups, coverage, fragments);
            }
        }
        if (fragments.size() > 1) {
            fragments.sort(Comparator.comparingLong(BlockFragment::age));
        }
        return fragments;
    }

    private void addFragments(
            OpenBlock block, TraceId id, OpenGroups groups, Coverage coverage, List<BlockFragment> into) {
        try {
            for (int number : block.find(id.high(), id.low())) {
                if (dead(block).get(number)) {
                    continue;
                }
                BlockFragment fragment = new BlockFragment(block, number, groups);
                // Asked here because damage is told here; the order of fragments needs it.
                fragment.age();
                into.add(fragment);
            }
        } catch (StoreException e) {
            coverage.missDamaged(block + ", trace " + id, e);
        }
    }

    /** Whether the bucket with the oldest part of a trace is gone; bucket 0 means that no block has it yet. */
    boolean expired(int project, long firstBucket) {
        if (firstBucket == 0) {
            return false;
        }
        for (OpenBlock block : ofProject(project)) {
            if (block.stored().bucket().sequence() <= firstBucket) {
                return false;
            }
        }
        return true;
    }

    /** Takes a hold; false if the last one is gone already. */
    boolean acquire() {
        int now;
        do {
            now = holders.get();
            if (now == 0) {
                return false;
            }
        } while (!holders.compareAndSet(now, now + 1));
        return true;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            for (OpenBlock block : marks.keySet()) {
                block.stored().release();
            }
        }
    }
}
