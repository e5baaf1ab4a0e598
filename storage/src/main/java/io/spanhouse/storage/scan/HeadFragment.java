package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.cursors.IntCursor;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.head.TraceTable;
import io.spanhouse.storage.head.TraceValues;
import io.spanhouse.storage.head.WholeTrace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A trace in a generation of the head: a chain of rows in the order of arrival. Not thread-safe. */
final class HeadFragment implements Fragment {
    private final HeadSnapshot.Part part;
    private final int trace;
    private int @Nullable [] chain;

    HeadFragment(HeadSnapshot.Part part, int trace) {
        this.part = part;
        this.trace = trace;
    }

    @Override
    public boolean isIn(Generation generation) {
        return part.generation() == generation;
    }

    @Override
    public boolean visit(TraceRowsVisitor visitor) {
        TraceTable traces = part.generation().traces();
        int[] list = new int[TraceRowsVisitor.ROWS_FIRST];
        int row = traces.firstRow(trace, part.rowCount());
        while (row != TraceTable.NONE) {
            int count = 0;
            while (row != TraceTable.NONE && count < list.length) {
                list[count++] = row;
                row = traces.nextRow(row, part.rowCount());
            }
            if (!visitor.rows(part.generation(), list, count)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public PickedRows pick(int[] wanted, int count, TraceRequest.Detail detail) {
        int[] rows = chain;
        if (rows == null) {
            rows = chain();
            chain = rows;
        }
        int[] list = new int[count];
        for (int i = 0; i < count; i++) {
            list[i] = rows[wanted[i]];
        }
        return new PickedRows(part.generation(), list);
    }

    private int[] chain() {
        IntArrayList rows = new IntArrayList();
        TraceTable traces = part.generation().traces();
        for (int row = traces.firstRow(trace, part.rowCount());
                row != TraceTable.NONE;
                row = traces.nextRow(row, part.rowCount())) {
            rows.add(row);
        }
        return rows.toArray();
    }

    private TraceValues values() {
        TraceValues values = new TraceValues();
        part.generation().traces().read(trace, part.rowCount(), values);
        return values;
    }

    @Override
    public WholeTrace whole() {
        TraceValues values = values();
        List<String> services = new ArrayList<>();
        for (IntCursor service : values.services) {
            services.add(part.generation().strings().text(service.value));
        }
        return new WholeTrace(values.startNanos, values.endNanos, values.spans, values.errors, root(values), services);
    }

    private WholeTrace.@Nullable Root root(TraceValues values) {
        if (!values.hasRoot) {
            return null;
        }
        return new WholeTrace.Root(
                values.rootSpanId,
                values.rootStartNanos,
                values.rootEndNanos,
                values.rootKind,
                values.rootStatus,
                part.generation().strings().text(values.rootName),
                part.generation().strings().text(values.rootService));
    }

    @Override
    public long rootSpanId(long startNanos) {
        long[] least = new long[1];
        visit((rows, list, count) -> {
            for (int i = 0; i < count; i++) {
                long id = rows.spanId(list[i]);
                boolean candidate = rows.parentSpanId(list[i]) == 0 && rows.startNanos(list[i]) == startNanos;
                if (candidate && (least[0] == 0 || Long.compareUnsigned(id, least[0]) < 0)) {
                    least[0] = id;
                }
            }
            return true;
        });
        return least[0];
    }

    @Override
    public long firstBucket() {
        return values().firstBucket;
    }
}
