package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.HeadSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * What one query reads of one partition: blocks and the head at one instant. Immutable. Whoever acquired it must close
 * it: until then its blocks stay readable though they may have been merged or dropped since.
 */
public final class View implements AutoCloseable {
    private final BlockSet blocks;
    private final HeadSnapshot head;
    private final List<String> lost;
    private final List<HeadSnapshot.Part> parts;

    /** A view that owns one hold on the blocks. */
    View(BlockSet blocks, HeadSnapshot head, List<String> lost) {
        this.blocks = blocks;
        this.head = head;
        this.lost = lost;
        List<HeadSnapshot.Part> unsealed = new ArrayList<>();
        for (HeadSnapshot.Part part : head.parts()) {
            // Between the commit of a seal and the head's dropping it, a generation is in a block and in the head.
            if (part.generation().number() > blocks.sealedThrough()) {
                unsealed.add(part);
            }
        }
        this.parts = List.copyOf(unsealed);
    }

    /** The blocks. */
    BlockSet blocks() {
        return blocks;
    }

    /** The generations whose rows are not in blocks, oldest first, with as many rows as may be seen. */
    List<HeadSnapshot.Part> parts() {
        return parts;
    }

    /** Which fragments of a project a later fragment disowns. */
    Disowned disowned(int project) {
        return Disowned.of(this, head, project);
    }

    /** Which fragments of a project do not count. */
    DeadFragments dead(int project) {
        return new DeadFragments(this, project);
    }

    /** Names what is lost, and the project's blocks that cannot be read. */
    void noteDamage(int project, Coverage coverage) {
        for (String sentence : lost) {
            coverage.miss(Completeness.Reason.DAMAGED, sentence);
        }
        for (BlockSet.Damaged damaged : blocks.damaged()) {
            if (damaged.block().project() == project) {
                coverage.miss(Completeness.Reason.DAMAGED, damaged.sentence());
            }
        }
    }

    /** Whether rows of a generation are seen. */
    boolean has(Generation generation) {
        for (HeadSnapshot.Part part : parts) {
            if (part.generation() == generation) {
                return true;
            }
        }
        return false;
    }

    /**
     * The same blocks, and the head as it was when a tick ended. The result takes over the hold: it is closed instead of
     * this.
     */
    View asOf(long tick) {
        return new View(blocks, head.asOf(tick), lost);
    }

    @Override
    public void close() {
        blocks.release();
    }
}
