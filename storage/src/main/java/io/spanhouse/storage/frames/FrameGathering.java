package io.spanhouse.storage.frames;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts together where the frames of a run are: from rows, and from tables that were made of rows. Not thread-safe. */
public final class FrameGathering {
    private final FrameRequest request;
    private final List<FramePlaces.Part> parts = new ArrayList<>();
    private final List<FramePlaces.SpanException> exceptions = new ArrayList<>();
    private @Nullable OfRows current;

    /** Frames of rows of one trace that lie in one place. */
    private static final class OfRows {
        final TraceId trace;
        final SpanRows rows;
        final FrameTable table = new FrameTable();
        final FrameCollector collector;
        final FrameOwner owner;

        OfRows(TraceId trace, SpanRows rows, FrameRequest request) {
            this.trace = trace;
            this.rows = rows;
            this.collector = new FrameCollector(rows, table);
            this.owner = new FrameOwner(rows, request);
        }
    }

    public FrameGathering(FrameRequest request) {
        this.request = request;
    }

    /** Adds a row of a trace, if it is of the run. */
    public void add(TraceId trace, SpanRows rows, int row) {
        if (rows.eventStart(row) == rows.eventEnd(row)) {
            return;
        }
        OfRows now = current;
        if (now == null || now.rows != rows || !now.trace.equals(trace)) {
            end();
            now = new OfRows(trace, rows, request);
            current = now;
        }
        if (!now.owner.isOfRun(row)) {
            return;
        }
        int span = now.table.spans();
        int piece = now.table.pieces();
        if (!now.collector.add(row, span)) {
            if (now.owner.isNamed(row)) {
                addExceptions(rows, row, rows.eventEnd(row));
            }
        } else if (now.table.has(span, FrameTable.EXCEPTION_BEFORE)) {
            addExceptions(rows, row, rows.eventStart(row) + now.table.event(piece));
        }
    }

    /** Adds the exceptions among a row's first events. */
    public void addExceptions(SpanRows rows, int row, int eventEnd) {
        for (int event = rows.eventStart(row);
                event < eventEnd && exceptions.size() < FramePlaces.EXCEPTIONS_MAX;
                event++) {
            if (rows.strings().text(rows.eventName(event)).equals(FrameNames.EXCEPTION_EVENT)) {
                exceptions.add(
                        new FramePlaces.SpanException(rows.eventTimeNanos(event), ExceptionText.of(rows, event)));
            }
        }
    }

    /** Adds some spans of a table. */
    public void add(TraceId trace, FrameTable table, IntColumn spans) {
        end();
        if (spans.size() > 0) {
            parts.add(new FramePlaces.Part(trace, table, Arrays.copyOf(spans.array(), spans.size())));
        }
    }

    /** Whether further exceptions would not be told. */
    public boolean hasAllExceptions() {
        return exceptions.size() == FramePlaces.EXCEPTIONS_MAX;
    }

    /** The rows that were added last change or go: nothing of them is asked for any more. */
    public void end() {
        OfRows now = current;
        current = null;
        if (now != null && now.table.spans() > 0) {
            int[] all = new int[now.table.spans()];
            Arrays.setAll(all, span -> span);
            parts.add(new FramePlaces.Part(now.trace, now.table, all));
        }
    }

    /** All that was added. */
    public FramePlaces places(Completeness completeness) {
        end();
        return new FramePlaces(parts, exceptions, completeness);
    }
}
