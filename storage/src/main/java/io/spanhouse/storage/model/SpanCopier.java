package io.spanhouse.storage.model;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Copies rows from one {@link SpanRows} into a {@link SpanBatchBuilder}, giving strings, pairs, resources and scopes
 * their codes there. A code is looked up once per source, then by array. Not thread-safe.
 */
public final class SpanCopier {
    private static final int[] NOTHING = new int[0];

    private final SpanBatchBuilder target;
    private final SpanRows source;
    private final boolean keepsDistant;
    private final ByteSlice slice = new ByteSlice();
    /** Code in the target + 1, by code in the source; 0 = not copied yet. */
    private int[] strings = NOTHING;

    private int[] pairs = NOTHING;
    private int[] resources = NOTHING;
    private int[] scopes = NOTHING;

    /** A copier for one source and one target; good until the target is built. */
    public SpanCopier(SpanRows source, SpanBatchBuilder target) {
        this(source, target, false);
    }

    /**
     * A copier for one source and one target; good until the target is built.
     *
     * @param keepsDistant whether values that lie elsewhere stay there; else they are read
     */
    public SpanCopier(SpanRows source, SpanBatchBuilder target, boolean keepsDistant) {
        this.source = source;
        this.keepsDistant = keepsDistant;
        this.target = target;
    }

    /**
     * Copies one row, its tick and store's marks included; returns its row in the target.
     *
     * @throws StoreException if a value that lies elsewhere cannot be read; the target does not have the row then
     */
    public int copy(int row) {
        return copyUpTo(row, source.attributeEnd(row));
    }

    /**
     * The same without some of the row's events, which go into its dropped count.
     *
     * @param dropped whether an event, by its index in the source, is left out
     */
    public int copyWithout(int row, IntPredicate dropped) {
        return copyUpTo(row, source.attributeEnd(row), dropped);
    }

    /**
     * Copies one row without the last of its attributes.
     *
     * @param attributeEnd position in the source after the last one that is copied, as {@link SentPieces#end} gives it
     */
    public int copyUpTo(int row, int attributeEnd) {
        return copyUpTo(row, attributeEnd, event -> false);
    }

    /** The same without some of the row's events, too, which go into its dropped count. */
    public int copyUpTo(int row, int attributeEnd, IntPredicate dropped) {
        start(row);
        status(row, string(source.statusMessage(row)));
        target.traceState(string(source.traceState(row)))
                .flags(source.flags(row))
                .droppedAttributes(source.droppedAttributes(row))
                .droppedLinks(source.droppedLinks(row));
        for (int i = source.attributeStart(row); i < attributeEnd; i++) {
            target.attribute(pair(source.attribute(i)));
        }
        target.droppedEvents(more(source.droppedEvents(row), copyEvents(row, dropped)));
        copyLinks(row);
        return end(row);
    }

    /** Copies of a row what a tree shows: not its attributes, events, links, trace state and status message. */
    public int copyOutline(int row) {
        start(row);
        status(row, 0);
        return end(row);
    }

    /** A status of which nothing was sent is none, so the marks are set after it. */
    private void status(int row, int message) {
        target.status(source.statusCode(row), message).marks(source.marks(row));
    }

    private void start(int row) {
        int resource = resource(source.resource(row));
        int scope = scope(source.scope(row));
        target.startSpan()
                .traceId(source.traceIdHigh(row), source.traceIdLow(row))
                .spanId(source.spanId(row))
                .parentSpanId(source.parentSpanId(row))
                .startNanos(source.startNanos(row))
                .endNanos(source.endNanos(row))
                .name(string(source.name(row)))
                .kind(source.kind(row))
                .resource(resource)
                .scope(scope);
    }

    private int end(int row) {
        // Last, for a status leaves a mark of its own.
        target.marks(source.marks(row));
        int copied = target.endSpan();
        long tick = source.tick(row);
        if (tick != 0) {
            target.tick(tick);
        }
        return copied;
    }

    void copyEvents(int row) {
        copyEvents(row, event -> false);
    }

    private int copyEvents(int row, IntPredicate dropped) {
        int count = 0;
        for (int event = source.eventStart(row); event < source.eventEnd(row); event++) {
            if (dropped.test(event)) {
                count++;
            } else {
                copyEvent(event);
            }
        }
        return count;
    }

