package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.SpanDecoder;
import io.spanhouse.storage.block.TraceFlag;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.head.WholeTrace;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.RootOrder;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trace in a block: a stretch of the rows of one row group. A small one is decoded once and kept as long as this is; of
 * a large one only what is asked for. Not thread-safe.
 */
final class BlockFragment implements Fragment {
    /**
     * Rows of a gap that are decoded with their neighbours because a new start costs more: it counts values from the start
     * of the row group.
     */
    private static final int GAP_ROWS_LEAST = 128;

    /** Of a large row group, one row more for so many rows. */
    private static final int GAP_SHARE = 512;

    /** To decode an event costs as much as so many rows without any. */
    private static final int ROWS_AN_EVENT = 2;

    /** A fragment with more events than this is not decoded for what columns say. */
    private static final int EVENTS_DECODED_MAX = 1_024;

    private final OpenBlock block;
    private final int fragment;
    private final OpenGroups groups;
    private final int groupNumber;
    private final int number;
    private @Nullable SpanBatch all;

    /**
     * A fragment of a block.
     *
     * @param fragment its number in the block
     * @param groups keeps its row group open; closed by who made it
     */
    BlockFragment(OpenBlock block, int fragment, OpenGroups groups) {
        this.block = block;
        this.fragment = fragment;
        this.groups = groups;
        this.groupNumber = block.reader().groupOf(fragment);
        this.number = fragment - block.reader().firstFragment(groupNumber);
    }

    OpenBlock block() {
        return block;
    }

    /** Its number in the block. */
    int fragment() {
        return fragment;
    }

    @Override
    public boolean is(OpenBlock otherBlock, int otherFragment) {
        return block == otherBlock && fragment == otherFragment;
    }

    private OpenGroups.Open open() {
        return groups.get(block, groupNumber);
    }

    /** Its row group, good until another one is opened. */
    GroupReader group() {
        return open().group();
    }

    /** Number of its row group in the block. */
    int groupNumber() {
        return groupNumber;
    }

    /** Its first row in the row group. */
    int rowStart() {
        return open().traces().rowStart(number);
    }

    /** The row after its last in the row group. */
    int rowEnd() {
        return open().traces().rowEnds()[number];
    }

    @Override
    public boolean visit(TraceRowsVisitor visitor) {
        int start = rowStart();
        int end = rowEnd();
        if (end - start <= TraceRowsVisitor.ROWS_MAX) {
            SpanBatch rows = all;
            if (rows == null) {
                rows = DecodedRows.read(open().group(), start, end);
                all = rows;
            }
            return visitor.rows(rows, ascending(rows.rowCount()), rows.rowCount());
        }
        for (int from = start; from < end; from += TraceRowsVisitor.ROWS_MAX) {
            int to = Math.min(end, from + TraceRowsVisitor.ROWS_MAX);
            SpanBatch rows = DecodedRows.read(open().group(), from, to);
            if (!visitor.rows(rows, ascending(to - from), to - from)) {
                return false;
            }
        }
        return true;
    }

    /** Events that a row of the row group has, about. */
    private int eventsOfARow() {
        long events = block.reader().bounds().get(Bound.EVENTS, groupNumber);
        return (int) (events / Math.max(1, block.reader().bounds().get(Bound.ROWS, groupNumber)));
    }

    private static int[] ascending(int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
        return rows;
    }

    @Override
    public PickedRows pick(int[] wanted, int count, TraceRequest.Detail detail) {
        SpanBatch known = all;
        if (known != null) {
            return new PickedRows(known, wanted);
        }
        GroupReader group = open().group();
        int start = rowStart();
        int gapMax = (GAP_ROWS_LEAST + group.rows() / GAP_SHARE) / (1 + ROWS_AN_EVENT * eventsOfARow());
        SpanBatchBuilder builder = new SpanBatchBuilder();
        int[] list = new int[count];
        try (SpanDecoder decoder = new SpanDecoder(group, builder, detail == TraceRequest.Detail.OUTLINE)) {
            int first = 0;
            while (first < count) {
                int end = first + 1;
                while (end < count && wanted[end] - wanted[end - 1] <= gapMax) {
                    end++;
                }
                int decodedBefore = builder.rowCount();
                decoder.copy(start + wanted[first], start + wanted[end - 1] + 1);
                for (int i = first; i < end; i++) {
                    list[i] = decodedBefore + wanted[i] - wanted[first];
                }
                first = end;
            }
        }
        return new PickedRows(builder.build(), list);
    }

    /** Of a large fragment by columns, so that nothing else of it is decoded. */
    @Override
    public void keys(SpanKeySink sink) {
        int from = rowStart();
        int end = rowEnd();
        boolean light = (end - from) * (long) eventsOfARow() <= EVENTS_DECODED_MAX;
        if (end - from <= TraceRowsVisitor.ROWS_MAX && light) {
            Fragment.super.keys(sink);
            return;
        }
        int root = -1;
        long rootStart = 0;
        long rootId = 0;
        for (int at = from; at < end && sink.wants(); at += TraceRowsVisitor.ROWS_MAX) {
            Keys keys = new Keys(at, Math.min(end, at + TraceRowsVisitor.ROWS_MAX));
            for (int i = 0; i < keys.ids.length && sink.wants(); i++) {
                String service = block.serviceOfResource(keys.resources[i]);
                if (!sink.sees(service)) {
                    continue;
                }
                boolean failed = keys.statusCodes[i] == TraceTally.STATUS_ERROR;
                long start = keys.starts[i];
                sink.span(at - from + i, start, start + keys.durations[i], keys.ids[i], failed, service);
                boolean first =
                        keys.parents[i] == 0 && (root < 0 || RootOrder.precedes(start, keys.ids[i], rootStart, rootId));
                root = first ? at + i : root;
                rootStart = first ? start : rootStart;
                rootId = first ? keys.ids[i] : rootId;
            }
        }
        if (root >= 0) {
            sink.root(DecodedRows.read(open().group(), root, root + 1), 0);
        }
    }

