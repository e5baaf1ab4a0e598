package io.spanhouse.storage.head;

import io.spanhouse.storage.model.SpanBatch;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows of batches where they belong: a row of a trace that a generation still takes goes there, any other to the
 * open generation; repeats go nowhere. Not thread-safe.
 */
final class BatchInserter {
    private final List<LiveGeneration> live;
    private final OlderLookup older;
    private Disownings disownings = Disownings.NONE;

    // The batch in hand.
    private int project;
    private long tick;
    private @Nullable BatchPlace place;
    private int stored;
    private int duplicates;
    private int conflicts;
    /** By live generation: whether it has got rows of the batch. */
    private boolean[] grown = new boolean[4];

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

    /** Inserts all rows of a batch. */
    InsertCounts insert(int projectNumber, SpanBatch batch, long batchTick, @Nullable BatchPlace batchPlace) {
        place = batchPlace;
        project = projectNumber;
        tick = batchTick;
        stored = 0;
        duplicates = 0;
        conflicts = 0;
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
        Verdict verdict = verdict(batch, row, generation);
        if (verdict == Verdict.DUPLICATE) {
            duplicates++;
            return;
        }
        if (!grown[target]) {
            grown[target] = true;
            generation.writer().start(batch, place);
        }
        if (trace == TraceTable.NONE) {
            addTrace(generation, batch.traceIdHigh(row), batch.traceIdLow(row));
        }
        int added = generation.writer().append(batch, row, trace, tick, verdict == Verdict.CONFLICT);
        generation.repeats().added(trace, added);
        stored++;
        if (verdict == Verdict.CONFLICT) {
            conflicts++;
        }
    }

    private Verdict verdict(SpanBatch batch, int row, Generation generation) {
        Verdict here = Verdict.FRESH;
        long @Nullable [] olderIds = null;
        if (trace != TraceTable.NONE) {
            here = generation.repeats().check(batch, row, trace);
            OlderParts.Part part = generation.traces().older(trace);
            olderIds = part == null ? null : part.spanIds;
        } else if (before != null) {
            olderIds = before.spanIds();
        }
        if (olderIds == null || Arrays.binarySearch(olderIds, batch.spanId(row)) < 0) {
            return here;
        }
        return here.and(older.check(batch, row, olderIds, generation));
    }

    private void addTrace(Generation generation, long high, long low) {
        int part = OlderParts.NONE;
        if (before != null) {
            part = generation.olderParts().add(new OlderParts.Part(project, generation.stringTable(), before));
            disownings = disownings.plus(before.newest(), generation, generation.rowsNow());
            before = null;
        }
        trace = generation.traces().add(hash, project, high, low, part);
    }
}
