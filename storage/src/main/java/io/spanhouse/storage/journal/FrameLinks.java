package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanRows;

/** The links of a frame's rows: a count a row, then their columns; an id that was not sent takes no bytes. */
final class FrameLinks {
    private static final int PRESENCE_LIMIT = (SpanRows.LINK_HAS_TRACE_ID | SpanRows.LINK_HAS_SPAN_ID) + 1;

    private final int[] counts;
    private final int[] presence;
    /** Trace id high and low, span id: three a link. */
    private final long[] ids;

    private final int[] traceStates;
    private final int[] flags;
    private final int[] dropped;
    private final int[] attributeCounts;
    private final int[] attributes;
    private int link;
    private int position;

    private FrameLinks(FrameInput in, int rows, int strings, int pairs) {
        counts = in.counts(rows, "links");
        int links = FrameDecoder.sum(counts);
        presence = in.varintsBelow(links, PRESENCE_LIMIT, "link presence");
        ids = new long[3 * links];
        for (int i = 0; i < links; i++) {
            if ((presence[i] & SpanRows.LINK_HAS_TRACE_ID) != 0) {
                ids[3 * i] = in.fixedLong();
                ids[3 * i + 1] = in.fixedLong();
            }
            if ((presence[i] & SpanRows.LINK_HAS_SPAN_ID) != 0) {
                ids[3 * i + 2] = in.fixedLong();
            }
        }
        traceStates = in.columnBelow(links, strings, "link trace state");
        flags = in.column(links, "link flags");
        dropped = in.column(links, "link dropped attributes");
        attributeCounts = in.counts(links, "link attributes");
        attributes = in.varintsBelow(FrameDecoder.sum(attributeCounts), pairs, "link attribute");
    }

    static void write(SpanRows rows, FrameOutput out) {
        int count = rows.rowCount();
        int[] counts = new int[count];
        int links = 0;
        for (int row = 0; row < count; row++) {
            counts[row] = rows.linkEnd(row) - rows.linkStart(row);
            links += counts[row];
        }
        out.column(counts, count);
        int[] order = new int[links];
        int filled = 0;
        for (int row = 0; row < count; row++) {
            for (int link = rows.linkStart(row); link < rows.linkEnd(row); link++) {
                order[filled++] = link;
            }
        }
        for (int link : order) {
            out.varint(rows.linkPresence(link));
        }
        for (int link : order) {
            if ((rows.linkPresence(link) & SpanRows.LINK_HAS_TRACE_ID) != 0) {
                out.fixedLong(rows.linkTraceIdHigh(link));
                out.fixedLong(rows.linkTraceIdLow(link));
            }
            if ((rows.linkPresence(link) & SpanRows.LINK_HAS_SPAN_ID) != 0) {
                out.fixedLong(rows.linkSpanId(link));
            }
        }
        writeColumns(rows, out, order);
    }

    private static void writeColumns(SpanRows rows, FrameOutput out, int[] order) {
        int links = order.length;
        int[] column = new int[links];
        for (int i = 0; i < links; i++) {
            column[i] = rows.linkTraceState(order[i]);
        }
        out.column(column, links);
        for (int i = 0; i < links; i++) {
            column[i] = rows.linkFlags(order[i]);
        }
        out.column(column, links);
        for (int i = 0; i < links; i++) {
            column[i] = rows.linkDroppedAttributes(order[i]);
        }
        out.column(column, links);
        for (int i = 0; i < links; i++) {
            column[i] = rows.linkAttributeEnd(order[i]) - rows.linkAttributeStart(order[i]);
        }
        out.column(column, links);
        for (int link : order) {
            for (int i = rows.linkAttributeStart(link); i < rows.linkAttributeEnd(link); i++) {
                out.varint(rows.linkAttribute(i));
            }
        }
    }

    static FrameLinks read(FrameInput in, int rows, int strings, int pairs) {
        return new FrameLinks(in, rows, strings, pairs);
    }

    /** Gives the builder the links of the next row. */
    void next(SpanBatchBuilder builder, int row) {
        for (int end = link + counts[row]; link < end; link++) {
            builder.startLink();
            if ((presence[link] & SpanRows.LINK_HAS_TRACE_ID) != 0) {
                builder.linkTraceId(ids[3 * link], ids[3 * link + 1]);
            }
            if ((presence[link] & SpanRows.LINK_HAS_SPAN_ID) != 0) {
                builder.linkSpanId(ids[3 * link + 2]);
            }
            builder.linkTraceState(traceStates[link]);
            builder.linkFlags(flags[link]);
            builder.linkDroppedAttributes(dropped[link]);
            for (int stop = position + attributeCounts[link]; position < stop; position++) {
                builder.linkAttribute(attributes[position]);
            }
            builder.endLink();
        }
    }
}
