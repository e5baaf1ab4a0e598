package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.SpanDecoder;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;

/** Decodes stretches of a row group's rows whole. */
final class DecodedRows {
    private DecodedRows() {}

    /** Rows of a gap that are decoded with their neighbours because a new start costs more. */
    private static final int GAP_ROWS_MAX = 32;

    /**
     * The end of a stretch to be decoded at once: it starts with a row that is wanted, ends with one, and may have others
     * between.
     */
    static int runEnd(RowSet wanted, int row) {
        int end = row + 1;
        int next = wanted.next(end);
        while (next < wanted.size() && next - end <= GAP_ROWS_MAX && next - row < TraceRowsVisitor.ROWS_MAX) {
            end = next + 1;
            next = wanted.next(end);
        }
        return end;
    }

    /** Rows {@code [from, to)}, the first as number 0, without their events. */
    static SpanBatch readWithoutEvents(GroupReader group, int from, int to) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        try (SpanDecoder decoder = new SpanDecoder(group, builder)) {
            decoder.copyWithoutEvents(from, to);
        }
        return builder.build();
    }

    /** Rows {@code [from, to)}, the first as number 0. */
    static SpanBatch read(GroupReader group, int from, int to) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        try (SpanDecoder decoder = new SpanDecoder(group, builder)) {
            decoder.copy(from, to);
        }
        return builder.build();
    }
}
