package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.OperationExamples;
import io.spanhouse.storage.block.OperationTable;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.TraceId;
import java.util.Arrays;

/**
 * One span of each cell, that with the latest start or the longest duration, of equals that with the least ids. (Of spans
 * sent twice with differences, the one whose other value is greater.) Operations of
 * a row group tell the start or the duration and not the ids: these are added afterwards, from the row groups that have
 * them.
 */
final class ExampleAccumulator extends Accumulator {
    private static final int NO_ROW = -1;

    private final boolean latest;
    private boolean[] known = new boolean[0];
    /** Whether an operation has the start or duration of the example, so that one with lesser ids may be among its spans. */
    private boolean[] ofOperation = new boolean[0];

    private long[] starts = new long[0];
    private long[] durations = new long[0];
    /** All bits set where only the start or the duration is known, so that any id goes before. */
    private long[] idsHigh = new long[0];

    private long[] idsLow = new long[0];
    private long[] spanIds = new long[0];
    /** Of the unit that is being added, the best row of each cell. */
    private int[] bestRows = new int[0];

    private final IntColumn touched = new IntColumn(16);

    ExampleAccumulator(Measure.Example.Choice choice) {
        this.latest = choice == Measure.Example.Choice.LATEST;
    }

    @Override
    void ensure(int cells) {
        if (cells > starts.length) {
            int before = starts.length;
            int capacity = grown(before, cells);
            known = Arrays.copyOf(known, capacity);
            ofOperation = Arrays.copyOf(ofOperation, capacity);
            starts = Arrays.copyOf(starts, capacity);
            durations = Arrays.copyOf(durations, capacity);
            idsHigh = Arrays.copyOf(idsHigh, capacity);
            idsLow = Arrays.copyOf(idsLow, capacity);
            spanIds = Arrays.copyOf(spanIds, capacity);
            bestRows = Arrays.copyOf(bestRows, capacity);
            Arrays.fill(bestRows, before, capacity, NO_ROW);
        }
    }

    @Override
    int cellBytes() {
        return 5 * Long.BYTES + Integer.BYTES + 2;
    }

    @Override
    void read(MeasuredRows rows) {
        rows.starts();
        rows.durations();
        rows.spanIds();
        rows.readTraceIds();
    }

    @Override
    void add(MeasuredRows rows, int[] row, int[] cell, int count) {
        long[] keys = latest ? rows.starts() : rows.durations();
        for (int i = 0; i < count; i++) {
            int best = bestRows[cell[i]];
            if (best == NO_ROW) {
                touched.add(cell[i]);
                bestRows[cell[i]] = row[i];
            } else {
                int order = Long.compareUnsigned(keys[row[i]], keys[best]);
                if (order > 0 || order == 0 && goesBefore(rows, row[i], best)) {
                    bestRows[cell[i]] = row[i];
                }
            }
        }
        for (int i = 0; i < touched.size(); i++) {
            int of = touched.get(i);
            int best = bestRows[of];
            bestRows[of] = NO_ROW;
            take(
                    of,
                    rows.starts()[best],
                    rows.durations()[best],
                    rows.traceIdHigh(best),
                    rows.traceIdLow(best),
                    rows.spanIds()[best],
                    false);
        }
        touched.truncate(0);
    }

    private boolean goesBefore(MeasuredRows rows, int row, int other) {
        int byIds = compareIds(
                rows.traceIdHigh(row),
                rows.traceIdLow(row),
                rows.spanIds()[row],
                rows.traceIdHigh(other),
                rows.traceIdLow(other),
                rows.spanIds()[other]);
        long[] others = latest ? rows.durations() : rows.starts();
        return byIds < 0 || byIds == 0 && Long.compareUnsigned(others[row], others[other]) > 0;
    }

    private static int compareIds(long high, long low, long spanId, long otherHigh, long otherLow, long otherSpanId) {
        int byHigh = Long.compareUnsigned(high, otherHigh);
        int byLow = byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
        return byLow != 0 ? byLow : Long.compareUnsigned(spanId, otherSpanId);
    }

    private void take(int cell, long start, long duration, long high, long low, long spanId, boolean operation) {
        int order = !known[cell]
                ? 1
                : latest ? Long.compareUnsigned(start, starts[cell]) : Long.compareUnsigned(duration, durations[cell]);
        if (order < 0) {
            return;
        }
        ofOperation[cell] = operation || order == 0 && ofOperation[cell];
        if (order == 0) {
            int byIds = compareIds(high, low, spanId, idsHigh[cell], idsLow[cell], spanIds[cell]);
            int byOther = latest
                    ? Long.compareUnsigned(duration, durations[cell])
                    : Long.compareUnsigned(start, starts[cell]);
            if (byIds > 0 || byIds == 0 && byOther <= 0) {
                return;
            }
        }
        known[cell] = true;
        starts[cell] = start;
        durations[cell] = duration;
        idsHigh[cell] = high;
        idsLow[cell] = low;
        spanIds[cell] = spanId;
    }

    @Override
    boolean takesOperations() {
        return true;
    }

    @Override
    void addOperation(int cell, OperationTable operations, int entry) {
        take(cell, operations.startMax(entry), operations.durationMax(entry), -1L, -1L, -1L, true);
    }

    /** Takes the example of an operation whose start, or duration, is that of a cell. */
    void addExample(int cell, OperationExamples examples, int entry) {
        take(
                cell,
                examples.start(latest, entry),
                examples.duration(latest, entry),
                examples.traceIdHigh(latest, entry),
                examples.traceIdLow(latest, entry),
                examples.spanId(latest, entry),
                false);
    }

    @Override
    void merge(int cell, Accumulator other, int from) {
        ExampleAccumulator examples = (ExampleAccumulator) other;
        if (examples.known[from]) {
            take(
                    cell,
                    examples.starts[from],
                    examples.durations[from],
                    examples.idsHigh[from],
                    examples.idsLow[from],
                    examples.spanIds[from],
                    examples.ofOperation[from]);
        }
    }

    /** Whether the examples are the latest; else they are the longest. */
    boolean latest() {
        return latest;
    }

    /** Whether the example may be a span of an operation, whose spans have not been looked at. */
    boolean isOpen(int cell) {
        return ofOperation[cell];
    }

    /** The start or duration of a cell's example. */
    long key(int cell) {
        return latest ? starts[cell] : durations[cell];
    }

    @Override
    Figure figure(int cell, Measure measure) {
        if (!known[cell] || idsHigh[cell] == -1L && idsLow[cell] == -1L && spanIds[cell] == -1L) {
            return Figure.NONE;
        }
        return new Figure.Example(
                new TraceId(idsHigh[cell], idsLow[cell]), spanIds[cell], starts[cell], durations[cell]);
    }
}
