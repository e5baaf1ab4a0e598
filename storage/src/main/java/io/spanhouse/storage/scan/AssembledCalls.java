package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Services;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.LongColumn;
import io.spanhouse.storage.model.SpanParents;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/**
 * The calls of one trace by the rows of all its fragments. Holds some 60 bytes a span and no row; a trace of more than {@link
 * AssembledTrace#SPANS_MAX} spans is refused. Not thread-safe.
 */
final class AssembledCalls {
    private final Visibility visibility;
    private final ToIntFunction<String> numbers;
    private final ByteSlice slice = new ByteSlice();
    private final LongColumn ids = new LongColumn(16);
    private final LongColumn parentIds = new LongColumn(16);
    private final LongColumn starts = new LongColumn(16);
    private final LongColumn ends = new LongColumn(16);
    private final LongColumn kinds = new LongColumn(16);
    private final LongColumn statuses = new LongColumn(16);
    private final IntColumn services = new IntColumn(16);
    private long startNanos;

    /**
     * A trace without rows.
     *
     * @param numbers of services
     */
    AssembledCalls(Visibility visibility, ToIntFunction<String> numbers) {
        this.visibility = visibility;
        this.numbers = numbers;
    }

    /** Takes rows of the trace, as far as they may be seen. */
    void add(SpanRows rows, int[] list, int count) {
        VisibleResources visible = new VisibleResources(rows, visibility, Long.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            int row = list[i];
            if (visible.sees(row)) {
                if (ids.size() == AssembledTrace.SPANS_MAX) {
                    throw new StoreException(
                            FailureKind.TOO_LARGE,
                            "a trace has more than " + AssembledTrace.SPANS_MAX + " spans and cannot be put together");
                }
                ids.add(rows.spanId(row));
                parentIds.add(rows.parentSpanId(row));
                starts.add(rows.startNanos(row));
                ends.add(rows.endNanos(row));
                kinds.add(rows.kind(row));
                statuses.add(rows.statusCode(row));
                Services.of(rows, rows.resource(row), slice);
                services.add(numbers.applyAsInt(slice.utf8()));
                startNanos = TraceNumbers.earlier(startNanos, rows.startNanos(row));
            }
        }
    }

    /** Number of rows taken. */
    int spans() {
        return ids.size();
    }

    /** The earliest start that was given, 0 if none was. */
    long startNanos() {
        return startNanos;
    }

    /** Adds the trace's calls. */
    void addTo(CallRows into) {
        SpanTree tree = SpanTree.of(
                new SpanParents.Spans(array(ids), array(parentIds), array(starts), array(ends), array(kinds)));
        for (int span = 0; span < ids.size(); span++) {
            int parent = tree.parent(span);
            if (parent != SpanTree.NONE && services.get(parent) != services.get(span)) {
                into.add(
                        services.get(parent),
                        services.get(span),
                        FieldReaders.duration(starts.get(span), ends.get(span)),
                        statuses.get(span) == TraceTally.STATUS_ERROR);
            }
        }
    }

    private static long[] array(LongColumn column) {
        return Arrays.copyOf(column.array(), column.size());
    }
}
