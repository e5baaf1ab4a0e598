package io.spanhouse.storage.block;

import io.spanhouse.storage.model.SpanBatchBuilder;
import org.jspecify.annotations.Nullable;

/** Puts the events of some rows together again. Good for one row group and one builder; not thread-safe. */
final class EventDecoder {
    private final GroupReader group;
    private final DictionaryStrings strings;
    private final SpanBatchBuilder target;
    private @Nullable AttributeDecoder attributes;
    private final RowElements elements;
    private long[] times = new long[0];
    private int[] names = new int[0];
    private long[] dropped = new long[0];
    private int firstRow;
    private int first;
    private int next;

    EventDecoder(GroupReader group, DictionaryStrings strings, SpanBatchBuilder target) {
        this.group = group;
        this.strings = strings;
        this.target = target;
        this.elements = new RowElements(group, Field.EVENTS, Level.EVENT);
    }

    /** Reads the events of rows {@code [from, to)}; they are then taken row by row, in order. */
    void read(int from, int to) {
        elements.find(from, to);
        firstRow = from;
        first = elements.first();
        next = first;
        int last = elements.last();
        if (first == last) {
            return;
        }
        times = SpanDecoder.numbers(group, Field.EVENT_TIME_AFTER, first, last);
        names = strings.field(group, Field.EVENT_NAME, first, last);
        dropped = SpanDecoder.numbers(group, Field.EVENT_DROPPED_ATTRIBUTES, first, last);
        if (attributes == null) {
            attributes = new AttributeDecoder(group, Level.EVENT, strings, target);
        }
        attributes.read(first, last);
    }

    /**
     * Adds the events of the next row, the {@code index}-th that was read, to the builder's span; false if
     * an attribute had to be left out.
     */
    boolean addTo(int index, long spanStart) {
        boolean isWhole = true;
        for (long i = elements.count(firstRow + index); i > 0; i--, next++) {
            target.startEvent();
            target.eventTimeNanos(spanStart + times[next - first]);
            target.eventName(names[next - first]);
            target.eventDroppedAttributes((int) dropped[next - first]);
            AttributeDecoder decoder = attributes;
            for (int j = 0; decoder != null && j < decoder.length(next); j++) {
                int pair = decoder.take(next, j);
                if (pair == AttributeDecoder.LEFT_OUT) {
                    isWhole = false;
                } else {
                    target.eventAttribute(pair);
                }
            }
            target.endEvent();
        }
        return isWhole;
    }
}
