package io.spanhouse.storage.head;

import com.carrotsearch.hppc.IntObjectHashMap;
import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.SpanEquality;
import io.spanhouse.storage.model.SpanHash;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows that repeat one of their trace in the same generation. A trace of up to {@value #WALKED_MAX} rows is walked;
 * a larger one gets an index by span id, and by content where several rows share an id, so that a trace of a million rows
 * is no slower a row, whatever ids they have. The index takes about 16 bytes a row. Not thread-safe.
 */
final class Repeats {
    private static final int WALKED_MAX = 32;

    private final Generation generation;
    private final TraceTable traces;
    private final HeadRows rows;
    private final IntObjectHashMap<Index> indexes = new IntObjectHashMap<>();
    private long indexBytes;

    private static final class Index {
        /** The first row with an id. */
        final HashSlots byId = new HashSlots();
        /** All later rows with the id of an earlier one. */
        final HashSlots byContent = new HashSlots();

        long bytes() {
            return byId.bytes() + byContent.bytes();
        }
    }

    Repeats(Generation generation) {
        this.generation = generation;
        traces = generation.traces();
        rows = generation.rows();
    }

    /** What a row of a batch is to the rows of a trace. */
    Verdict check(SpanRows batch, int row, int trace) {
        Index index = traces.rowsOf(trace) > WALKED_MAX ? indexes.get(trace) : null;
        return index == null ? walk(batch, row, trace) : search(batch, row, index);
    }

    private Verdict walk(SpanRows batch, int row, int trace) {
        long spanId = batch.spanId(row);
        Verdict verdict = Verdict.FRESH;
        for (int other = traces.firstRow(trace); other != HeadRows.NO_ROW; other = rows.next.get(other)) {
            if (rows.spanId.get(other) == spanId) {
                if (same(batch, row, other)) {
                    return Verdict.DUPLICATE;
                }
                verdict = Verdict.CONFLICT;
            }
        }
        return verdict;
    }

    private Verdict search(SpanRows batch, int row, Index index) {
        int first = withId(index, batch.spanId(row));
        if (first == HeadRows.NO_ROW) {
            return Verdict.FRESH;
        }
        if (same(batch, row, first)) {
            return Verdict.DUPLICATE;
        }
        long hash = SpanHash.of(batch, row);
        long[] searched = index.byContent.array();
        int slot = HashSlots.first(searched, hash);
        while (searched[slot] != 0) {
            if (HashSlots.tagged(searched[slot], hash) && same(batch, row, HashSlots.code(searched[slot]))) {
                return Verdict.DUPLICATE;
            }
            slot = HashSlots.next(searched, slot);
        }
        return Verdict.CONFLICT;
    }

    private boolean same(SpanRows batch, int row, int other) {
        try {
            return SpanEquality.same(batch, row, generation, other);
        } catch (StoreException e) {
            // A large value of the other is damaged in the journal: the new row, which is whole, is kept beside it.
            return false;
        }
    }

    /** Notes a row that was added to a trace. */
    void added(int trace, int row) {
        int count = traces.rowsOf(trace);
        if (count <= WALKED_MAX) {
            return;
        }
        @Nullable Index index = indexes.get(trace);
        if (index != null) {
            add(index, row);
            return;
        }
        index = new Index();
        indexes.put(trace, index);
        indexBytes += index.bytes();
        for (int other = traces.firstRow(trace); other != HeadRows.NO_ROW; other = rows.next.get(other)) {
            add(index, other);
        }
    }

    private void add(Index index, int row) {
        long before = index.bytes();
        long spanId = rows.spanId.get(row);
        if (withId(index, spanId) == HeadRows.NO_ROW) {
            index.byId.add(ByteHash.hash(spanId, 0), row);
        } else {
            index.byContent.add(SpanHash.of(generation, row), row);
        }
        indexBytes += index.bytes() - before;
    }

    private int withId(Index index, long spanId) {
        long hash = ByteHash.hash(spanId, 0);
        long[] searched = index.byId.array();
        int slot = HashSlots.first(searched, hash);
        while (searched[slot] != 0) {
            int row = HashSlots.code(searched[slot]);
            if (HashSlots.tagged(searched[slot], hash) && rows.spanId.get(row) == spanId) {
                return row;
            }
            slot = HashSlots.next(searched, slot);
        }
        return HeadRows.NO_ROW;
    }

    long bytes() {
        return indexBytes;
    }
}
