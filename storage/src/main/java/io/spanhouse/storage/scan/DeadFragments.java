package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.IntHashSet;
import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.head.TraceTable;
import io.spanhouse.storage.model.TraceId;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fragments whose spans are elsewhere anew, as one query sees them: no row of theirs counts. Blocks say so of each other; the
 * head says it of blocks and of its own older generations, for the few traces that were reborn in it.
 */
final class DeadFragments {
    private final View view;
    private final int project;
    private final IdentityHashMap<OpenBlock, BitSet> byHead = new IdentityHashMap<>();
    private final IdentityHashMap<Generation, IntHashSet> inHead = new IdentityHashMap<>();

    /** Those of a project. */
    DeadFragments(View view, int project) {
        this.view = view;
        this.project = project;
        for (int i = view.parts().size() - 1; i >= 0; i--) {
            HeadSnapshot.Part part = view.parts().get(i);
            TraceTable traces = part.generation().traces();
            List<HeadSnapshot.Part> older = view.parts().subList(0, i);
            traces.reborn(part.rowCount(), trace -> {
                if (traces.project(trace) == project) {
                    add(new TraceId(traces.idHigh(trace), traces.idLow(trace)), older);
                }
            });
        }
    }

    private void add(TraceId id, List<HeadSnapshot.Part> older) {
        for (BlockSet.Place place : view.blocks().places(project, id)) {
            byHead.computeIfAbsent(place.block(), absent -> new BitSet()).set(place.fragment());
        }
        for (HeadSnapshot.Part part : older) {
            int trace = part.generation().traces().find(project, id.high(), id.low(), part.traceCount());
            if (trace != TraceTable.NONE) {
                inHead.computeIfAbsent(part.generation(), absent -> new IntHashSet())
                        .add(trace);
            }
        }
    }

    /** Whether a row of the head does not count for who sees the first {@code rowCount} rows of its generation. */
    boolean isDead(Generation generation, int row, int rowCount) {
        if (generation.isReplaced(row, rowCount)) {
            return true;
        }
        IntHashSet traces = inHead.isEmpty() ? null : inHead.get(generation);
        return traces != null && traces.contains(generation.trace(row));
    }

    /** Whether any row of a row group does not count. */
    boolean any(OpenBlock block, int group) {
        int first = block.reader().firstFragment(group);
        int end = first + (int) block.reader().bounds().get(Bound.FRAGMENTS, group);
        return anyFrom(view.blocks().dead(block), first, end) || anyFrom(byHead.get(block), first, end);
    }

    private static boolean anyFrom(@Nullable BitSet fragments, int first, int end) {
        int next = fragments == null ? -1 : fragments.nextSetBit(first);
        return next >= 0 && next < end;
    }

    /** The rows of a row group that count. */
    RowSet alive(OpenBlock block, int group, GroupTraces traces) {
        long[] dead = RowSet.words(traces.size() == 0 ? 0 : traces.rowEnds()[traces.size() - 1]);
        int first = block.reader().firstFragment(group);
        BitSet inBlock = view.blocks().dead(block);
        BitSet ofHead = byHead.getOrDefault(block, new BitSet());
        int rows = 0;
        for (int i = 0; i < traces.size(); i++) {
            int end = traces.rowEnds()[i];
            if (inBlock.get(first + i) || ofHead.get(first + i)) {
                for (int row = traces.rowStart(i); row < end; row++) {
                    RowSet.set(dead, row);
                }
            }
            rows = end;
        }
        return RowSet.of(dead, rows).not();
    }
}