    /** Counts are unsigned numbers of 32 bits and stay at their greatest. */
    private static int more(int dropped, int further) {
        return (int) Math.min(0xFFFFFFFFL, Integer.toUnsignedLong(dropped) + further);
    }

    void copyLinks(int row) {
        for (int link = source.linkStart(row); link < source.linkEnd(row); link++) {
            copyLink(link);
        }
    }

    void copyEvent(int event) {
        target.startEvent();
        target.eventTimeNanos(source.eventTimeNanos(event));
        target.eventName(string(source.eventName(event)));
        target.eventDroppedAttributes(source.eventDroppedAttributes(event));
        for (int i = source.eventAttributeStart(event); i < source.eventAttributeEnd(event); i++) {
            target.eventAttribute(pair(source.eventAttribute(i)));
        }
        target.endEvent();
    }

    void copyLink(int link) {
        target.startLink();
        if ((source.linkPresence(link) & SpanRows.LINK_HAS_TRACE_ID) != 0) {
            target.linkTraceId(source.linkTraceIdHigh(link), source.linkTraceIdLow(link));
        }
        if ((source.linkPresence(link) & SpanRows.LINK_HAS_SPAN_ID) != 0) {
            target.linkSpanId(source.linkSpanId(link));
        }
        target.linkTraceState(string(source.linkTraceState(link)));
        target.linkFlags(source.linkFlags(link));
        target.linkDroppedAttributes(source.linkDroppedAttributes(link));
        for (int i = source.linkAttributeStart(link); i < source.linkAttributeEnd(link); i++) {
            target.linkAttribute(pair(source.linkAttribute(i)));
        }
        target.endLink();
    }

    /** The code in the target of a string of the source. */
    int string(int code) {
        if (code == 0) {
            return 0;
        }
        strings = holding(strings, code);
        if (strings[code] == 0) {
            source.strings().get(code, slice);
            strings[code] = target.string(slice.array, slice.offset, slice.length) + 1;
        }
        return strings[code] - 1;
    }

    /** The code in the target of a pair of the source. */
    int pair(int code) {
        pairs = holding(pairs, code);
        if (pairs[code] == 0) {
            PairTable table = source.pairs();
            int key = string(table.key(code));
            ValueType type = ValueType.ofCode(table.type(code));
            DistantValue far = keepsDistant ? table.distant(code) : null;
            if (far == null) {
                table.value(code, slice);
                pairs[code] = target.pair(key, type, slice.array, slice.offset, slice.length) + 1;
            } else {
                pairs[code] = target.appendDistantPair(key, type, far) + 1;
            }
        }
        return pairs[code] - 1;
    }

    /** The index in the target of a resource of the source. */
    int resource(int index) {
        resources = holding(resources, index);
        if (resources[index] == 0) {
            ResourceTable table = source.resources();
            for (int i = table.attributeStart(index); i < table.attributeEnd(index); i++) {
                target.resourceAttribute(pair(table.attribute(i)));
            }
            resources[index] = target.resource(
                            table.present(index),
                            table.droppedAttributes(index),
                            string(table.schemaUrl(index)),
                            string(table.entityReferences(index)))
                    + 1;
        }
        return resources[index] - 1;
    }

    /** The index in the target of a scope of the source. */
    int scope(int index) {
        scopes = holding(scopes, index);
        if (scopes[index] == 0) {
            ScopeTable table = source.scopes();
            for (int i = table.attributeStart(index); i < table.attributeEnd(index); i++) {
                target.scopeAttribute(pair(table.attribute(i)));
            }
            ScopeColumns.Fields fields = new ScopeColumns.Fields(
                    table.present(index),
                    string(table.name(index)),
                    string(table.version(index)),
                    table.droppedAttributes(index),
                    string(table.schemaUrl(index)));
            scopes[index] = target.scope(fields) + 1;
        }
        return scopes[index] - 1;
    }

    private static int[] holding(int[] codes, int code) {
        return code < codes.length ? codes : Arrays.copyOf(codes, Math.max(64, Math.max(code + 1, codes.length * 2)));
    }
}
