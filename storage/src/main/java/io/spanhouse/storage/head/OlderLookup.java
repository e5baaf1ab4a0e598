package io.spanhouse.storage.head;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongArrayList;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What older generations and blocks have of traces, asked while one batch is inserted. What was found is kept until the
 * next batch, since a batch has several spans of a trace as a rule. Not thread-safe.
 */
final class OlderLookup {
    /** How far ahead rows of the same trace are looked for before its older spans are read. */
    private static final int AHEAD_MAX = 4_096;

    private final OlderTraces blocks;
    private final List<LiveGeneration> live;
    private final Map<TraceId, OlderFragments> fragments = new HashMap<>();
    private final Map<TraceId, OlderVersions> versions = new HashMap<>();
    private final TraceValues values = new TraceValues();
    private int project;

    OlderLookup(OlderTraces blocks, List<LiveGeneration> live) {
        this.blocks = blocks;
        this.live = live;
    }

    void start(int projectNumber) {
        project = projectNumber;
        fragments.clear();
        versions.clear();
    }

    /** What blocks have of a trace that no generation has, null if nothing. */
    @Nullable
    OlderFragments inBlocks(long high, long low) {
        OlderFragments known = fragments.isEmpty() ? null : fragments.get(new TraceId(high, low));
        if (known != null) {
            return known;
        }
        OlderTrace trace = blocks.find(project, high, low);
        if (trace == null) {
            return null;
        }
        OlderFragments found = new OlderFragments(
                trace.values(), trace.newest(), sortedDistinct(trace.spanIds().clone()), trace.firstBucket(), null);
        fragments.put(new TraceId(high, low), found);
        return found;
    }

    /** What a generation that takes no more rows has of a trace, and those before it. */
    OlderFragments inGeneration(Generation generation, int trace) {
        TraceTable table = generation.traces();
        TraceId id = new TraceId(table.idHigh(trace), table.idLow(trace));
        OlderFragments known = fragments.get(id);
        if (known != null) {
            return known;
        }
        OlderParts.Part part = table.older(trace);
        LongArrayList ids = new LongArrayList();
        for (int row = table.firstRow(trace);
                row != HeadRows.NO_ROW;
                row = generation.rows().next.get(row)) {
            ids.add(generation.spanId(row));
        }
        if (part != null) {
            ids.add(part.spanIds);
        }
        OlderFragments found = new OlderFragments(
                wholeTrace(generation, trace),
                new FragmentPlace(generation, trace),
                sortedDistinct(ids.toArray()),
                part == null ? 0 : part.firstBucket(),
                part == null ? generation : part.oldest());
        fragments.put(id, found);
        return found;
    }

    private WholeTrace wholeTrace(Generation generation, int trace) {
        generation.traces().read(trace, Integer.MAX_VALUE, values);
        List<String> services = new ArrayList<>(values.services.size());
        for (int i = 0; i < values.services.size(); i++) {
            services.add(generation.strings().text(values.services.get(i)));
        }
        WholeTrace.Root root = values.hasRoot
                ? new WholeTrace.Root(
                        values.rootSpanId,
                        values.rootStartNanos,
                        values.rootEndNanos,
                        values.rootKind,
                        values.rootStatus,
                        generation.strings().text(values.rootName),
                        generation.strings().text(values.rootService))
                : null;
        return new WholeTrace(values.startNanos, values.endNanos, values.spans, values.errors, root, services);
    }

    /**
     * What a row, whose span id an older fragment has, is to the older spans of its trace.
     *
     * @param olderIds span ids of older fragments, ascending
     * @param taking the generation that the trace's rows go to now
     */
    Verdict check(SpanBatch batch, int row, long[] olderIds, Generation taking) {
        TraceId id = new TraceId(batch.traceIdHigh(row), batch.traceIdLow(row));
        OlderVersions found = versions.get(id);
        if (found == null || !found.covers(row)) {
            found = versions(batch, row, olderIds);
            gather(id, taking, found);
            versions.put(id, found);
        }
        return found.check(row);
    }

    private static OlderVersions versions(SpanBatch batch, int row, long[] olderIds) {
        LongArrayList ids = new LongArrayList();
        IntArrayList rows = new IntArrayList();
        int end = (int) Math.min(batch.rowCount(), (long) row + AHEAD_MAX);
        for (int other = row; other < end; other++) {
            if (batch.traceIdLow(other) == batch.traceIdLow(row)
                    && batch.traceIdHigh(other) == batch.traceIdHigh(row)
                    && Arrays.binarySearch(olderIds, batch.spanId(other)) >= 0) {
                ids.add(batch.spanId(other));
                rows.add(other);
            }
        }
        return new OlderVersions(batch, rows.toArray(), end, sortedDistinct(ids.toArray()));
    }

    private void gather(TraceId id, Generation taking, OlderVersions into) {
        for (LiveGeneration older : live) {
            if (older.generation == taking) {
                continue;
            }
            TraceTable table = older.generation.traces();
            int trace = table.find(project, id.high(), id.low(), Integer.MAX_VALUE);
            if (trace == TraceTable.NONE) {
                continue;
            }
            HeadRows rows = older.generation.rows();
            for (int row = table.firstRow(trace); row != HeadRows.NO_ROW; row = rows.next.get(row)) {
                if (Arrays.binarySearch(into.spanIds(), rows.spanId.get(row)) >= 0) {
                    into.visit(older.generation, row);
                }
            }
        }
        OlderTrace inBlocks = blocks.find(project, id.high(), id.low());
        if (inBlocks != null) {
            inBlocks.spansWithIds(into.spanIds(), into);
        }
    }

    private static long[] sortedDistinct(long[] ids) {
        Arrays.sort(ids);
        int size = 0;
        for (int i = 0; i < ids.length; i++) {
            if (i == 0 || ids[i] != ids[i - 1]) {
                ids[size++] = ids[i];
            }
        }
        return Arrays.copyOf(ids, size);
    }
}
