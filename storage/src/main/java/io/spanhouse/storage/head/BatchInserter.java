package io.spanhouse.storage.head;

import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the rows of batches where they belong: a row of a trace that a generation still takes goes there, any other to the
 * open generation; repeats go nowhere. Not thread-safe.
 */
final class BatchInserter {
    private static final Logger LOG = LoggerFactory.getLogger(BatchInserter.class);

    private final List<LiveGeneration> live;
    private final OlderLookup older;
    private Disownings disownings = Disownings.NONE;

    // The batch in hand.
    private int project;
    private long tick;
    private boolean heals;
    private @Nullable BatchPlace place;
    private int stored;
    private int duplicates;
    private int conflicts;
    private long rebornBytes;
    private long mergedBytes;
    /** Traces of which rows died. */
    private final Set<Recount> recounts = new HashSet<>();

    /** By live generation: whether it has got rows of the batch. */
    private boolean[] grown = new boolean[4];

    private record Recount(TraceTable traces, int trace) {}

    // Where rows of the trace in hand go.
    private int target;
    private int trace;
    private long hash;
    private @Nullable OlderFragments before;

    /**
     * @param live the generations, oldest first; the last is open while a batch is inserted
     */
    BatchInserter(List<LiveGeneration> live, OlderTraces blocks) {
        this.live = live;
        older = new OlderLookup(blocks, live);
    }

    Disownings disownings() {
        return disownings;
    }

    void disownings(Disownings changed) {
        disownings = changed;
    }

    /**
     * Inserts all rows of a batch.
     *
     * @param isHealing whether the rows were in a block that is lost, and blocks after it may count them
     */
    InsertCounts insert(
            int projectNumber, SpanBatch batch, long batchTick, @Nullable BatchPlace batchPlace, boolean isHealing) {
        place = batchPlace;
        heals = isHealing;
        project = projectNumber;
        tick = batchTick;
        stored = 0;
        duplicates = 0;
        conflicts = 0;
        rebornBytes = 0;
        mergedBytes = 0;
        grown = new boolean[live.size()];
        older.start(projectNumber);
        int rowCount = batch.rowCount();
        long high = 0;
        long low = 0;
        for (int row = 0; row < rowCount; row++) {
            if (row == 0 || batch.traceIdLow(row) != low || batch.traceIdHigh(row) != high) {
                high = batch.traceIdHigh(row);
                low = batch.traceIdLow(row);
                resolve(high, low);
            }
            insert(batch, row);
        }
        recounts.forEach(recount -> recount.traces.countAgain(recount.trace));
        recounts.clear();
        return new InsertCounts(stored, duplicates, conflicts);
    }

    /** Whether the last batch brought rows to a live generation. */
    boolean grew(int index) {
        return grown[index];
    }

    private void resolve(long high, long low) {
        hash = TraceTable.hash(project, high, low);
        target = live.size() - 1;
        before = null;
        for (int i = target; i >= 0; i--) {
            LiveGeneration candidate = live.get(i);
            trace = candidate.generation.traces().find(hash, project, high, low, Integer.MAX_VALUE);
            if (trace == TraceTable.NONE) {
                continue;
            }
            if (candidate.takes()) {
                target = i;
            } else {
                before = older.inGeneration(candidate.generation, trace);
                trace = TraceTable.NONE;
            }
            return;
        }
        before = older.inBlocks(high, low);
    }

    private void insert(SpanBatch batch, int row) {
        Generation generation = live.get(target).generation;
        if (SpanMark.REPLACES.in(batch.marks(row)) && insertReadable(batch, row, generation)) {
            return;
        }
        Verdict verdict = verdict(batch, row, generation);
        if (verdict == Verdict.DUPLICATE) {
            duplicates++;
            return;
        }
        if (heals && before != null) {
            heal(batch, row, before.spanIds(), generation);
        }
        grown[target] |= startedFor(batch, generation);
        if (trace == TraceTable.NONE) {
            addTrace(generation, batch.traceIdHigh(row), batch.traceIdLow(row));
        }
        int added = generation
                .writer()
                .append(batch, row, trace, tick, verdict == Verdict.CONFLICT ? SpanMark.ID_CONFLICT.bit() : 0);
        generation.repeats().added(trace, added);
        stored++;
        if (verdict == Verdict.CONFLICT) {
            conflicts++;
        }
    }

    /**
     * Brings back a trace whose row was lost: a later fragment, which is there, counts the row already, so its values cannot
     * be gone on from and are counted anew.
     */
    private void heal(SpanBatch batch, int row, long[] olderIds, Generation generation) {
        TraceId id = new TraceId(batch.traceIdHigh(row), batch.traceIdLow(row));
        if (!bringBack(id, olderIds, generation)) {
            LOG.warn("Trace {} cannot be counted anew; its values may count spans twice that came back", id);
            return;
        }
        grown[target] |= startedFor(batch, generation);
    }

    /** Brings back the trace in hand from older fragments, if it is not too large and can be read. */
    private boolean bringBack(TraceId id, long[] olderIds, Generation generation) {
        SpanBatch olderSpans = olderIds.length > Pieces.REBORN_SPANS_MAX
                ? null
                : older.copyOf(id, generation, olderIds, Pieces.REBORN_BYTES_MAX - rebornBytes);
        if (olderSpans == null || !generation.fits(olderSpans, tick)) {
            return false;
        }
        rebornBytes += olderSpans.retainedBytes();
        if (trace == TraceTable.NONE) {
            addTrace(generation, id.high(), id.low());
        }
        new Pieces(generation, tick).bringBack(trace, olderSpans);
        recounts.add(new Recount(generation.traces(), trace));
        return true;
    }

