package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.AttributeColumn;
import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.block.BlockMerger;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.BlockWriter;
import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.GroupCondition;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.MemoryChunks;
import io.spanhouse.storage.block.MergeInput;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.rocks.SstWriter;
import io.spanhouse.storage.rocks.StoredBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of one project's damaged block, as a new block. Row groups that are whole are copied; of the others the
 * traces that can be read are written anew, without the attributes whose columns are damaged; indexes, filters and
 * operations, which follow from the rows, are made again. Says what is lost: which spans, which traces, which attributes.
 *
 * <p>Where a dictionary or a table that all row groups share is damaged every row group is written anew, which takes memory
 * for the new block. One thread; used once.
 */
final class SavedBlock {
    /** Most traces of a row group that are named. */
    private static final int NAMED_MAX = 20;

    private final StoredBlock damaged;
    private final SstWriter target;
    private final BlockIdentity identity;
    private final List<MergeInput> inputs = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private long spans;
    private long traces;

    SavedBlock(StoredBlock damaged, SstWriter target) {
        this.damaged = damaged;
        this.target = target;
        identity = new BlockIdentity(
                target.place().block(),
                damaged.project(),
                target.place().store().hashSeed());
    }

    /** Writes what can be read; gives what is lost, one sentence each. */
    List<String> save() {
        try (ReadScratch scratch = new ReadScratch()) {
            save(damaged.reader(), scratch);
        } catch (StoreException e) {
            requireCorrupt(e);
            inputs.clear();
            lost.clear();
            lost("all " + damaged.content().spans() + " spans in "
                    + damaged.content().traces() + " pieces of traces, since what leads to them is damaged: "
                    + e.getMessage());
        }
        if (!inputs.isEmpty()) {
            try (BlockMerger merger = new BlockMerger()) {
                merger.merge(identity, inputs, target);
            }
            target.count(damaged.project(), spans, traces);
        }
        return lost;
    }

    private void save(BlockReader block, ReadScratch scratch) {
        GroupCondition shared = GroupCondition.ofShared(block, scratch);
        int[] whole = new int[block.bounds().groups()];
        int wholeCount = 0;
        for (int group = 0; group < whole.length; group++) {
            GroupCondition condition = GroupCondition.ofGroup(block, group, scratch);
            if (shared.isWhole() && condition.isWhole()) {
                whole[wholeCount++] = group;
                spans += block.bounds().get(Bound.ROWS, group);
                traces += block.bounds().get(Bound.FRAGMENTS, group);
            } else {
                condition.lostColumns().or(shared.lostColumns());
                rewrite(block, group, condition, scratch);
            }
        }
        if (wholeCount > 0) {
            inputs.add(new MergeInput(block, Arrays.copyOf(whole, wholeCount)));
        }
    }

    private void rewrite(BlockReader block, int group, GroupCondition condition, ReadScratch scratch) {
        RegroupedRows rows = new RegroupedRows();
        BitSet lostFragments;
        try {
            lostFragments = rows.addReadable(block, group, condition.lostColumns(), scratch);
        } catch (StoreException e) {
            requireCorrupt(e);
            lost("row group " + group + ": all " + block.bounds().get(Bound.ROWS, group) + " spans in "
                    + block.bounds().get(Bound.FRAGMENTS, group) + " pieces of traces"
                    + namesOf(block, group, null, scratch) + ": " + e.getMessage());
            return;
        }
        if (!lostFragments.isEmpty()) {
            lost("row group " + group + ": " + spansOf(block, group, lostFragments, scratch) + " spans in "
                    + lostFragments.cardinality() + " pieces of traces"
                    + namesOf(block, group, lostFragments, scratch) + ": " + condition.damages());
        }
        if (rows.fragments() == 0) {
            return;
        }
        condition.lostColumns().stream().forEach(number -> lostColumn(block, group, number, condition));
        MemoryChunks chunks = new MemoryChunks();
        try (BlockWriter writer = new BlockWriter()) {
            writer.write(identity, rows.input(), chunks);
        }
        BlockReader saved = BlockReader.open(chunks, identity.block(), identity.project());
        inputs.add(MergeInput.all(saved));
        spans += saved.directory().rows();
        traces += saved.directory().fragments();
    }

    private void lostColumn(BlockReader block, int group, int number, GroupCondition condition) {
        AttributeColumn column = block.directory().column(number);
        lost("row group " + group + ": of its other spans the values of the " + column.level() + " attribute "
                + column.key() + ": " + condition.damages());
    }

    private static long spansOf(BlockReader block, int number, BitSet fragments, ReadScratch scratch) {
        try (GroupReader group = block.group(number, scratch)) {
            GroupTraces traces = new GroupTraces(group);
            int first = block.firstFragment(number);
            return fragments.stream()
                    .mapToLong(fragment -> traces.rowEnds()[fragment - first] - traces.rowStart(fragment - first))
                    .sum();
        }
    }

    /** The first of the traces, as far as they can be read; null for all of the row group. */
    private static String namesOf(BlockReader block, int number, @Nullable BitSet fragments, ReadScratch scratch) {
        try (GroupReader group = block.group(number, scratch)) {
            int first = block.firstFragment(number);
            StringBuilder names = new StringBuilder(" (");
            long[] id = new long[2];
            int named = 0;
            for (int i = 0; i < group.fragments() && named < NAMED_MAX; i++) {
                if (fragments == null || fragments.get(first + i)) {
                    group.traceIds(i, i + 1, id, 0);
                    names.append(named++ == 0 ? "" : ", ").append(new TraceId(id[0], id[1]));
                }
            }
            return names.append(named == NAMED_MAX ? ", ...)" : ")").toString();
        } catch (StoreException e) {
            requireCorrupt(e);
            return " (which cannot be read)";
        }
    }

    private void lost(String what) {
        lost.add(damaged + ": " + what);
    }

    private static void requireCorrupt(StoreException e) {
        if (e.kind() != FailureKind.CORRUPT) {
            throw e;
        }
    }
}
