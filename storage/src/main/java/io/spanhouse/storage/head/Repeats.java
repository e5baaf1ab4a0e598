package io.spanhouse.storage.head;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.IntObjectHashMap;
import com.carrotsearch.hppc.LongObjectHashMap;
import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.SpanEquality;
import io.spanhouse.storage.model.SpanHash;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows that repeat one of their trace in the same generation. A trace of up to {@value #WALKED_MAX} rows is walked;
 * a larger one gets an index by span id, and by content where several rows share an id, so that a trace of a million rows
 * is no slower a row, whatever ids they have. The index takes about 16 bytes a row. Rows that were replaced do not count.
 * Not thread-safe.
 */
final class Repeats {
    /** Most rows with one id that are told one by one in a large trace. */
    static final int VERSIONS_MAX = 64;

    private static final int WALKED_MAX = 32;

    /** Bytes of the list of an id's rows, as a rule. */
    private static final long VERSIONED_BYTES = 96;

    private final Generation generation;
    private final TraceTable traces;
    private final HeadRows rows;
    private final IntObjectHashMap<Index> indexes = new IntObjectHashMap<>();
    private long indexBytes;

    private static final class Index {
        /** The first row with an id; the next one to be the first where that died. */
        final HashSlots byId = new HashSlots();
        /** All later rows with the id of an earlier one. */
        final HashSlots byContent = new HashSlots();
        /** Rows of ids that several rows had at the same time, dead ones too; over {@link #VERSIONS_MAX} if there are more. */
        final LongObjectHashMap<IntArrayList> versioned = new LongObjectHashMap<>();

        long bytes() {
            return byId.bytes() + byContent.bytes() + VERSIONED_BYTES * versioned.size();
        }
    }

    Repeats(Generation generation) {
        this.generation = generation;
        traces = generation.traces();
        rows = generation.rows();
    }

    /** What a row of a batch is to the rows of a trace. */
    Verdict check(SpanRows batch, int row, int trace) {
        Index index = index(trace);
        return index == null ? walk(batch, row, trace) : search(batch, row, index);
    }

    private @Nullable Index index(int trace) {
        // A trace that has an index keeps it, though rows of it died since.
        return traces.rowsOf(trace) > WALKED_MAX || rows.dead.any() ? indexes.get(trace) : null;
    }

    /** The newest row of a span that is alive, {@link HeadRows#NO_ROW} if there is none. */
    int newest(int trace, long spanId) {
        Index index = index(trace);
        if (index != null && !index.versioned.containsKey(spanId)) {
            return withId(index, spanId);
        }
        IntArrayList versions = versions(trace, spanId);
        return versions.isEmpty() ? HeadRows.NO_ROW : versions.get(versions.size() - 1);
    }

    /** All rows of a span that are alive, oldest first. */
    IntArrayList versions(int trace, long spanId) {
        Index index = index(trace);
        IntArrayList versions = new IntArrayList();
        if (index != null && !index.versioned.containsKey(spanId)) {
            int row = withId(index, spanId);
            if (row != HeadRows.NO_ROW) {
                versions.add(row);
            }
            return versions;
        }
        IntArrayList listed = index == null ? null : index.versioned.get(spanId);
        if (listed != null && listed.size() <= VERSIONS_MAX) {
            versions.addAll(listed);
            versions.removeAll((int row) -> !isAlive(row));
            return versions;
        }
        for (int row = traces.firstRow(trace, Integer.MAX_VALUE);
                row != HeadRows.NO_ROW;
                row = traces.nextRow(row, Integer.MAX_VALUE)) {
            if (rows.spanId.get(row) == spanId) {
                versions.add(row);
            }
        }
        return versions;
    }

    /** Whether so many rows of a large trace have an id that they are not told one by one. */
    boolean tooMany(int trace, long spanId) {
        Index index = index(trace);
        IntArrayList listed = index == null ? null : index.versioned.get(spanId);
        return listed != null && listed.size() > VERSIONS_MAX;
    }

    private Verdict walk(SpanRows batch, int row, int trace) {
        long spanId = batch.spanId(row);
        Verdict verdict = Verdict.FRESH;
        for (int other = traces.firstRow(trace, Integer.MAX_VALUE);
                other != HeadRows.NO_ROW;
                other = traces.nextRow(other, Integer.MAX_VALUE)) {
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
            if (HashSlots.tagged(searched[slot], hash)
                    && isAlive(HashSlots.code(searched[slot]))
                    && same(batch, row, HashSlots.code(searched[slot]))) {
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
        if (count <= WALKED_MAX && !rows.dead.any()) {
            return;
        }
        @Nullable Index index = indexes.get(trace);
        if (index != null) {
            add(index, row);
            return;
        }
        if (count <= WALKED_MAX) {
            return;
        }
        index = new Index();
        indexes.put(trace, index);
        indexBytes += index.bytes();
        for (int other = traces.chainStart(trace); other != HeadRows.NO_ROW; other = rows.next.get(other)) {
            add(index, other);
        }
    }

    private void add(Index index, int row) {
        long before = index.bytes();
        long spanId = rows.spanId.get(row);
        int known = withId(index, spanId);
        IntArrayList listed = index.versioned.isEmpty() ? null : index.versioned.get(spanId);
        if (known == HeadRows.NO_ROW) {
            index.byId.add(ByteHash.hash(spanId, 0), row);
        } else {
            index.byContent.add(SpanHash.of(generation, row), row);
            if (listed == null) {
                listed = IntArrayList.from(known);
                index.versioned.put(spanId, listed);
            }
        }
        if (listed != null) {
            list(listed, row);
        }
        indexBytes += index.bytes() - before;
    }

    private void list(IntArrayList versions, int row) {
        if (versions.size() == VERSIONS_MAX) {
            versions.removeAll((int version) -> !isAlive(version));
        }
        if (versions.size() <= VERSIONS_MAX) {
            versions.add(row);
        }
    }

    private int withId(Index index, long spanId) {
        long hash = ByteHash.hash(spanId, 0);
        long[] searched = index.byId.array();
        int slot = HashSlots.first(searched, hash);
        while (searched[slot] != 0) {
            int row = HashSlots.code(searched[slot]);
            if (HashSlots.tagged(searched[slot], hash) && rows.spanId.get(row) == spanId && isAlive(row)) {
                return row;
            }
            slot = HashSlots.next(searched, slot);
        }
        return HeadRows.NO_ROW;
    }

    private boolean isAlive(int row) {
        return !rows.dead.isDead(row, Integer.MAX_VALUE);
    }

    long bytes() {
        return indexBytes;
    }
}
