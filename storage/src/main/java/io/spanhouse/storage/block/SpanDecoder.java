package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.StoreException;
import java.util.Arrays;

/**
 * Turns rows of a row group back into spans, exactly as they were sent. Of each column it reads the frames that have these
 * rows. Good for one row group and one builder, any number of times; closing gives back the buffers
 * of tables. Not thread-safe.
 */
public final class SpanDecoder implements AutoCloseable {
    /** Rows of a table that are read together when many spans are. */
    private static final int TABLE_PIECE_ROWS = 256;

    private final GroupReader group;
    private final SpanBatchBuilder target;
    private final DictionaryStrings strings;
    private final AttributeDecoder attributes;
    private final EventDecoder events;
    private final LinkDecoder links;
    private final GroupTraces traces;
    private final TableDecoder tables;
    private final boolean outline;
    private boolean withEvents = true;

    /** Decodes spans whole. */
    public SpanDecoder(GroupReader group, SpanBatchBuilder target) {
        this(group, target, false);
    }

    /**
     * Decodes spans whole or in part.
     *
     * @param outline whether attributes, events and links are left out and their columns not read
     */
    public SpanDecoder(GroupReader group, SpanBatchBuilder target, boolean outline) {
        this.outline = outline;
        this.group = group;
        this.target = target;
        this.strings = new DictionaryStrings(group.block(), group.scratch(), target);
        this.attributes = new AttributeDecoder(group, Level.SPAN, strings, target);
        this.events = new EventDecoder(group, strings, target);
        this.links = new LinkDecoder(group, strings, target);
        this.tables = new TableDecoder(group, strings, target);
        this.traces = new GroupTraces(group);
    }

    /** The trace rows of the row group. */
    public GroupTraces traces() {
        return traces;
    }

    /** Adds rows {@code [from, to)} to the builder, without their events: for who knows that he wants none of these. */
    public void copyWithoutEvents(int from, int to) {
        withEvents = false;
        copy(from, to);
        withEvents = true;
    }

    /** Adds rows {@code [from, to)} to the builder. */
    public void copy(int from, int to) {
        if (from >= to) {
            return;
        }
        int count = to - from;
        tables.pieceRows(count < TABLE_PIECE_ROWS ? 1 : TABLE_PIECE_ROWS);
        Rows rows = new Rows(group, strings, from, to);
        long[] starts = starts(from, to);
        long[] ids = new long[count];
        group.spanIds(from, to, ids, 0);
        long[] parents = parents(from, to, ids);
        int[] rowResources = tableRows(Field.RESOURCE, from, to);
        int[] rowScopes = tableRows(Field.SCOPE, from, to);
        if (!outline) {
            attributes.read(from, to);
            if (withEvents) {
                events.read(from, to);
            }
            links.read(from, to);
        }
        int[] ends = traces.rowEnds();
        int fragment = traces.fragmentOf(from);
        int firstFragment = fragment;
        int lastFragment = traces.fragmentOf(to - 1);
        long[] traceIds = new long[2 * (lastFragment + 1 - firstFragment)];
        group.traceIds(firstFragment, lastFragment + 1, traceIds, 0);
        for (int i = 0; i < count; i++) {
            while (from + i >= ends[fragment]) {
                fragment++;
            }
            int idAt = 2 * (fragment - firstFragment);
            int resource = tables.resource(rowResources[i]);
            int scope = tables.scope(rowScopes[i]);
            target.startSpan()
                    .traceId(traceIds[idAt], traceIds[idAt + 1])
                    .spanId(ids[i])
                    .parentSpanId(parents[i])
                    .startNanos(starts[i])
                    .resource(resource)
                    .scope(scope);
            rows.set(i, starts[i], target);
            if (!outline && !addDetails(from + i, i, starts[i])) {
                target.mark(SpanMark.VALUES_LOST);
            }
            target.endSpan();
            if (rows.ticks[i] != 0) {
                target.tick(rows.ticks[i]);
            }
        }
    }

    /** Adds a row's attributes, events and links to the builder's span; false if a value had to be left out. */
    private boolean addDetails(int row, int i, long start) {
        boolean isWhole = addAttributes(row);
        isWhole &= !withEvents || events.addTo(i, start);
        isWhole &= links.addTo(i);
        return isWhole;
    }

    /** Adds a row's attributes to the builder's span; false if one had to be left out. */
    private boolean addAttributes(int row) {
        boolean isWhole = true;
        for (int j = 0; j < attributes.length(row); j++) {
            int pair = attributes.take(row, j);
            if (pair == AttributeDecoder.LEFT_OUT) {
                isWhole = false;
            } else {
                target.attribute(pair);
            }
        }
        return isWhole;
    }

