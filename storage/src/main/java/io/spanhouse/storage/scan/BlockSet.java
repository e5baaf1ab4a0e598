package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.TraceId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The blocks of one partition between two changes, with what they disown in each other. Immutable but for the number of
 * its holders; the last one's release lets the blocks go, which may then be deleted.
 */
final class BlockSet {
    /** No blocks. */
    static BlockSet empty() {
        return new BlockSet(Map.of(), new IdentityHashMap<>(), -1);
    }

    private final Map<Integer, List<OpenBlock>> byProject;
    private final IdentityHashMap<OpenBlock, BitSet> disowned;
    private final long sealedThrough;
    private final AtomicInteger holders = new AtomicInteger(1);

    /**
     * Takes a hold on every block.
     *
     * @param byProject blocks of each project, oldest first
     * @param disowned each block, with its fragments that other blocks disown
     * @param sealedThrough number of the newest generation that is in blocks, -1 if none is
     */
    BlockSet(Map<Integer, List<OpenBlock>> byProject, IdentityHashMap<OpenBlock, BitSet> disowned, long sealedThrough) {
        this.byProject = new HashMap<>(byProject);
        this.disowned = disowned;
        this.sealedThrough = sealedThrough;
        for (OpenBlock block : disowned.keySet()) {
            block.stored().acquire();
        }
    }

    long sealedThrough() {
        return sealedThrough;
    }

    List<OpenBlock> ofProject(int project) {
        return byProject.getOrDefault(project, List.of());
    }

    Map<Integer, List<OpenBlock>> byProject() {
        return byProject;
    }

    boolean has(OpenBlock block) {
        return disowned.containsKey(block);
    }

    /** Whether a later block disowns a fragment. */
    boolean disowned(OpenBlock block, int fragment) {
        BitSet fragments = disowned.get(block);
        return fragments != null && fragments.get(fragment);
    }

    /** Adds the fragments of a trace, oldest first. */
    void addFragments(int project, TraceId id, List<Fragment> into) {}

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
            for (OpenBlock block : disowned.keySet()) {
                block.stored().release();
            }
        }
    }
}
