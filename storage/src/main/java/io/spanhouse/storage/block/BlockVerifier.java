package io.spanhouse.storage.block;

import io.spanhouse.storage.index.TraceHash;
import io.spanhouse.storage.index.TraceIndexPages;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.StoreException;
import java.util.Arrays;

/**
 * Reads a whole block back and holds its parts against each other: dictionaries ascend, every row decodes, rows and traces
 * lie within their row group's bounds, operations add up to the rows, every trace is found by its id. What was just
 * written is not trusted before this said so. Costs about a microsecond a span and the memory of one row group.
 */
public final class BlockVerifier {
    private static final int PIECE_ROWS = 4096;

    private final BlockReader block;
    private final ReadScratch scratch;

    /** @param scratch is used while this verifies, and stays the caller's */
    public BlockVerifier(BlockReader block, ReadScratch scratch) {
        this.block = block;
        this.scratch = scratch;
    }

    /**
     * Verifies everything.
     *
     * @throws StoreException CORRUPT if anything does not fit together
     */
    public void verify() {
        for (int i = 0; i < block.directory().dictionaries().size(); i++) {
            verifyDictionary(i);
        }
        for (int group = 0; group < block.bounds().groups(); group++) {
            verifyGroup(group);
        }
        try (GroupReader resources = block.resources(scratch);
                GroupReader scopes = block.scopes(scratch)) {
            new ColumnVerifier(resources, scratch).verify();
            new ColumnVerifier(scopes, scratch).verify();
        }
    }

    private void verifyDictionary(int number) {
        DictionaryReader dictionary = block.dictionary(number, scratch);
        ByteSlice value = new ByteSlice();
        byte[] before = new byte[0];
        long bytes = 0;
        for (int code = 0; code < dictionary.size(); code++) {
            dictionary.value(code, value);
            byte[] copy = value.toByteArray();
            require(code == 0 || Arrays.compareUnsigned(before, copy) < 0, "dictionary " + number + " does not ascend");
            before = copy;
            bytes += copy.length;
        }
        require(bytes == dictionary.info().bytes(), "dictionary " + number + " has " + bytes + " bytes");
    }

    private void verifyGroup(int number) {
        try (GroupReader group = block.group(number, scratch)) {
            long operationRows = 0;
            OperationTable operations = group.operations();
            for (int i = 0; operations != null && i < operations.size(); i++) {
                operationRows += operations.spans(i);
            }
            require(operations == null || operationRows == group.rows(), "operations have " + operationRows + " rows");
            new ColumnVerifier(group, scratch).verify();
            GroupTraces traces = new GroupTraces(group);
            verifyTraces(number, traces);
            FrameVerifier frames = new FrameVerifier(group);
            for (int row = 0; row < group.rows(); row += PIECE_ROWS) {
                frames.add(verifyRows(number, group, traces, row, Math.min(row + PIECE_ROWS, group.rows())), row);
            }
            frames.verify();
        }
    }

    private void verifyTraces(int group, GroupTraces traces) {
        int[] found = new int[16];
        for (int i = 0; i < traces.size(); i++) {
            long high = traces.ids()[2 * i];
            long low = traces.ids()[2 * i + 1];
            int count = block.candidates(high, low, scratch, found);
            while (count > found.length) {
                found = new int[count];
                count = block.candidates(high, low, scratch, found);
            }
            boolean listed = false;
            for (int j = 0; j < count; j++) {
                listed |= found[j] == block.firstFragment(group) + i;
            }
            require(
                    listed,
                    "fragment " + i + " of row group " + group + " is not in the trace index page "
                            + TraceIndexPages.page(
                                    TraceHash.of(block.directory().hashSeed(), high, low),
                                    block.directory().traceIndexBits()));
            between(Bound.TRACE_START_MIN, Bound.TRACE_START_MAX, group, traces.starts()[i], true);
            between(
                    Bound.TRACE_DURATION_MIN,
                    Bound.TRACE_DURATION_MAX,
                    group,
                    Math.max(0, traces.durations()[i]),
                    false);
            between(Bound.TRACE_SPANS_MIN, Bound.TRACE_SPANS_MAX, group, traces.spans()[i], false);
            between(Bound.TRACE_ERRORS_MIN, Bound.TRACE_ERRORS_MAX, group, traces.errors()[i], false);
            require(traces.serviceSets()[i] < traces.serviceSetCount(), "set of services of fragment " + i);
        }
    }

    private SpanBatch verifyRows(int number, GroupReader group, GroupTraces traces, int from, int to) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        try (SpanDecoder decoder = new SpanDecoder(group, builder)) {
            decoder.copy(from, to);
        }
        SpanBatch rows = builder.build();
        require(rows.rowCount() == to - from, "rows " + from + " to " + to + " gave " + rows.rowCount());
        for (int i = 0; i < rows.rowCount(); i++) {
            int fragment = traces.fragmentOf(from + i);
            require(
                    rows.traceIdHigh(i) == traces.ids()[2 * fragment]
                            && rows.traceIdLow(i) == traces.ids()[2 * fragment + 1],
                    "trace id of row " + (from + i));
            if (rows.startNanos(i) != 0) {
                between(Bound.START_MIN, Bound.START_MAX, number, rows.startNanos(i), true);
            }
            long duration = Math.max(0, rows.endNanos(i) - rows.startNanos(i));
            between(Bound.DURATION_MIN, Bound.DURATION_MAX, number, duration, false);
            between(Bound.TICK_MIN, Bound.TICK_MAX, number, rows.tick(i), false);
        }
        return rows;
    }

    private void between(Bound least, Bound most, int group, long value, boolean unsigned) {
        long flip = unsigned ? Long.MIN_VALUE : 0;
        long low = block.bounds().get(least, group) ^ flip;
        long high = block.bounds().get(most, group) ^ flip;
        require(
                (value ^ flip) >= low && (value ^ flip) <= high,
                "a value of row group " + group + " is " + value + ", outside " + least + " and " + most);
    }

    private void require(boolean holds, String found) {
        if (!holds) {
            throw new StoreException(FailureKind.CORRUPT, block.identity() + " is damaged: " + found);
        }
    }
}
