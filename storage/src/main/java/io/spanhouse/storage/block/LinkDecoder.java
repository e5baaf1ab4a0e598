package io.spanhouse.storage.block;

import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanRows;
import org.jspecify.annotations.Nullable;

/** Puts the links of some rows together again. Good for one row group and one builder; not thread-safe. */
final class LinkDecoder {
    private final GroupReader group;
    private final DictionaryStrings strings;
    private final SpanBatchBuilder target;
    private @Nullable AttributeDecoder attributes;
    private final RowElements elements;
    private long[] traceHighs = new long[0];
    private long[] traceLows = new long[0];
    private long[] spanIds = new long[0];
    private long[] presences = new long[0];
    private int[] traceStates = new int[0];
    private long[] flags = new long[0];
    private long[] dropped = new long[0];
    private int firstRow;
    private int first;
    private int next;

    LinkDecoder(GroupReader group, DictionaryStrings strings, SpanBatchBuilder target) {
        this.group = group;
        this.strings = strings;
        this.target = target;
        this.elements = new RowElements(group, Field.LINKS, Level.LINK);
    }

    /** Reads the links of rows {@code [from, to)}; they are then taken row by row, in order. */
    void read(int from, int to) {
        elements.find(from, to);
        firstRow = from;
        first = elements.first();
        next = first;
        int last = elements.last();
        if (first == last) {
            return;
        }
        traceHighs = SpanDecoder.numbers(group, Field.LINK_TRACE_HIGH, first, last);
        traceLows = SpanDecoder.numbers(group, Field.LINK_TRACE_LOW, first, last);
        spanIds = SpanDecoder.numbers(group, Field.LINK_SPAN, first, last);
        presences = SpanDecoder.numbers(group, Field.LINK_PRESENCE, first, last);
        traceStates = strings.field(group, Field.LINK_TRACE_STATE, first, last);
        flags = SpanDecoder.numbers(group, Field.LINK_FLAGS, first, last);
        dropped = SpanDecoder.numbers(group, Field.LINK_DROPPED_ATTRIBUTES, first, last);
        if (attributes == null) {
            attributes = new AttributeDecoder(group, Level.LINK, strings, target);
        }
        attributes.read(first, last);
    }

    /**
     * Adds the links of the next row, the {@code index}-th that was read, to the builder's span; false if
     * an attribute had to be left out.
     */
    boolean addTo(int index) {
        boolean isWhole = true;
        for (long i = elements.count(firstRow + index); i > 0; i--, next++) {
            int at = next - first;
            target.startLink();
            if ((presences[at] & SpanRows.LINK_HAS_TRACE_ID) != 0) {
                target.linkTraceId(traceHighs[at], traceLows[at]);
            }
            if ((presences[at] & SpanRows.LINK_HAS_SPAN_ID) != 0) {
                target.linkSpanId(spanIds[at]);
            }
            target.linkTraceState(traceStates[at]);
            target.linkFlags((int) flags[at]);
            target.linkDroppedAttributes((int) dropped[at]);
            AttributeDecoder decoder = attributes;
            for (int j = 0; decoder != null && j < decoder.length(next); j++) {
                int pair = decoder.take(next, j);
                if (pair == AttributeDecoder.LEFT_OUT) {
                    isWhole = false;
                } else {
                    target.linkAttribute(pair);
                }
            }
            target.endLink();
        }
        return isWhole;
    }
}
