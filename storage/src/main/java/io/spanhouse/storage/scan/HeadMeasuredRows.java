package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.model.SpanRows;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Some rows of the head, numbered anew from 0. */
final class HeadMeasuredRows implements MeasuredRows {
    private final SpanRows rows;
    private final int[] list;
    private final int count;
    private final Map<Operand, NumberColumn> numbers = new HashMap<>();
    private final Map<PreparedCondition, RowSet> meeting = new HashMap<>();
    private long @Nullable [] starts;
    private long @Nullable [] durations;
    private long @Nullable [] spanIds;
    private @Nullable RowSet failed;

    /** The rows at the first places of a list. */
    HeadMeasuredRows(SpanRows rows, int[] list, int count) {
        this.rows = rows;
        this.list = list;
        this.count = count;
    }

    @Override
    public long[] starts() {
        long[] known = starts;
        if (known == null) {
            known = new long[count];
            for (int i = 0; i < count; i++) {
                known[i] = rows.startNanos(list[i]);
            }
            starts = known;
        }
        return known;
    }

    @Override
    public long[] durations() {
        long[] known = durations;
        if (known == null) {
            known = new long[count];
            for (int i = 0; i < count; i++) {
                known[i] = FieldReaders.duration(rows.startNanos(list[i]), rows.endNanos(list[i]));
            }
            durations = known;
        }
        return known;
    }

    @Override
    public RowSet failed() {
        RowSet known = failed;
        if (known == null) {
            long[] words = RowSet.words(count);
            for (int i = 0; i < count; i++) {
                if (rows.statusCode(list[i]) == TraceTally.STATUS_ERROR) {
                    RowSet.set(words, i);
                }
            }
            known = RowSet.of(words, count);
            failed = known;
        }
        return known;
    }

    @Override
    public RowSet meeting(PreparedCondition condition) {
        return meeting.computeIfAbsent(condition, this::evaluate);
    }

    private RowSet evaluate(PreparedCondition condition) {
        SpanConditionEvaluator evaluator = new SpanConditionEvaluator(rows, condition);
        long[] words = RowSet.words(count);
        for (int i = 0; i < count; i++) {
            if (evaluator.test(list[i])) {
                RowSet.set(words, i);
            }
        }
        return RowSet.of(words, count);
    }

    @Override
    public NumberColumn numbers(Operand operand) {
        return numbers.computeIfAbsent(operand, this::read);
    }

    private NumberColumn read(Operand operand) {
        NumberReader reader = new NumberReader(rows, operand);
        NumberColumn column = NumberColumn.empty(count);
        for (int i = 0; i < count; i++) {
            reader.read(list[i], column, i);
        }
        return column;
    }

    @Override
    public long[] spanIds() {
        long[] known = spanIds;
        if (known == null) {
            known = new long[count];
            for (int i = 0; i < count; i++) {
                known[i] = rows.spanId(list[i]);
            }
            spanIds = known;
        }
        return known;
    }

    @Override
    public void readTraceIds() {}

    @Override
    public long traceIdHigh(int row) {
        return rows.traceIdHigh(list[row]);
    }

    @Override
    public long traceIdLow(int row) {
        return rows.traceIdLow(list[row]);
    }
}
