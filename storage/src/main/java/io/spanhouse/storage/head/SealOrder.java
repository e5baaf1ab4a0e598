package io.spanhouse.storage.head;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.IntObjectHashMap;
import com.carrotsearch.hppc.sorting.IndirectSort;
import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.block.TreeOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Puts a closed generation in the order of blocks, project by project: traces by whole start and id, those that would
 * widen the bounds of the others apart at the end, spans in tree order. About 0.1 microseconds a span. Not thread-safe.
 */
final class SealOrder {
    /** A trace that started further than this from its receipt is late. */
    private static final long LATE_NANOS = TimeUnit.HOURS.toNanos(1);

    private static final IntArrayList NONE = new IntArrayList(0);

    private static final long NANOS_OF_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Generation generation;
    private final TraceTable table;
    private final TreeOrder tree = new TreeOrder();
    private final TraceValues values = new TraceValues();
    private final IntObjectHashMap<IntArrayList> tracesByProject = new IntObjectHashMap<>();
    private int[] fragments = new int[0];

    SealOrder(Generation generation) {
        this.generation = generation;
        table = generation.traces();
    }

    /** Where a trace came in the block of its project. */
    int fragment(int trace) {
        return fragments[trace];
    }

    /** The rows of a project in the order of a block. */
    BlockInput input(int project) {
        if (fragments.length == 0) {
            fragments = new int[table.size()];
            findTraces();
        }
        int[] traces = tracesByProject.getOrDefault(project, NONE).toArray();
        int ordinary = arrange(traces, project);
        SealedTraces sealed = new SealedTraces(generation.strings(), traces.length);
        int[] order = new int[rowsOf(traces)];
        int written = 0;
        for (int fragment = 0; fragment < traces.length; fragment++) {
            int trace = traces[fragment];
            fragments[trace] = fragment;
            int from = written;
            int last = table.firstRow(trace, Integer.MAX_VALUE);
            for (int row = last; row != HeadRows.NO_ROW; row = table.nextRow(row, Integer.MAX_VALUE)) {
                order[written++] = row;
                last = row;
            }
            tree.arrange(generation, order, from, written);
            table.read(trace, Integer.MAX_VALUE, values);
            sealed.id(table.idHigh(trace), table.idLow(trace));
            sealed.ticks(generation.tick(table.firstRow(trace, Integer.MAX_VALUE)), generation.tick(last));
            sealed.end(values, written);
        }
        return new BlockInput(generation, order, written, sealed, ordinary, generation.number(), generation.number());
    }

    /** One pass for all projects: there may be a thousand. */
    private void findTraces() {
        for (int trace = 0; trace < table.size(); trace++) {
            int project = table.project(trace);
            IntArrayList traces = tracesByProject.get(project);
            if (traces == null) {
                traces = new IntArrayList();
                tracesByProject.put(project, traces);
            }
            traces.add(trace);
        }
    }

    private int rowsOf(int[] traces) {
        int count = 0;
        for (int trace : traces) {
            count += table.rowsOf(trace);
        }
        return count;
    }

    /** Sorts the traces, ordinary ones first; returns how many of these there are. */
    private int arrange(int[] traces, int project) {
        LaneReceipt receipt = generation.receipt(generation.lane(project));
        long earliest = receipt.receiptMillisMin() * NANOS_OF_MILLI - LATE_NANOS;
        long latest = receipt.receiptMillisMax() * NANOS_OF_MILLI + LATE_NANOS;
        long[] starts = new long[traces.length];
        boolean[] late = new boolean[traces.length];
        int ordinary = 0;
        for (int i = 0; i < traces.length; i++) {
            table.read(traces[i], Integer.MAX_VALUE, values);
            starts[i] = values.startNanos;
            late[i] = values.continues
                    || Long.compareUnsigned(starts[i], earliest) < 0
                    || Long.compareUnsigned(starts[i], latest) > 0;
            ordinary += late[i] ? 0 : 1;
        }
        int[] unsorted = Arrays.copyOf(traces, traces.length);
        int[] sorted = IndirectSort.mergesort(0, traces.length, (left, right) -> {
            if (late[left] != late[right]) {
                return late[left] ? 1 : -1;
            }
            int byStart = Long.compareUnsigned(starts[left], starts[right]);
            return byStart != 0 ? byStart : compareIds(unsorted[left], unsorted[right]);
        });
        for (int i = 0; i < traces.length; i++) {
            traces[i] = unsorted[sorted[i]];
        }
        return ordinary;
    }

    private int compareIds(int left, int right) {
        int byHigh = Long.compareUnsigned(table.idHigh(left), table.idHigh(right));
        return byHigh != 0 ? byHigh : Long.compareUnsigned(table.idLow(left), table.idLow(right));
    }
}
