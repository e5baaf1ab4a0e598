package io.spanhouse.storage.frames;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueText;
import io.spanhouse.storage.model.ValueType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says which rows are of the run that a request is about. Good for one {@link SpanRows}; not thread-safe. */
public final class FrameOwner {
    private static final int NO_RANK = Integer.MAX_VALUE;

    private final SpanRows rows;
    private final FrameRequest request;
    private final Map<Integer, Integer> ranks = new HashMap<>();
    private final Map<Integer, Boolean> framesSpans = new HashMap<>();
    private final ByteSlice slice = new ByteSlice();

    public FrameOwner(SpanRows rows, FrameRequest request) {
        this.rows = rows;
        this.request = request;
    }

    /** Whether a row is the run's. */
    public boolean isOfRun(int row) {
        int pair = runId(row);
        if (pair >= 0) {
            rows.pairs().value(pair, slice);
            return request.runId().equals(text(pair));
        }
        return request.ownSpanId() != 0
                && rows.parentSpanId(row) == request.ownSpanId()
                && framesSpans.computeIfAbsent(
                        rows.name(row), name -> rows.strings().text(name).equals(FrameNames.FRAMES_SPAN));
    }

    /** Whether a row has a run's id, of whatever run. */
    boolean isNamed(int row) {
        return runId(row) >= 0;
    }

    private @Nullable String text(int pair) {
        return ValueText.of(ValueType.ofCode(rows.pairs().type(pair)), slice);
    }

    /** The pair with the run's id, -1 if there is none. */
    private int runId(int row) {
        int best = -1;
        int bestRank = NO_RANK;
        for (int i = rows.attributeStart(row); i < rows.attributeEnd(row); i++) {
            int pair = rows.attribute(i);
            int rank = ranks.computeIfAbsent(rows.pairs().key(pair), this::rank);
            if (rank < bestRank) {
                best = pair;
                bestRank = rank;
            }
        }
        return best;
    }

    private int rank(int key) {
        int rank = request.runIdKeys().indexOf(rows.strings().text(key));
        return rank < 0 ? NO_RANK : rank;
    }
}
