package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.SpanDecoder;
import io.spanhouse.storage.block.TraceFlag;
import io.spanhouse.storage.head.WholeTrace;
import io.spanhouse.storage.model.ByteSlice;
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
    /** Rows of a gap that are decoded with their neighbours because a new start costs more. */
    private static final int GAP_ROWS_MAX = 32;

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

    private int rowStart() {
        return open().traces().rowStart(number);
    }

    private int rowEnd() {
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

    private static int[] ascending(int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
        return rows;
    }

    @Override
    public PickedRows pick(int[] wanted, int count) {
        SpanBatch known = all;
        if (known != null) {
            return new PickedRows(known, wanted);
        }
        int start = rowStart();
        SpanBatchBuilder builder = new SpanBatchBuilder();
        int[] list = new int[count];
        try (SpanDecoder decoder = new SpanDecoder(open().group(), builder)) {
            int first = 0;
            while (first < count) {
                int end = first + 1;
                while (end < count && wanted[end] - wanted[end - 1] <= GAP_ROWS_MAX) {
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

    @Override
    public WholeTrace whole() {
        OpenGroups.Open open = open();
        GroupTraces traces = open.traces();
        ByteSlice slice = new ByteSlice();
        List<String> services = new ArrayList<>();
        int set = (int) traces.serviceSets()[number];
        for (int i = 0; i < traces.serviceSetSize(set); i++) {
            open.texts().value(FixedDictionary.SERVICE, traces.serviceOfSet(set, i), slice);
            services.add(slice.utf8());
        }
        long start = traces.starts()[number];
        return new WholeTrace(
                start,
                start + traces.durations()[number],
                traces.spans()[number],
                traces.errors()[number],
                root(open),
                services);
    }

    private WholeTrace.@Nullable Root root(OpenGroups.Open open) {
        GroupTraces traces = open.traces();
        if (!TraceFlag.HAS_ROOT.in((int) traces.flags()[number])) {
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
                (int) traces.numbers(Field.ROOT_KIND)[number],
                (int) traces.numbers(Field.ROOT_STATUS)[number],
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
        long traceStart = open().traces().starts()[number];
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
        return open().traces().numbers(Field.TRACE_FIRST_BUCKET)[number];
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

    /** Number of spans of the whole trace as this fragment knew it; grows from fragment to fragment. */
    long wholeSpans() {
        return open().traces().spans()[number];
    }
}
