package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What readers of operands must know beside the row: which of its events or links is meant, and what the span has by its
 * trace. Set by who goes over rows or elements, before each. Not thread-safe.
 */
final class RowContext {
    private static final int ALL = -1;

    private int event = ALL;
    private int link = ALL;
    private @Nullable TraceFacts trace;
    private @Nullable Supplier<TraceFacts> unread;
    private int span;

    /** The trace whose spans come next. */
    void trace(TraceFacts facts) {
        trace = facts;
        unread = null;
    }

    /** The trace whose spans come next, to be read if it is asked for. */
    void trace(Supplier<TraceFacts> facts) {
        trace = null;
        unread = facts;
    }

    /** Number in the trace of the span that comes next. */
    void span(int number) {
        span = number;
    }

    int span() {
        return span;
    }

    /** What spans have by their trace. */
    TraceFacts trace() {
        TraceFacts known = trace;
        Supplier<TraceFacts> reading = unread;
        if (known == null && reading != null) {
            known = reading.get();
            trace = known;
        }
        if (known == null) {
            throw new StoreException(
                    FailureKind.BAD_INPUT, "what a span has by its trace can only be asked where traces are searched");
        }
        return known;
    }

    int eventStart(SpanRows rows, int row) {
        return event == ALL ? rows.eventStart(row) : event;
    }

    int eventEnd(SpanRows rows, int row) {
        return event == ALL ? rows.eventEnd(row) : event + 1;
    }

    int linkStart(SpanRows rows, int row) {
        return link == ALL ? rows.linkStart(row) : link;
    }

    int linkEnd(SpanRows rows, int row) {
        return link == ALL ? rows.linkEnd(row) : link + 1;
    }

    /** A test of a row; for {@link #any}. */
    interface RowTest {
        boolean test(int row);
    }

    /** Whether the test holds with one of the row's events, or links, as the only one. */
    boolean any(AttributeLevel level, SpanRows rows, int row, RowTest test) {
        if (level == AttributeLevel.EVENT) {
            return anyEvent(rows, row, test);
        }
        int outer = link;
        int end = linkEnd(rows, row);
        boolean met = false;
        for (int i = linkStart(rows, row); i < end && !met; i++) {
            link = i;
            met = test.test(row);
            link = outer;
        }
        return met;
    }

    private boolean anyEvent(SpanRows rows, int row, RowTest test) {
        int outer = event;
        int end = eventEnd(rows, row);
        boolean met = false;
        for (int i = eventStart(rows, row); i < end && !met; i++) {
            event = i;
            met = test.test(row);
            event = outer;
        }
        return met;
    }
}
