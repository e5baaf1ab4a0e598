package io.spanhouse.storage.head;

import com.carrotsearch.hppc.LongHashSet;
import io.spanhouse.storage.model.SpanEquality;
import io.spanhouse.storage.model.SpanHash;
import io.spanhouse.storage.model.SpanRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Spans of one trace in older fragments that share a span id with a row of the batch in hand. Gathered when the first
 * such row comes, for it and those after it, so that a client's retry costs one look into the block and not one a span.
 * Lives for one batch; not thread-safe.
 */
final class OlderVersions implements OlderTrace.SpanVisitor {
    private final long[] spanIds;
    private final LongHashSet shown = new LongHashSet();
    private final Map<Long, List<Version>> byHash = new HashMap<>();

    private record Version(SpanRows rows, int row) {}

    /**
     * @param spanIds the ids looked for, ascending
     */
    OlderVersions(long[] spanIds) {
        this.spanIds = spanIds;
    }

    long[] spanIds() {
        return spanIds;
    }

    /** Whether spans of this id were looked for. */
    boolean covers(long spanId) {
        return Arrays.binarySearch(spanIds, spanId) >= 0;
    }

    @Override
    public void visit(SpanRows rows, int row) {
        shown.add(rows.spanId(row));
        byHash.computeIfAbsent(SpanHash.of(rows, row), hash -> new ArrayList<>(1))
                .add(new Version(rows, row));
    }

    /** What a row of the batch is to the older spans. */
    Verdict check(SpanRows batch, int row) {
        if (!shown.contains(batch.spanId(row))) {
            return Verdict.FRESH;
        }
        for (Version version : byHash.getOrDefault(SpanHash.of(batch, row), List.of())) {
            if (SpanEquality.same(batch, row, version.rows(), version.row())) {
                return Verdict.DUPLICATE;
            }
        }
        return Verdict.CONFLICT;
    }
}
