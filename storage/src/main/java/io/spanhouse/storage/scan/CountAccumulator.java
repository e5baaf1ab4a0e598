package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.OperationTable;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Measure;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Numbers of spans: all, failed ones, or those that meet a condition. */
final class CountAccumulator extends Accumulator {
    private enum Kind {
        ALL,
        FAILED,
        MEETING
    }

    private final Kind kind;
    private final @Nullable PreparedCondition condition;
    private long[] counts = new long[0];
    /** Numbers of all spans, of which shares are taken; empty where none are. */
    private long[] totals = new long[0];

    private CountAccumulator(Kind kind, @Nullable PreparedCondition condition) {
        this.kind = kind;
        this.condition = condition;
    }

    static CountAccumulator all() {
        return new CountAccumulator(Kind.ALL, null);
    }

    static CountAccumulator failed() {
        return new CountAccumulator(Kind.FAILED, null);
    }

    static CountAccumulator meeting(PreparedCondition condition) {
        return new CountAccumulator(Kind.MEETING, condition);
    }

    @Override
    void ensure(int cells) {
        if (cells > counts.length) {
            counts = Arrays.copyOf(counts, grown(counts.length, cells));
            totals = kind == Kind.MEETING ? Arrays.copyOf(totals, counts.length) : totals;
        }
    }

    @Override
    int cellBytes() {
        return 2 * Long.BYTES;
    }

    @Override
    void read(MeasuredRows rows) {
        matching(rows);
    }

    private @Nullable RowSet matching(MeasuredRows rows) {
        if (condition != null) {
            return rows.meeting(condition);
        }
        return kind == Kind.FAILED ? rows.failed() : null;
    }

    @Override
    void add(MeasuredRows rows, int[] row, int[] cell, int count) {
        long[] sums = counts;
        if (kind == Kind.MEETING) {
            for (int i = 0; i < count; i++) {
                totals[cell[i]]++;
            }
        }
        RowSet matching = matching(rows);
        if (matching == null || matching.isAll()) {
            for (int i = 0; i < count; i++) {
                sums[cell[i]]++;
            }
        } else if (!matching.isNone()) {
            for (int i = 0; i < count; i++) {
                if (matching.has(row[i])) {
                    sums[cell[i]]++;
                }
            }
        }
    }

    @Override
    boolean takesOperations() {
        return kind != Kind.MEETING;
    }

    @Override
    void addOperation(int cell, OperationTable operations, int entry) {
        counts[cell] += kind == Kind.ALL ? operations.spans(entry) : operations.errors(entry);
    }

    @Override
    void merge(int cell, Accumulator other, int from) {
        CountAccumulator more = (CountAccumulator) other;
        counts[cell] += more.counts[from];
        if (kind == Kind.MEETING) {
            totals[cell] += more.totals[from];
        }
    }

    @Override
    Figure figure(int cell, Measure measure) {
        return measure instanceof Measure.ShareOf
                ? new Figure.Decimal((double) counts[cell] / totals[cell])
                : new Figure.Whole(counts[cell]);
    }
}
