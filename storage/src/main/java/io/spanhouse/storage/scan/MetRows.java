package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.model.SpanParents;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of row groups meet the conditions of a search, for traces whose other fragments lie there. A trace with several
 * fragments is decided where its newest is found, and traces that are cut by one seal lie together before and after it; so
 * the first few fragments of a row group are decoded one by one, which is cheapest for a page of twenty, and from then on
 * the row group is asked once by columns for all that follow. What is kept is bounded by {@link #BYTES_MAX}; beyond it
 * fragments are decoded one by one, exact and slower.
 *
 * <p>Any number of threads. One a search and partition.
 */
final class MetRows {
    /** Most bytes of sets of rows. */
    static final long BYTES_MAX = 64L << 20;

    /** Fragments of a row group that are decoded before its columns are asked. */
    private static final int DECODED_FIRST = 4;

    /** Bytes of what trees are made of, a span. */
    private static final int SPAN_BYTES = 5 * Long.BYTES;

    private record Place(OpenBlock block, int group) {}

    private final PreparedPredicate predicate;
    private final Map<Place, Sets> known = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    MetRows(PreparedPredicate predicate) {
        this.predicate = predicate;
    }

    /**
     * What is kept of a row group.
     *
     * @param conditions the rows that meet each condition
     * @param spans what trees are made of, of all rows; null if the predicate does not ask for trees
     */
    record Kept(RowSet[] conditions, SpanParents.@Nullable Spans spans) {}

    /**
     * What meets the conditions, for one more fragment of the row group; null if it is to be decoded.
     *
     * @param memo what is known of the block's values
     */
    @Nullable
    Kept get(OpenBlock block, int group, BlockMemo memo) {
        Sets sets = known.computeIfAbsent(new Place(block, group), absent -> new Sets());
        return sets.get(block, group, memo);
    }

    private final class Sets {
        private int asked;
        private @Nullable Kept kept;

        synchronized @Nullable Kept get(OpenBlock block, int group, BlockMemo memo) {
            if (kept == null && ++asked > DECODED_FIRST && bytes.get() < BYTES_MAX) {
                kept = read(block, group, memo);
            }
            return kept;
        }
    }

    private Kept read(OpenBlock block, int group, BlockMemo memo) {
        ReadScratch scratch = block.scratches().take();
        try (GroupScan scan = new GroupScan(block, group, scratch, memo)) {
            RowSet[] rows = new RowSet[predicate.conditions().size()];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = scan.rows(predicate.conditions().get(i));
                boolean plain = rows[i].isNone() || rows[i].isAll();
                bytes.addAndGet(plain ? 0 : scan.rows() / Byte.SIZE);
            }
            if (!predicate.usesTree()) {
                return new Kept(rows, null);
            }
            bytes.addAndGet((long) scan.rows() * SPAN_BYTES);
            return new Kept(rows, scan.trees().spans(0, scan.rows()));
        } finally {
            block.scratches().give(scratch);
        }
    }
}
