package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Services;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.WholeTrace;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanRows;

/** The rows of one trace that lie in one block or in one generation of the head. */
interface Fragment {
    /** Whether it lies in this generation of the head. */
    default boolean isIn(Generation generation) {
        return false;
    }

    /** Whether it is the fragment of a block with this number. */
    default boolean is(OpenBlock block, int fragment) {
        return false;
    }

    /** Shows all its rows, some at a time, in no order; false if the visitor had enough. */
    boolean visit(TraceRowsVisitor visitor);

    /**
     * Rows of the fragment for reading, those asked for and perhaps more.
     *
     * @param wanted numbers of rows as {@link #visit} showed them first to last, counted from 0, ascending
     * @param count how many of them count
     * @param detail how much of each span is wanted; it may have more
     */
    PickedRows pick(int[] wanted, int count, TraceRequest.Detail detail);

    /**
     * Values of the whole trace as this fragment knew them; of the newest fragment they are true. The root's span id may be
     * 0: then it is to be asked of all fragments.
     */
    WholeTrace whole();

    /** The least span id of the fragment's rows that have no parent and this start, 0 if there are none. */
    long rootSpanId(long startNanos);

    /** Shows what sorts and sums the fragment's spans, in the order of {@link #visit}. */
    default void keys(SpanKeySink sink) {
        ByteSlice slice = new ByteSlice();
        int[] position = new int[1];
        visit((rows, list, count) -> {
            for (int i = 0; i < count && sink.wants(); i++) {
                int row = list[i];
                Services.of(rows, rows.resource(row), slice);
                String service = slice.utf8();
                if (sink.sees(service)) {
                    boolean failed = rows.statusCode(row) == TraceTally.STATUS_ERROR;
                    sink.span(position[0], rows.startNanos(row), rows.endNanos(row), rows.spanId(row), failed, service);
                    if (rows.parentSpanId(row) == 0) {
                        sink.root(rows, row);
                    }
                }
                position[0]++;
            }
            return sink.wants();
        });
    }

    /** Counts the fragment's rows by service. */
    default void addServices(ServiceCounts counts) {
        visit((rows, list, count) -> {
            for (int i = 0; i < count; i++) {
                counts.add(rows, list[i]);
            }
            return true;
        });
    }

    /** Sequence number of the bucket with the trace's oldest fragment as this fragment knows it, 0 for none. */
    long firstBucket();

    /**
     * Rows that were picked.
     *
     * @param rows holds them
     * @param list where in {@code rows} each is
     */
    record PickedRows(SpanRows rows, int[] list) {}
}
