package io.spanhouse.storage.head;

import com.carrotsearch.hppc.LongHashSet;
import io.spanhouse.storage.model.SpanEquality;
import io.spanhouse.storage.model.SpanHash;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What rows of the batch in hand, of one trace, are to the spans of older fragments that share a span id with them. Found
 * out when the first such row comes, for it and those after it, so that a client's retry costs one look into the block and
 * not one a span. Older spans are compared as they are shown and not kept, however large they are. Lives for one batch; not
 * thread-safe.
 */
final class OlderVersions implements OlderTrace.SpanVisitor {
    private static final Logger LOG = LoggerFactory.getLogger(OlderVersions.class);

    private final SpanRows batch;
    private final int firstRow;
    private final int endRow;
    private final long[] spanIds;
    private final Map<Long, List<Integer>> rowsByHash = new HashMap<>();
    private final LongHashSet shown = new LongHashSet();
    private final BitSet repeats = new BitSet();

    /**
     * @param rows rows of the batch to be looked up, ascending
     * @param endRow rows from here on were not thought of
     * @param spanIds their ids, ascending
     */
    OlderVersions(SpanRows batch, int[] rows, int endRow, long[] spanIds) {
        this.batch = batch;
        this.firstRow = rows[0];
        this.endRow = endRow;
        this.spanIds = spanIds;
        for (int row : rows) {
            rowsByHash
                    .computeIfAbsent(SpanHash.of(batch, row), hash -> new ArrayList<>(1))
                    .add(row);
        }
    }

    long[] spanIds() {
        return spanIds;
    }

    /** Whether a row of the trace was thought of. */
    boolean covers(int row) {
        return row >= firstRow && row < endRow;
    }

    @Override
    public void visit(SpanRows rows, int row) {
        shown.add(rows.spanId(row));
        try {
            compare(rows, row);
        } catch (StoreException e) {
            // A large value of the older span is damaged: the new one, which is whole, is kept beside it.
            LOG.warn("A span of an older fragment cannot be compared: {}", e.getMessage());
        }
    }

    private void compare(SpanRows rows, int row) {
        for (int ours : rowsByHash.getOrDefault(SpanHash.of(rows, row), List.of())) {
            if (!repeats.get(ours) && SpanEquality.same(batch, ours, rows, row)) {
                repeats.set(ours);
            }
        }
    }

    /** What a row of the batch is to the older spans. */
    Verdict check(int row) {
        if (repeats.get(row)) {
            return Verdict.DUPLICATE;
        }
        return shown.contains(batch.spanId(row)) ? Verdict.CONFLICT : Verdict.FRESH;
    }
}
