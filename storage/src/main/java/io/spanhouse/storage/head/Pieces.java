package io.spanhouse.storage.head;

import com.carrotsearch.hppc.IntArrayList;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.model.SpanEquality;
import io.spanhouse.storage.model.SpanHalves;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.SpanPieces;
import io.spanhouse.storage.model.SpanRows;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts pieces of spans into a generation: a piece is merged with the newest row of its span, and the whole takes the place
 * of all rows that the span had. Those of the generation die. Where older fragments have one, the trace is <em>reborn</em>:
 * all its spans are added here anew and every older fragment is dead as a whole, so that nobody has to look for single rows
 * in blocks, and values of the whole trace, which may have shrunk, are counted in rows that are at hand.
 *
 * <p>The values of the trace are to be {@link TraceTable#countAgain counted again} after the batch. A rebirth reads and
 * writes all older rows, once for each generation. Good for one batch, and not thread-safe.
 */
final class Pieces {
    /** Most spans that a trace may have in older fragments to be reborn. */
    static final int REBORN_SPANS_MAX = 1 << 16;

    /** Most bytes of older spans that one batch may bring back. */
    static final long REBORN_BYTES_MAX = 16L << 20;

    /** Most bytes of halves of calls, merged of what is there and pieces of one batch; further pieces stand beside. */
    static final long MERGED_BYTES_MAX = 64L << 20;

    private final Generation generation;
    private final long tick;

    Pieces(Generation generation, long tick) {
        this.generation = generation;
        this.tick = tick;
    }

    static boolean has(SpanRows rows, long spanId) {
        return newest(rows, spanId) != HeadRows.NO_ROW;
    }

    private static int newest(SpanRows rows, long spanId) {
        for (int row = rows.rowCount() - 1; row >= 0; row--) {
            if (rows.spanId(row) == spanId) {
                return row;
            }
        }
        return HeadRows.NO_ROW;
    }

    /** Whether the generation has a span of a trace. */
    boolean has(int trace, long spanId) {
        return generation.repeats().newest(trace, spanId) != HeadRows.NO_ROW;
    }

    /**
     * A span of which a piece came, whole.
     *
     * @param trace number of its trace, {@link TraceTable#NONE} if the generation does not have it yet
     * @param older spans of older fragments, null if they do not have the span
     * @return null if the piece says nothing new
     */
    @Nullable
    SpanBatch merged(int trace, @Nullable SpanBatch older, SpanBatch batch, int row) {
        long spanId = batch.spanId(row);
        IntArrayList here = trace == TraceTable.NONE
                ? new IntArrayList()
                : generation.repeats().versions(trace, spanId);
        SpanRows base = here.isEmpty() && older != null ? older : generation;
        int baseRow = here.isEmpty() && older != null ? newest(older, spanId) : here.get(here.size() - 1);
        SpanBatch merged = SpanPieces.merge(base, baseRow, batch, row);
        boolean only = here.size() + (older == null ? 0 : count(older, spanId)) == 1;
        return only && SpanEquality.same(merged, 0, base, baseRow) ? null : merged;
    }

    private static int count(SpanRows rows, long spanId) {
        int count = 0;
        for (int row = 0; row < rows.rowCount(); row++) {
            count += rows.spanId(row) == spanId ? 1 : 0;
        }
        return count;
    }

    /** Adds the spans of older fragments to a trace that is new here, and lets those fragments be dead. */
    void bringBack(int trace, SpanBatch older) {
        beReborn(trace, older);
    }

    /** Puts a whole span in the place of all rows that it had. */
    void replace(int trace, @Nullable SpanBatch older, SpanBatch merged) {
        if (older != null) {
            beReborn(trace, older);
        }
        IntArrayList versions = generation.repeats().versions(trace, merged.spanId(0));
        for (int i = 0; i < versions.size(); i++) {
            generation.rows().dead.replace(versions.get(i), generation.rowsNow());
        }
        append(merged, trace, SpanMark.REPLACES.bit());
    }

    /** Whether any of some rows is of the half of a call that a piece is of. */
    static boolean hasHalf(SpanRows rows, SpanBatch batch, int piece) {
        for (int row = 0; row < rows.rowCount(); row++) {
            if (rows.spanId(row) == batch.spanId(piece) && SpanHalves.same(rows, row, batch, piece)) {
                return true;
            }
        }
        return false;
    }

    /** Whether some rows have a piece of a half of a call already. */
    static boolean repeats(SpanRows rows, SpanBatch batch, int piece) {
        for (int row = 0; row < rows.rowCount(); row++) {
            if (rows.spanId(row) == batch.spanId(piece) && RawPieces.contains(rows, row, batch, piece)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the generation has a piece of a half of a call already. */
    boolean repeats(int trace, SpanBatch batch, int piece) {
        IntArrayList versions = generation.repeats().versions(trace, batch.spanId(piece));
        for (int i = 0; i < versions.size(); i++) {
            if (RawPieces.contains(generation, versions.get(i), batch, piece)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The row of the generation that a piece of a half of a call is to be merged with, {@link HeadRows#NO_ROW} if there is
     * none. Halves of one call share a span id, and a piece that says little may be of several.
     */
    int half(int trace, SpanBatch batch, int piece) {
        IntArrayList versions = generation.repeats().versions(trace, batch.spanId(piece));
        int half = HeadRows.NO_ROW;
        for (int i = 0; i < versions.size(); i++) {
            int row = versions.get(i);
            if (SpanHalves.same(generation, row, batch, piece)
                    && (half == HeadRows.NO_ROW || SpanHalves.compare(generation, row, generation, half) < 0)) {
                half = row;
            }
        }
        return half;
    }

    /** A half of a call with one more piece; null if it has too many. */
    static @Nullable SpanBatch mergedHalf(SpanRows base, int row, SpanBatch batch, int piece) {
        byte[] sent = RawPieces.with(base, row, batch, piece);
        return sent == null ? null : SpanHalves.merge(base, row, batch, piece, sent);
    }

    /** Puts a half in the place of a row of the generation, and of that row only. */
    void replaceHalf(int trace, int row, SpanBatch merged) {
        boolean alone = generation.repeats().versions(trace, merged.spanId(0)).size() == 1;
        generation.rows().dead.replace(row, generation.rowsNow());
        append(merged, trace, SpanMark.REPLACES.bit() | (alone ? 0 : SpanMark.ID_CONFLICT.bit()));
    }

    /** Older rows come before those that are here, so where both have one of a span these are added once more after them. */
    private void beReborn(int trace, SpanBatch older) {
        TraceTable traces = generation.traces();
        IntArrayList here = new IntArrayList();
        Set<Long> ids = new HashSet<>();
        for (int row = 0; row < older.rowCount(); row++) {
            ids.add(older.spanId(row));
        }
        boolean shared = false;
        // A trace that is new here has a first row that comes only now.
        for (int row = traces.rowsOf(trace) == 0 ? TraceTable.NONE : traces.firstRow(trace, Integer.MAX_VALUE);
                row != TraceTable.NONE;
                row = traces.nextRow(row, Integer.MAX_VALUE)) {
            here.add(row);
            shared |= ids.contains(generation.spanId(row));
        }
        SpanBatch again = shared ? copy(here) : null;
        traces.beReborn(trace, generation.rowsNow());
        append(older, trace, 0);
        if (again != null) {
            for (int i = 0; i < here.size(); i++) {
                generation.rows().dead.replace(here.get(i), generation.rowsNow() + i);
            }
            append(again, trace, 0);
        }
    }

    private SpanBatch copy(IntArrayList rows) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        SpanCopier copier = new SpanCopier(generation, builder);
        for (int i = 0; i < rows.size(); i++) {
            copier.copy(rows.get(i));
        }
        return builder.build();
    }

    /** Appends all rows of a batch, with the store's marks that they have and more. What they replace is dead already. */
    private void append(SpanBatch rows, int trace, int moreMarks) {
        GenerationWriter writer = new GenerationWriter(generation);
        // Long values come along, for nobody knows their place in the journal.
        writer.start(rows, null);
        for (int row = 0; row < rows.rowCount(); row++) {
            int marks = rows.marks(row) & SpanMark.SET_BY_STORE | moreMarks;
            generation.repeats().added(trace, writer.append(rows, row, trace, tick, marks));
        }
    }
}