    private Verdict verdict(SpanBatch batch, int row, Generation generation) {
        Verdict here = Verdict.FRESH;
        if (trace != TraceTable.NONE) {
            here = generation.repeats().check(batch, row, trace);
        }
        long[] olderIds = olderIds(generation);
        if (olderIds == null || Arrays.binarySearch(olderIds, batch.spanId(row)) < 0) {
            return here;
        }
        return here.and(older.check(batch, row, olderIds, generation));
    }

    /** Span ids of older fragments of the trace in hand, null if there are none. */
    private long @Nullable [] olderIds(Generation generation) {
        if (trace != TraceTable.NONE) {
            OlderParts.Part part = generation.traces().older(trace);
            return part == null ? null : part.spanIds;
        }
        return before == null ? null : before.spanIds();
    }

    private boolean insertReadable(SpanBatch batch, int row, Generation generation) {
        try {
            return SpanMark.HALF.in(batch.marks(row))
                    ? insertHalf(batch, row, generation)
                    : insertPiece(batch, row, generation);
        } catch (StoreException e) {
            // Something of the older spans is damaged, and nothing is changed yet: the piece stands beside them.
            LOG.warn("A piece of a span cannot be merged with it: {}", e.getMessage());
            return false;
        }
    }

    /**
     * Inserts a piece of a span that is there, merged with it.
     *
     * @return false if it is to be inserted as any row: there is no such span, or its trace is too large to be reborn
     */
    private boolean insertPiece(SpanBatch batch, int row, Generation generation) {
        long spanId = batch.spanId(row);
        long[] olderIds = olderIds(generation);
        SpanBatch olderSpans = null;
        if (olderIds != null && Arrays.binarySearch(olderIds, spanId) >= 0) {
            if (olderIds.length > Pieces.REBORN_SPANS_MAX) {
                return false;
            }
            TraceId id = new TraceId(batch.traceIdHigh(row), batch.traceIdLow(row));
            olderSpans = older.copyOf(id, generation, olderIds, Pieces.REBORN_BYTES_MAX - rebornBytes);
            if (olderSpans == null) {
                return false;
            }
            rebornBytes += olderSpans.retainedBytes();
            if (!Pieces.has(olderSpans, spanId)
                    || rebornBytes > Pieces.REBORN_BYTES_MAX
                    || !generation.fits(olderSpans, tick)) {
                return false;
            }
        }
        Pieces pieces = new Pieces(generation, tick);
        if (olderSpans == null && (trace == TraceTable.NONE || !pieces.has(trace, spanId))) {
            return false;
        }
        SpanBatch merged = pieces.merged(trace, olderSpans, batch, row);
        if (merged == null) {
            duplicates++;
            return true;
        }
        grown[target] |= startedFor(batch, generation);
        if (trace == TraceTable.NONE) {
            addTrace(generation, batch.traceIdHigh(row), batch.traceIdLow(row));
        }
        pieces.replace(trace, olderSpans, merged);
        recounts.add(new Recount(generation.traces(), trace));
        stored++;
        return true;
    }

    /**
     * Inserts a piece of a half of a call, merged with the half if that is there.
     *
     * @return false if it is to be inserted as any row
     */
    private boolean insertHalf(SpanBatch batch, int row, Generation generation) {
        long spanId = batch.spanId(row);
        Pieces pieces = new Pieces(generation, tick);
        long[] olderIds = olderIds(generation);
        boolean isOlder = olderIds != null && Arrays.binarySearch(olderIds, spanId) >= 0;
        if (!isOlder && (trace == TraceTable.NONE || !pieces.has(trace, spanId))) {
            return false;
        }
        if (trace != TraceTable.NONE && generation.repeats().tooMany(trace, spanId)
                || verdict(batch, row, generation) == Verdict.DUPLICATE) {
            return false;
        }
        if (trace != TraceTable.NONE && pieces.repeats(trace, batch, row)) {
            duplicates++;
            return true;
        }
        if (olderIds != null && isOlder) {
            // Only those that share an id: the whole trace is read only if it is to be reborn.
            SpanBatch namesakes = older.namesakes(batch, row, olderIds, generation);
            if (namesakes != null && Pieces.repeats(namesakes, batch, row)) {
                duplicates++;
                return true;
            }
            if (namesakes != null
                    && Pieces.hasHalf(namesakes, batch, row)
                    && bringBack(new TraceId(batch.traceIdHigh(row), batch.traceIdLow(row)), olderIds, generation)) {
                grown[target] |= startedFor(batch, generation);
            }
        }
        int base = trace == TraceTable.NONE ? HeadRows.NO_ROW : pieces.half(trace, batch, row);
        SpanBatch merged = base == HeadRows.NO_ROW ? null : Pieces.mergedHalf(generation, base, batch, row);
        if (merged == null
                || mergedBytes + merged.retainedBytes() > Pieces.MERGED_BYTES_MAX
                || !generation.fits(merged, tick)
                || !generation.fits(batch, tick)) {
            return false;
        }
        mergedBytes += merged.retainedBytes();
        grown[target] |= startedFor(batch, generation);
        pieces.replaceHalf(trace, base, merged);
        recounts.add(new Recount(generation.traces(), trace));
        stored++;
        return true;
    }

    /** Makes the generation's writer ready for the batch, once. */
    private boolean startedFor(SpanBatch batch, Generation generation) {
        if (!grown[target]) {
            generation.writer().start(batch, place);
        }
        return true;
    }

    private void addTrace(Generation generation, long high, long low) {
        int part = OlderParts.NONE;
        if (before != null) {
            part = generation.olderParts().add(new OlderParts.Part(project, generation.stringTable(), before));
            disownings = disownings.plus(project, before.newest(), generation, generation.rowsNow());
            before = null;
        }
        trace = generation.traces().add(hash, project, high, low, part);
    }
}
