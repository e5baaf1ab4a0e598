package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanRows;

/** The events of a frame's rows: a count a row, then their columns. Times are steps from the span's start. */
final class FrameEvents {
    private final int[] counts;
    private final long[] steps;
    private final int[] names;
    private final int[] dropped;
    private final int[] attributeCounts;
    private final int[] attributes;
    private int event;
    private int position;

    private FrameEvents(FrameInput in, int rows, int strings, int pairs) {
        counts = in.counts(rows, "events");
        int events = FrameDecoder.sum(counts);
        steps = new long[events];
        for (int i = 0; i < events; i++) {
            steps[i] = in.zigzag();
        }
        names = in.columnBelow(events, strings, "event name");
        dropped = in.column(events, "event dropped attributes");
        attributeCounts = in.counts(events, "event attributes");
        attributes = in.varintsBelow(FrameDecoder.sum(attributeCounts), pairs, "event attribute");
    }

    static void write(SpanRows rows, FrameOutput out) {
        int count = rows.rowCount();
        int[] counts = new int[count];
        int events = 0;
        for (int row = 0; row < count; row++) {
            counts[row] = rows.eventEnd(row) - rows.eventStart(row);
            events += counts[row];
        }
        out.column(counts, count);
        writeColumns(rows, out, events);
    }

    private static void writeColumns(SpanRows rows, FrameOutput out, int events) {
        int[] names = new int[events];
        int[] dropped = new int[events];
        int[] attributeCounts = new int[events];
        int filled = 0;
        int attributes = 0;
        for (int row = 0; row < rows.rowCount(); row++) {
            for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
                out.zigzag(rows.eventTimeNanos(event) - rows.startNanos(row));
                names[filled] = rows.eventName(event);
                dropped[filled] = rows.eventDroppedAttributes(event);
                attributeCounts[filled] = rows.eventAttributeEnd(event) - rows.eventAttributeStart(event);
                attributes += attributeCounts[filled++];
            }
        }
        out.column(names, events);
        out.column(dropped, events);
        out.column(attributeCounts, events);
        int[] codes = new int[attributes];
        filled = 0;
        for (int row = 0; row < rows.rowCount(); row++) {
            for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
                for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
                    codes[filled++] = rows.eventAttribute(i);
                }
            }
        }
        out.varints(codes, filled);
    }

    static FrameEvents read(FrameInput in, int rows, int strings, int pairs) {
        return new FrameEvents(in, rows, strings, pairs);
    }

    /** Gives the builder the events of the next row. */
    void next(SpanBatchBuilder builder, int row, long startNanos) {
        for (int end = event + counts[row]; event < end; event++) {
            builder.startEvent();
            builder.eventTimeNanos(startNanos + steps[event]);
            builder.eventName(names[event]);
            builder.eventDroppedAttributes(dropped[event]);
            for (int stop = position + attributeCounts[event]; position < stop; position++) {
                builder.eventAttribute(attributes[position]);
            }
            builder.endEvent();
        }
    }
}
