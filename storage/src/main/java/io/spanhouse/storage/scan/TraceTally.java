package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Services;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.TraceField;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.RootOrder;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the values of a whole trace from its rows: where the trace row does not tell, because some rows must not be
 * seen. Rows must come oldest first, since of two equal candidates for the root the older one is it.
 */
final class TraceTally extends TraceNumbers implements PredicateInput {
    /** Number of the status code "error". */
    static final int STATUS_ERROR = 2;

    private final long[] counts;
    private final ByteSlice slice = new ByteSlice();
    private TraceSummary.@Nullable Root root;

    /** A tally that also counts the spans that meet each of so many conditions. */
    TraceTally(int conditions) {
        counts = new long[conditions];
    }

    void add(SpanRows rows, int row) {
        addSpan(rows.startNanos(row), rows.endNanos(row));
        if (rows.statusCode(row) == STATUS_ERROR) {
            errors++;
        }
        if (rows.parentSpanId(row) == 0) {
            addRoot(rows, row);
        }
    }

    /** Takes a span without a parent for the root if it goes before the one known. */
    void addRoot(SpanRows rows, int row) {
        TraceSummary.Root known = root;
        if (known == null
                || RootOrder.precedes(rows.startNanos(row), rows.spanId(row), known.startNanos(), known.spanId())) {
            root = rootOf(rows, row);
        }
    }

    private TraceSummary.Root rootOf(SpanRows rows, int row) {
        Services.of(rows, rows.resource(row), slice);
        return new TraceSummary.Root(
                rows.spanId(row),
                rows.strings().text(rows.name(row)),
                slice.utf8(),
                rows.kind(row),
                rows.startNanos(row),
                FieldReaders.duration(rows.startNanos(row), rows.endNanos(row)));
    }

    /** Counts a span that meets a condition. */
    void met(int condition) {
        counts[condition]++;
    }

    /** What spans have by the trace. */
    TraceFacts traceFacts() {
        TraceSummary.Root known = root;
        return known == null
                ? new TraceFacts(TraceFacts.Numbers.of(this), null, null)
                : new TraceFacts(TraceFacts.Numbers.of(this), known.name(), known.service());
    }

    TraceSummary.@Nullable Root root() {
        return root;
    }

    @Override
    long rootStartGiven() {
        return root == null ? 0 : root.startNanos();
    }

    @Override
    long rootDurationGiven() {
        return root == null ? 0 : root.durationNanos();
    }

    @Override
    String rootName() {
        return root == null ? "" : root.name();
    }

    @Override
    public int compare(TraceField field, Operator operator, long number) {
        return meets(field, operator, number) ? YES : NO;
    }

    @Override
    public int root(PreparedPredicate.RootTest test) {
        TraceSummary.Root known = root;
        if (known == null) {
            return NO;
        }
        String text = test.property() == TracePredicate.Root.Property.NAME ? known.name() : known.service();
        return test.test().test(text) ? YES : NO;
    }

    @Override
    public long count(int condition) {
        return counts[condition];
    }

    TraceSummary summary(TraceId id, List<TraceSummary.ServiceCount> services, boolean expiredPart) {
        return new TraceSummary(id, startNanos, endNanos, durationNanos(), spans, errors, root, services, expiredPart);
    }
}