    /** The fields that need nothing but themselves. */
    private static final class Rows {
        final long[] durations;
        final int[] names;
        final long[] kinds;
        final long[] statusCodes;
        final int[] statusMessages;
        final int[] traceStates;
        final long[] flags;
        final long[] droppedAttributes;
        final long[] droppedEvents;
        final long[] droppedLinks;
        final long[] marks;
        final long[] ticks;

        Rows(GroupReader group, DictionaryStrings strings, int from, int to) {
            durations = numbers(group, Field.DURATION, from, to);
            names = strings.field(group, Field.NAME, from, to);
            kinds = numbers(group, Field.KIND, from, to);
            statusCodes = numbers(group, Field.STATUS_CODE, from, to);
            statusMessages = strings.field(group, Field.STATUS_MESSAGE, from, to);
            traceStates = strings.field(group, Field.TRACE_STATE, from, to);
            flags = numbers(group, Field.FLAGS, from, to);
            droppedAttributes = numbers(group, Field.DROPPED_ATTRIBUTES, from, to);
            droppedEvents = numbers(group, Field.DROPPED_EVENTS, from, to);
            droppedLinks = numbers(group, Field.DROPPED_LINKS, from, to);
            marks = numbers(group, Field.MARKS, from, to);
            ticks = numbers(group, Field.TICK, from, to);
        }

        void set(int i, long start, SpanBatchBuilder target) {
            target.endNanos(start + durations[i])
                    .name(names[i])
                    .kind((int) kinds[i])
                    .status((int) statusCodes[i], statusMessages[i])
                    .traceState(traceStates[i])
                    .flags((int) flags[i])
                    .droppedAttributes((int) droppedAttributes[i])
                    .droppedEvents((int) droppedEvents[i])
                    .droppedLinks((int) droppedLinks[i])
                    .marks((int) marks[i]);
        }
    }

    /** Reads values {@code [from, to)} of a field. */
    static long[] numbers(GroupReader group, Field field, int from, int to) {
        long[] values = new long[to - from];
        group.numbers(field.number(), from, to, values, 0);
        return values;
    }

    private long[] starts(int from, int to) {
        long[] starts = numbers(group, Field.START_AFTER, from, to);
        int[] ends = traces.rowEnds();
        int fragment = traces.fragmentOf(from);
        int firstFragment = fragment;
        long[] traceStarts = numbers(group, Field.TRACE_START, fragment, traces.fragmentOf(to - 1) + 1);
        for (int i = 0; i < starts.length; i++) {
            while (from + i >= ends[fragment]) {
                fragment++;
            }
            starts[i] += traceStarts[fragment - firstFragment];
        }
        return starts;
    }

    private long[] parents(int from, int to, long[] ids) {
        long[] parents = numbers(group, Field.PARENT, from, to);
        long[] outsideIds = outsideParents(from, parents);
        int outside = 0;
        long[] found = new long[to - from];
        long[] oneId = new long[1];
        for (int row = from; row < to; row++) {
            long parent = parents[row - from];
            long distance = parent - ParentOffsets.OUTSIDE;
            if (parent == ParentOffsets.ROOT) {
                continue;
            }
            if (distance < 0 || distance > row || distance == 0 && outside == outsideIds.length) {
                throw new StoreException(
                        FailureKind.CORRUPT,
                        group.block().identity() + " row group " + group.part() + ": parent of row " + row + " is "
                                + parent);
            }
            if (distance == 0) {
                found[row - from] = outsideIds[outside++];
            } else if (row - distance >= from) {
                found[row - from] = ids[(int) (row - distance - from)];
            } else {
                group.spanIds((int) (row - distance), (int) (row - distance) + 1, oneId, 0);
                found[row - from] = oneId[0];
            }
        }
        return found;
    }

    /** The ids of parents that lie elsewhere, from the first of these rows that has one on; few rows have one. */
    private long[] outsideParents(int from, long[] parents) {
        if (Arrays.stream(parents).noneMatch(parent -> parent == ParentOffsets.OUTSIDE)) {
            return new long[0];
        }
        int before = 0;
        for (long parent : numbers(group, Field.PARENT, 0, from)) {
            before += parent == ParentOffsets.OUTSIDE ? 1 : 0;
        }
        int values = group.valueCount(Field.OUTSIDE_PARENT.number());
        return before > values ? new long[0] : numbers(group, Field.OUTSIDE_PARENT, before, values);
    }

    private int[] tableRows(Field field, int from, int to) {
        int[] rows = new int[to - from];
        CodeColumn codes = group.codes(field.number());
        codes.codes(from, to, rows, 0);
        return rows;
    }

    @Override
    public void close() {
        tables.close();
    }
}
