package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.KeptParts;
import io.spanhouse.storage.head.FragmentSource;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.LedgerChange;
import io.spanhouse.storage.rocks.StoredBlock;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives out the views of one partition. The head is asked first, then the blocks: a seal adds its block here before the
 * head drops the generation, so every span is in one of the two, and a generation that is in both is left out of the head
 * by its number.
 *
 * <p>{@link #acquire} by any thread, {@link #change} by one at a time. The owner of the partition closes it after the last
 * change; blocks are let go when the last view is closed.
 */
public final class ViewHolder implements AutoCloseable {
    private final Supplier<HeadSnapshot> head;
    private final KeptParts kept;
    private final ScratchPool scratches = new ScratchPool();
    private volatile BlockSet blocks = BlockSet.empty();
    private volatile List<String> lost = List.of();
    private volatile boolean closed;

    /**
     * A holder without blocks.
     *
     * @param head the head's latest snapshot
     * @param kept keeps what queries work out of blocks
     */
    public ViewHolder(Supplier<HeadSnapshot> head, KeptParts kept) {
        this.head = head;
        this.kept = kept;
    }

    /** Bytes of what queries keep of blocks; holders that share it each give the whole. */
    public long keptBytes() {
        return kept.bytes();
    }

    /** The partition as it is now; the caller closes the view. */
    public View acquire() {
        while (!closed) {
            HeadSnapshot snapshot = head.get();
            BlockSet now = blocks;
            if (now.acquire()) {
                return new View(now, snapshot, lost);
            }
        }
        throw new StoreException(FailureKind.CLOSED, "the store is closed");
    }

    /**
     * Other blocks from here on. Views that are out keep theirs.
     *
     * @param sealedThrough number of the newest generation that is in blocks now; its rows are no longer read in the
     *     head. The head must not drop it before this returns. -1 if the change is none of a seal
     */
    public synchronized void change(LedgerChange change, long sealedThrough) {
        BlockSet before = blocks;
        blocks = new BlockChange(before, scratches, kept).apply(change.added(), change.removed(), sealedThrough);
        before.release();
    }

    /**
     * Names data that is lost for good, one sentence each; every answer that it could have been part of says so. Replaces
     * what was named before.
     */
    public void lost(List<String> sentences) {
        lost = List.copyOf(sentences);
    }

    /** The block as views have it, for the head to name fragments by; null if no view has it. */
    public @Nullable FragmentSource source(StoredBlock stored) {
        for (OpenBlock block : blocks.ofProject(stored.project())) {
            if (block.stored() == stored) {
                return block;
            }
        }
        return null;
    }

    /** The fragments of a block that other blocks say are dead. */
    public BitSet dead(StoredBlock stored) {
        BlockSet now = blocks;
        for (OpenBlock block : now.ofProject(stored.project())) {
            if (block.stored() == stored) {
                return (BitSet) now.dead(block).clone();
            }
        }
        return new BitSet();
    }

    /** The blocks now, held; null when the holder is closed. */
    @Nullable
    BlockSet hold() {
        while (!closed) {
            BlockSet now = blocks;
            if (now.acquire()) {
                return now;
            }
        }
        return null;
    }

    /** No more views; blocks are let go when the views that are out are closed. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            blocks.release();
            scratches.close();
        }
    }
}
