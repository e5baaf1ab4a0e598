package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StringTableBuilder;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Makes the input of a block from any rows, the plain way: every trace whole, none late unless said so. */
final class BlockInputs {
    private static final int STATUS_ERROR = 2;

    private BlockInputs() {}

    /** All rows as one block of generation 1. */
    static BlockInput of(SpanRows rows) {
        return of(rows, 0, 1);
    }

    /**
     * All rows as one block.
     *
     * @param lateOneIn one trace in so many is late and continues one of bucket 7; 0 for none
     */
    static BlockInput of(SpanRows rows, int lateOneIn, long generation) {
        return of(rows, IntStream.range(0, rows.rowCount()).toArray(), lateOneIn, generation);
    }

    /** Some rows as one block, as a generation of several projects is cut. */
    static BlockInput of(SpanRows rows, int[] members, int lateOneIn, long generation) {
        Map<TraceId, List<Integer>> traces = new HashMap<>();
        for (int row : members) {
            TraceId id = new TraceId(rows.traceIdHigh(row), rows.traceIdLow(row));
            traces.computeIfAbsent(id, absent -> new ArrayList<>()).add(row);
        }
        List<TraceId> ordinary = new ArrayList<>();
        List<TraceId> late = new ArrayList<>();
        for (TraceId id : traces.keySet()) {
            boolean isLate = lateOneIn > 0 && Long.remainderUnsigned(id.low(), lateOneIn) == 0;
            (isLate ? late : ordinary).add(id);
        }
        Comparator<TraceId> byStart = (left, right) -> {
            int order = Long.compareUnsigned(start(rows, traces.get(left)), start(rows, traces.get(right)));
            return order == 0 ? left.compareTo(right) : order;
        };
        ordinary.sort(byStart);
        late.sort(byStart);
        List<TraceId> all = new ArrayList<>(ordinary);
        all.addAll(late);
        int[] order = new int[members.length];
        StringTableBuilder strings = new StringTableBuilder();
        TraceRowsBuilder builder = new TraceRowsBuilder(strings);
        TreeOrder tree = new TreeOrder();
        int written = 0;
        for (TraceId id : all) {
            int from = written;
            for (int row : traces.get(id)) {
                order[written++] = row;
            }
            tree.arrange(rows, order, from, written);
            if (late.contains(id)) {
                builder.continues(7);
            }
            trace(rows, traces.get(id), strings, builder);
            builder.id(id.high(), id.low()).end(written);
        }
        return new BlockInput(rows, order, written, builder, ordinary.size(), generation, generation);
    }

    private static long start(SpanRows rows, List<Integer> members) {
        long start = 0;
        for (int row : members) {
            long other = rows.startNanos(row);
            start = start == 0 || other != 0 && Long.compareUnsigned(other, start) < 0 ? other : start;
        }
        return start;
    }

    private static void trace(
            SpanRows rows, List<Integer> members, StringTableBuilder strings, TraceRowsBuilder builder) {
        long end = 0;
        int errors = 0;
        long tickMin = Long.MAX_VALUE;
        long tickMax = 0;
        Set<Integer> services = new LinkedHashSet<>();
        for (int row : members) {
            end = Long.compareUnsigned(rows.endNanos(row), end) > 0 ? rows.endNanos(row) : end;
            errors += rows.statusCode(row) == STATUS_ERROR ? 1 : 0;
            tickMin = Math.min(tickMin, rows.tick(row));
            tickMax = Math.max(tickMax, rows.tick(row));
            services.add(service(rows, row, strings));
            if (rows.parentSpanId(row) == 0) {
                ByteSlice name = new ByteSlice();
                rows.strings().get(rows.name(row), name);
                builder.root(new TraceRowsBuilder.Root(
                        strings.intern(name.array, name.offset, name.length),
                        service(rows, row, strings),
                        rows.kind(row),
                        rows.statusCode(row),
                        rows.startNanos(row),
                        rows.endNanos(row) - rows.startNanos(row)));
            }
        }
        services.forEach(builder::addService);
        builder.times(start(rows, members), end).counts(members.size(), errors).ticks(tickMin, tickMax);
    }

    private static int service(SpanRows rows, int row, StringTableBuilder strings) {
        ByteSlice slice = new ByteSlice();
        Services.of(rows, rows.resource(row), slice);
        return strings.intern(slice.array, slice.offset, slice.length);
    }
}
