package io.spanhouse.storage.head;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongArrayList;
import com.carrotsearch.hppc.LongHashSet;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.model.SpanRows;
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
    private final Map<TraceId, Namesakes> namesakes = new HashMap<>();
    private final TraceValues values = new TraceValues();
    private int project;

    /** Older spans for some rows of the batch. */
    private record Namesakes(
            int firstRow, int endRow, @Nullable SpanBatch spans) {}

    OlderLookup(OlderTraces blocks, List<LiveGeneration> live) {
        this.blocks = blocks;
        this.live = live;
    }

    void start(int projectNumber) {
        project = projectNumber;
        fragments.clear();
        versions.clear();
        namesakes.clear();
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
                trace.values(),
                trace.rank(),
                trace.newest(),
                sortedDistinct(trace.spanIds().clone()),
                trace.firstBucket(),
                null);
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
        for (int row = table.firstRow(trace, Integer.MAX_VALUE);
                row != HeadRows.NO_ROW;
                row = table.nextRow(row, Integer.MAX_VALUE)) {
            ids.add(generation.spanId(row));
        }
        if (part != null) {
            ids.add(part.spanIds);
        }
        OlderFragments found = new OlderFragments(
                wholeTrace(generation, trace),
                values.rank,
                new FragmentPlace(generation, trace),
                sortedDistinct(ids.toArray()),
                part == null || values.reborn ? 0 : part.firstBucket(),
                part == null || values.reborn ? generation : part.oldest());
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
        spans(id, taking, into.spanIds(), into);
    }

    /**
     * Shows the spans of a trace that have one of some ids, in all fragments older than a generation's, oldest first. Those
     * older than one in which the trace was reborn are dead.
     */
    private void spans(TraceId id, Generation taking, long[] sortedSpanIds, OlderTrace.SpanVisitor visitor) {
        List<Generation> with = new ArrayList<>();
        boolean all = true;
        for (int i = live.size() - 1; i >= 0 && all; i--) {
            Generation older = live.get(i).generation;
            int trace = older == taking
                    ? TraceTable.NONE
                    : older.traces().find(project, id.high(), id.low(), Integer.MAX_VALUE);
            if (trace != TraceTable.NONE) {
                with.add(0, older);
                all = !older.traces().isReborn(trace, Integer.MAX_VALUE);
            }
        }
        OlderTrace inBlocks = all ? blocks.find(project, id.high(), id.low()) : null;
        if (inBlocks != null) {
            inBlocks.spansWithIds(sortedSpanIds, visitor);
        }
        for (Generation older : with) {
            TraceTable table = older.traces();
            int trace = table.find(project, id.high(), id.low(), Integer.MAX_VALUE);
            for (int row = table.firstRow(trace, Integer.MAX_VALUE);
                    row != HeadRows.NO_ROW;
                    row = table.nextRow(row, Integer.MAX_VALUE)) {
                if (Arrays.binarySearch(sortedSpanIds, older.spanId(row)) >= 0) {
                    visitor.visit(older, row);
                }
            }
        }
    }

    /**
     * All spans of a trace in fragments older than a generation's, oldest fragment first, as rows of their own.
     *
     * @param olderIds the ids of all of them, ascending
     * @param bytesMax about how many bytes of strings and values they may have
     * @return null if they have more, or if any of them cannot be read
     */
    @Nullable
    SpanBatch copyOf(TraceId id, Generation taking, long[] olderIds, long bytesMax) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        LongHashSet copied = new LongHashSet();
        SpanCopier[] copier = new SpanCopier[1];
        SpanRows[] source = new SpanRows[1];
        spans(id, taking, olderIds, (rows, row) -> {
            if (rows != source[0]) {
                source[0] = rows;
                copier[0] = new SpanCopier(rows, builder);
            }
            if (builder.byteCount() <= bytesMax) {
                copier[0].copy(row);
                copied.add(rows.spanId(row));
            }
        });
        // Damage of a block leaves out what it hides, and so do too many bytes.
        return copied.size() == olderIds.length && builder.byteCount() <= bytesMax ? builder.build() : null;
    }

    /**
     * The spans of older fragments that share a span id with rows of the batch in hand that are of the same trace, for the
     * given row and those after it. Older ones change with nothing that a batch does, so they are read once for many rows.
     *
     * @return null if they have too many bytes or any of them cannot be read
     */
    @Nullable
    SpanBatch namesakes(SpanBatch batch, int row, long[] olderIds, Generation taking) {
        TraceId id = new TraceId(batch.traceIdHigh(row), batch.traceIdLow(row));
        Namesakes known = namesakes.get(id);
        if (known == null || row < known.firstRow || row >= known.endRow) {
            OlderVersions rows = versions(batch, row, olderIds);
            SpanBatch spans = copyOf(id, taking, rows.spanIds(), Pieces.REBORN_BYTES_MAX);
            known = new Namesakes(row, (int) Math.min(batch.rowCount(), (long) row + AHEAD_MAX), spans);
            namesakes.put(id, known);
        }
        return known.spans;
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
