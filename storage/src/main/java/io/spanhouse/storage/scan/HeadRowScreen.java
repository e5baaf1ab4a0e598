package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.IntHashSet;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.head.HeadSummaries;
import io.spanhouse.storage.head.TraceTable;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a generation that have a value, for comparisons that one value alone meets. The value becomes the codes
 * that it has here, the codes the stretches of rows that have them ({@link HeadSummaries}), and only there attributes are
 * looked at, four bytes each. Any number of threads.
 */
final class HeadRowScreen {
    /** A value with more codes than this, and so one that does repeat, is not looked for in this way. */
    private static final int CODES_MAX = 1 << 16;

    private static final long[] NO_ROWS = new long[0];
    private static final HeadScreen.Part NO_TRACE = (first, end) -> RowSet.words(end - first);

    private final HeadSnapshot.Part part;
    private final Generation generation;
    private final HeadSummaries summaries;

    HeadRowScreen(HeadSnapshot.Part part) {
        this.part = part;
        this.generation = part.generation();
        this.summaries = generation.summaries();
    }

    /** The traces with a row that may have an attribute that meets a test. */
    HeadScreen.Part attribute(String key, ValueTest test) {
        int code = summaries.string(key.getBytes(StandardCharsets.UTF_8));
        if (code < 0) {
            return NO_TRACE;
        }
        return hasOnly(test) ? new Having(() -> pairs(code, test), true) : HeadScreen.ANY_TRACE;
    }

    /** The traces with a row that may have a name that meets a test. */
    HeadScreen.Part name(ValueTest test) {
        byte[] only = test.takes(ValueType.STRING) ? test.only(ValueType.STRING) : null;
        if (only == null) {
            return HeadScreen.ANY_TRACE;
        }
        int code = summaries.string(only);
        return code < 0 ? NO_TRACE : new Having(() -> new int[] {code}, false);
    }

    private static boolean hasOnly(ValueTest test) {
        for (ValueType type : ValueType.values()) {
            if (test.takes(type) && test.only(type) != null) {
                return true;
            }
        }
        return false;
    }

    /** The pairs of a key that may meet a test, ascending in each type. */
    private int[] pairs(int key, ValueTest test) {
        IntArrayList found = new IntArrayList();
        IntArrayList asked = new IntArrayList();
        ByteSlice slice = new ByteSlice();
        for (ValueType type : ValueType.values()) {
            byte[] only = test.takes(type) ? test.only(type) : null;
            if (only != null) {
                summaries.pairs(key, type.code(), slice.set(only), found);
            } else if (test.takes(type)) {
                summaries.pairsOfType(key, type.code(), asked);
            }
        }
        for (int i = 0; i < asked.size(); i++) {
            int pair = asked.get(i);
            // One that lies elsewhere is read where a trace is decided, which costs that trace alone if it is damaged.
            boolean may = generation.pairs().distant(pair) != null;
            if (!may) {
                generation.pairs().value(pair, slice);
                may = test.attribute(ValueType.ofCode(generation.pairs().type(pair)), slice);
            }
            if (may) {
                found.add(pair);
            }
        }
        return found.toArray();
    }

    /** Finds codes; once. */
    @FunctionalInterface
    private interface Codes {
        int[] find();
    }

    /** Rows that have one of some codes, as an attribute or as their name. */
    private final class Having implements HeadScreen.Part {
        private final Codes codes;
        private final boolean attributes;
        private int @Nullable [] found;
        private @Nullable IntHashSet set;
        /** By stretch of rows, once it was looked at: a bit for each row that has one. */
        private final AtomicReferenceArray<long @Nullable []> known;

        Having(Codes codes, boolean attributes) {
            this.codes = codes;
            this.attributes = attributes;
            known = new AtomicReferenceArray<>(part.rowCount() / HeadSummaries.STRETCH + 1);
        }

        private synchronized int[] found() {
            int[] now = found;
            if (now == null) {
                now = codes.find();
                set = IntHashSet.from(now);
                found = now;
            }
            return now;
        }

        @Override
        public long @Nullable [] traces(int first, int end) {
            int[] wanted = found();
            if (wanted.length > CODES_MAX) {
                return null;
            }
            long[] traces = RowSet.words(end - first);
            if (wanted.length == 0) {
                return traces;
            }
            TraceTable table = generation.traces();
            int last = table.lastRow(first / TraceTable.STRETCH, part.rowCount()) / HeadSummaries.STRETCH;
            for (int stretch = table.chainStart(first) / HeadSummaries.STRETCH; stretch <= last; stretch++) {
                long[] rows = rows(stretch, wanted);
                int firstRow = stretch * HeadSummaries.STRETCH;
                for (int row = SpanBits.next(rows, 0); row >= 0; row = SpanBits.next(rows, row + 1)) {
                    int trace = generation.trace(firstRow + row);
                    if (trace >= first && trace < end) {
                        RowSet.set(traces, trace - first);
                    }
                }
            }
            return traces;
        }

        private long[] rows(int stretch, int[] wanted) {
            long[] rows = known.get(stretch);
            if (rows == null) {
                boolean may = !attributes || summaries.mayHave(stretch, part.rowCount(), wanted);
                rows = may ? look(stretch, wanted) : NO_ROWS;
                known.set(stretch, rows);
            }
            return rows;
        }

        private long[] look(int stretch, int[] wanted) {
            long[] rows = RowSet.words(HeadSummaries.STRETCH);
            int first = stretch * HeadSummaries.STRETCH;
            int end = Math.min(first + HeadSummaries.STRETCH, part.rowCount());
            for (int row = first; row < end; row++) {
                if (attributes ? hasAttribute(row, wanted) : generation.name(row) == wanted[0]) {
                    RowSet.set(rows, row - first);
                }
            }
            return rows;
        }

        private boolean hasAttribute(int row, int[] wanted) {
            int end = generation.attributeEnd(row);
            for (int i = generation.attributeStart(row); i < end; i++) {
                int pair = generation.attribute(i);
                if (wanted.length == 1 ? pair == wanted[0] : contains(pair)) {
                    return true;
                }
            }
            return false;
        }

        private boolean contains(int pair) {
            IntHashSet pairs = set;
            return pairs != null && pairs.contains(pair);
        }
    }
}
