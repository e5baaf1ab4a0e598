package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.BlockWriter;
import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.ChunkSink;
import io.spanhouse.storage.block.ChunkSource;
import io.spanhouse.storage.block.MemoryChunks;
import io.spanhouse.storage.block.MergeInput;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.block.SpilledChunks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What a merge takes of some blocks: row groups of a good size as they are, and others written anew together, those that are
 * small, those with many dead fragments, those with events that are erased. At low rates every seal leaves a small row
 * group, and at any rate a very small one of late traces; copied as they are they would never become less. Rewritten, late
 * traces also lie beside their like, so that bounds become narrow.
 *
 * <p>A row that is rewritten costs some 2 us, and about 300 bytes of memory for {@link BlockBuilding.Limits#rowsAtOnce} rows at a time. What is
 * written anew is kept as packed chunks until the merge has copied it: in memory up to a limit, beyond that
 * in scratch files, so that a block of any size can be written anew; those bytes are written twice. Whoever made it closes
 * it, after the merge. One thread.
 */
final class Regrouping implements AutoCloseable {
    /** A row group with so many bytes in values with chunks of their own is not, however few rows it has. */
    private static final long LARGE_BYTES_MIN = 8 << 20;

    /** So many bytes of rows are written anew together, however few rows they are, as spans with thousands of events are. */
    private static final long BYTES_AT_ONCE = 64 << 20;

    /** A row group is written anew if more than one of so many of its fragments is dead. */
    private static final int DEAD_SHARE = 50;

    private final BlockIdentity identity;
    private final BlockBuilding.Manner manner;
    private final BlockBuilding.Limits limits;
    private final List<MergeInput> inputs = new ArrayList<>();
    private final List<SpilledChunks> spilled = new ArrayList<>();
    private RegroupedRows rows = new RegroupedRows();
    private long keptBytes;
    private long erasedEvents;

    Regrouping(BlockIdentity identity, BlockBuilding.Manner manner) {
        this.identity = identity;
        this.manner = manner;
        this.limits = manner.limits();
    }

    /** What a merge of all rows of some blocks takes; nothing if all of them are dead. */
    List<MergeInput> gather(List<BlockBuilding.Source> sources) {
        List<BlockReader> blocks =
                sources.stream().map(source -> source.block().reader()).toList();
        // One alone would only be written as it is.
        boolean all = limits.rowsMin() == Integer.MAX_VALUE;
        boolean ordinary = all || count(blocks, false) > 1;
        boolean late = all || count(blocks, true) > 1;
        try (ReadScratch scratch = new ReadScratch()) {
            for (int number = 0; number < blocks.size(); number++) {
                BlockReader block = blocks.get(number);
                BitSet dead = sources.get(number).dead();
                ErasedRows erased = new ErasedRows(manner.erasure(), block, scratch);
                int groups = block.bounds().groups();
                int[] kept = new int[groups];
                int keptCount = 0;
                for (int group = 0; group < groups; group++) {
                    boolean hasCompany = isSmall(block, group) && (isLate(block, group) ? late : ordinary);
                    int deadHere = deadIn(block, group, dead);
                    if (deadHere == block.bounds().get(Bound.FRAGMENTS, group)) {
                        continue;
                    }
                    if (hasCompany || isMuch(deadHere, block, group) || erased.anyIn(group)) {
                        erasedEvents += rows.add(block, group, dead, erased, scratch);
                        writeIf(rows.rowCount() >= limits.rowsAtOnce() || rows.retainedBytes() >= BYTES_AT_ONCE);
                        manner.breath().run();
                    } else {
                        kept[keptCount++] = group;
                    }
                }
                if (keptCount > 0) {
                    inputs.add(new MergeInput(block, Arrays.copyOf(kept, keptCount)));
                }
            }
        }
        writeIf(rows.rowCount() > 0);
        return inputs;
    }

    private void writeIf(boolean enough) {
        if (!enough) {
            return;
        }
        if (rows.fragments() > 0) {
            if (keptBytes < limits.keptBytesMax()) {
                MemoryChunks chunks = new MemoryChunks();
                write(chunks, chunks);
                keptBytes += chunks.byteCount();
            } else {
                SpilledChunks chunks = new SpilledChunks(manner.scratch().get());
                spilled.add(chunks);
                write(chunks, chunks);
            }
        }
        rows = new RegroupedRows();
    }

    private void write(ChunkSink sink, ChunkSource source) {
        try (BlockWriter writer = new BlockWriter()) {
            writer.write(identity, rows.input(), sink);
        }
        inputs.add(MergeInput.all(BlockReader.open(source, identity.block(), identity.project())));
    }

    /** Events that were left out. */
    long erasedEvents() {
        return erasedEvents;
    }

    /** Bytes of scratch files. */
    long scratchBytes() {
        return spilled.stream().mapToLong(SpilledChunks::byteCount).sum();
    }

    private int count(List<BlockReader> blocks, boolean late) {
        int count = 0;
        for (BlockReader block : blocks) {
            for (int group = 0; group < block.bounds().groups(); group++) {
                count += isSmall(block, group) && isLate(block, group) == late ? 1 : 0;
            }
        }
        return count;
    }

    private boolean isSmall(BlockReader block, int group) {
        return limits.rowsMin() == Integer.MAX_VALUE
                || block.bounds().get(Bound.ROWS, group) < limits.rowsMin()
                        && block.bounds().get(Bound.LARGE_BYTES, group) < LARGE_BYTES_MIN;
    }

    private static int deadIn(BlockReader block, int group, BitSet dead) {
        int first = block.firstFragment(group);
        int fragments = (int) block.bounds().get(Bound.FRAGMENTS, group);
        return dead.get(first, first + fragments).cardinality();
    }

    /** Whether more than one fragment of a row group in so many is dead. One alone in a row group is dead or not. */
    private static boolean isMuch(int deadHere, BlockReader block, int group) {
        return (long) deadHere * DEAD_SHARE > block.bounds().get(Bound.FRAGMENTS, group);
    }

    static boolean isLate(BlockReader block, int group) {
        return block.bounds().get(Bound.LATE, group) != 0;
    }

    @Override
    public void close() {
        spilled.forEach(SpilledChunks::close);
    }
}