    /** What sorts and sums some rows. */
    private final class Keys {
        final long[] ids;
        final long[] starts;
        final long[] durations;
        final long[] parents;
        final long[] statusCodes;
        final int[] resources;

        Keys(int from, int to) {
            GroupReader group = open().group();
            ids = new long[to - from];
            group.spanIds(from, to, ids, 0);
            starts = numbers(Field.START_AFTER, from, to);
            durations = numbers(Field.DURATION, from, to);
            parents = numbers(Field.PARENT, from, to);
            statusCodes = numbers(Field.STATUS_CODE, from, to);
            resources = new int[to - from];
            group.codes(Field.RESOURCE.number()).codes(from, to, resources, 0);
            long traceStart = open().traces().number(Field.TRACE_START, number);
            for (int i = 0; i < starts.length; i++) {
                starts[i] += traceStart;
            }
        }

        private long[] numbers(Field field, int from, int to) {
            long[] values = new long[to - from];
            open().group().numbers(field.number(), from, to, values, 0);
            return values;
        }
    }

    @Override
    public WholeTrace whole() {
        OpenGroups.Open open = open();
        GroupTraces traces = open.traces();
        ByteSlice slice = new ByteSlice();
        List<String> services = new ArrayList<>();
        int set = traces.serviceSet(number);
        for (int i = 0; i < traces.serviceSetSize(set); i++) {
            open.texts().value(FixedDictionary.SERVICE, traces.serviceOfSet(set, i), slice);
            services.add(slice.utf8());
        }
        long start = traces.number(Field.TRACE_START, number);
        return new WholeTrace(
                start,
                start + traces.number(Field.TRACE_DURATION, number),
                traces.spans(number),
                traces.number(Field.TRACE_ERRORS, number),
                root(open),
                services);
    }

    private WholeTrace.@Nullable Root root(OpenGroups.Open open) {
        GroupTraces traces = open.traces();
        if (!TraceFlag.HAS_ROOT.in(traces.flags(number))) {
            return null;
        }
        ByteSlice slice = new ByteSlice();
        open.texts().field(Field.ROOT_NAME, FixedDictionary.SPAN_NAME, number, slice);
        String name = slice.utf8();
        open.texts().field(Field.ROOT_SERVICE, FixedDictionary.SERVICE, number, slice);
        long start = traces.rootStart(number);
        return new WholeTrace.Root(
                0,
                start,
                start + traces.rootDuration(number),
                (int) traces.number(Field.ROOT_KIND, number),
                (int) traces.number(Field.ROOT_STATUS, number),
                name,
                slice.utf8());
    }

    @Override
    public long rootSpanId(long startNanos) {
        int from = rowStart();
        int count = rowEnd() - from;
        GroupReader group = open().group();
        long[] parents = new long[count];
        long[] starts = new long[count];
        group.numbers(Field.PARENT.number(), from, from + count, parents, 0);
        group.numbers(Field.START_AFTER.number(), from, from + count, starts, 0);
        long traceStart = open().traces().number(Field.TRACE_START, number);
        long[] ids = spanIds();
        long least = 0;
        for (int i = 0; i < count; i++) {
            boolean candidate = parents[i] == 0 && starts[i] + traceStart == startNanos;
            if (candidate && (least == 0 || Long.compareUnsigned(ids[i], least) < 0)) {
                least = ids[i];
            }
        }
        return least;
    }

    @Override
    public long firstBucket() {
        return open().traces().number(Field.TRACE_FIRST_BUCKET, number);
    }

    @Override
    public void addServices(ServiceCounts counts) {
        int from = rowStart();
        int count = rowEnd() - from;
        GroupReader group = open().group();
        int[] resources = new int[count];
        long[] statusCodes = new long[count];
        group.codes(Field.RESOURCE.number()).codes(from, from + count, resources, 0);
        group.numbers(Field.STATUS_CODE.number(), from, from + count, statusCodes, 0);
        for (int i = 0; i < count; i++) {
            counts.add(block.serviceOfResource(resources[i]), 1, statusCodes[i] == TraceTally.STATUS_ERROR ? 1 : 0);
        }
    }

    /** The span ids of its rows. */
    long[] spanIds() {
        int from = rowStart();
        int to = rowEnd();
        long[] ids = new long[to - from];
        open().group().spanIds(from, to, ids, 0);
        return ids;
    }

    /** Tells fragments of a trace apart; grows from older to newer ones. */
    long age() {
        GroupTraces traces = open().traces();
        return age(traces.flags(number), traces.spans(number));
    }

    /** By rank; in blocks without ranks by spans of the whole trace, of which each fragment knew more than those before. */
    static long age(int flags, long wholeSpans) {
        return (long) TraceFlag.rank(flags) << Integer.SIZE | wholeSpans;
    }

    /** Whether it has all of its trace, so that older fragments are dead. */
    boolean reborn() {
        return TraceFlag.REBORN.in(open().traces().flags(number));
    }

    /** How many fragments of the trace were there before. */
    int rank() {
        return TraceFlag.rank(open().traces().flags(number));
    }
}
