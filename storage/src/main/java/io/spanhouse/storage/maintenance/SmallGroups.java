package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.BlockWriter;
import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.MemoryChunks;
import io.spanhouse.storage.block.MergeInput;
import io.spanhouse.storage.block.ReadScratch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What a merge takes of some blocks: row groups of a good size as they are, and small ones written anew together. At low
 * rates every seal leaves a small row group, and at any rate a very small one of late traces; copied as they are they would
 * never become less; nor would dead ones, which are left out. Rewritten, late traces also lie beside their like, so that bounds become narrow.
 *
 * <p>A row that is rewritten costs some 2 us, and about 300 bytes of memory for {@link #ROWS_AT_ONCE} rows at a time.
 */
final class SmallGroups {
    /** A row group with fewer rows is small. */
    static final int ROWS_MIN = 8_192;

    /** A row group with so many bytes in values with chunks of their own is not, however few rows it has. */
    private static final long LARGE_BYTES_MIN = 8 << 20;

    /** So many rows are written anew together. */
    static final int ROWS_AT_ONCE = 1 << 17;

    /** A row group is written anew if more than one of so many of its fragments is dead. */
    private static final int DEAD_SHARE = 50;

    private final BlockIdentity identity;
    private final List<MergeInput> inputs = new ArrayList<>();
    private RegroupedRows rows = new RegroupedRows();

    private SmallGroups(BlockIdentity identity) {
        this.identity = identity;
    }

    /** What a merge of all rows of some blocks takes. */
    static List<MergeInput> inputs(BlockIdentity identity, List<BlockReader> blocks, List<BitSet> dead) {
        return new SmallGroups(identity).gather(blocks, dead);
    }

    private List<MergeInput> gather(List<BlockReader> blocks, List<BitSet> dead) {
        // One alone would only be written as it is.
        boolean ordinary = count(blocks, false) > 1;
        boolean late = count(blocks, true) > 1;
        try (ReadScratch scratch = new ReadScratch()) {
            for (int number = 0; number < blocks.size(); number++) {
                BlockReader block = blocks.get(number);
                BitSet deadHere = dead.get(number);
                int groups = block.bounds().groups();
                int[] kept = new int[groups];
                int keptCount = 0;
                for (int group = 0; group < groups; group++) {
                    boolean hasCompany = isSmall(block, group) && (isLate(block, group) ? late : ordinary);
                    if (hasCompany || isMuchDead(block, group, deadHere)) {
                        rows.add(block, group, deadHere, scratch);
                        writeIf(rows.rowCount() >= ROWS_AT_ONCE);
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
        if (inputs.isEmpty()) {
            // All of it is dead; a block has rows all the same.
            inputs.add(new MergeInput(blocks.get(0), new int[] {0}));
        }
        return inputs;
    }

    private void writeIf(boolean enough) {
        if (!enough) {
            return;
        }
        if (rows.fragments() == 0) {
            rows = new RegroupedRows();
            return;
        }
        MemoryChunks chunks = new MemoryChunks();
        try (BlockWriter writer = new BlockWriter()) {
            writer.write(identity, rows.input(), chunks);
        }
        inputs.add(MergeInput.all(BlockReader.open(chunks, identity.block(), identity.project())));
        rows = new RegroupedRows();
    }

    private static int count(List<BlockReader> blocks, boolean late) {
        int count = 0;
        for (BlockReader block : blocks) {
            for (int group = 0; group < block.bounds().groups(); group++) {
                count += isSmall(block, group) && isLate(block, group) == late ? 1 : 0;
            }
        }
        return count;
    }

    private static boolean isSmall(BlockReader block, int group) {
        return block.bounds().get(Bound.ROWS, group) < ROWS_MIN
                && block.bounds().get(Bound.LARGE_BYTES, group) < LARGE_BYTES_MIN;
    }

    /** Whether more than one fragment of a row group in so many is dead, and it can be written anew at once. */
    private static boolean isMuchDead(BlockReader block, int group, BitSet dead) {
        int first = block.firstFragment(group);
        int fragments = (int) block.bounds().get(Bound.FRAGMENTS, group);
        int count = dead.get(first, first + fragments).cardinality();
        return (long) count * DEAD_SHARE > fragments && block.bounds().get(Bound.ROWS, group) <= ROWS_AT_ONCE;
    }

    static boolean isLate(BlockReader block, int group) {
        return block.bounds().get(Bound.LATE, group) != 0;
    }
}
