package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.GroupKey;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.SpanRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows of many traces with all that a query's groups and measures want of them, read when each comes: what a row has by its
 * trace is known only then, and decoded rows are gone afterwards. Up to {@value #ROWS_MAX} rows. Not thread-safe.
 */
final class CollectedRows implements MeasuredRows {
    /** Most rows that are measured at once. */
    static final int ROWS_MAX = 4_096;

    private final LiteralTable literals;
    private final List<GroupKey> keys;
    private final long[] starts = new long[ROWS_MAX];
    private final long[] durations = new long[ROWS_MAX];
    private final long[] spanIds = new long[ROWS_MAX];
    private final long[] idsHigh = new long[ROWS_MAX];
    private final long[] idsLow = new long[ROWS_MAX];
    private final long[] failed = RowSet.words(ROWS_MAX);
    private final Map<PreparedCondition, long[]> meeting = new HashMap<>();
    private final Map<Operand, NumberColumn> numbers = new HashMap<>();
    private final List<ValueLists> values = new ArrayList<>();
    private final IdentityHashMap<SpanRows, Readers> generations = new IdentityHashMap<>();
    private @Nullable Readers last;
    private int count;

    /**
     * No rows yet.
     *
     * @param conditions that measures ask for
     * @param measured operands that measures take the numbers of
     */
    CollectedRows(
            LiteralTable literals, List<GroupKey> keys, List<PreparedCondition> conditions, List<Operand> measured) {
        this.literals = literals;
        this.keys = keys;
        keys.forEach(key -> values.add(new ValueLists(ROWS_MAX)));
        conditions.forEach(condition -> meeting.put(condition, RowSet.words(ROWS_MAX)));
        measured.forEach(operand -> numbers.put(operand, NumberColumn.empty(ROWS_MAX)));
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == ROWS_MAX;
    }

    /** Forgets the rows, but not what was found out about codes of the head. */
    void clear() {
        count = 0;
        Arrays.fill(failed, 0);
        meeting.values().forEach(words -> Arrays.fill(words, 0));
        values.replaceAll(absent -> new ValueLists(ROWS_MAX));
        numbers.replaceAll((operand, absent) -> NumberColumn.empty(ROWS_MAX));
    }

    /** The values of each key. */
    List<ValueLists> values() {
        return values;
    }

    /** Adds a row; there must be room. */
    void add(SpanRows rows, int row, TraceFacts trace, int span) {
        Readers readers = readers(rows);
        readers.context.trace(trace);
        readers.context.span(span);
        starts[count] = rows.startNanos(row);
        durations[count] = FieldReaders.duration(rows.startNanos(row), rows.endNanos(row));
        spanIds[count] = rows.spanId(row);
        idsHigh[count] = rows.traceIdHigh(row);
        idsLow[count] = rows.traceIdLow(row);
        if (rows.statusCode(row) == TraceTally.STATUS_ERROR) {
            RowSet.set(failed, count);
        }
        readers.read(row);
        count++;
    }

    private Readers readers(SpanRows rows) {
        Readers known = last;
        if (known == null || known.rows != rows) {
            known = rows instanceof Generation ? generations.computeIfAbsent(rows, Readers::new) : new Readers(rows);
            last = known;
        }
        return known;
    }

    /** Reads rows of one {@link SpanRows}. */
    private final class Readers {
        private final SpanRows rows;
        private final RowContext context = new RowContext();
        private final List<List<OperandValues>> ofKeys = new ArrayList<>();
        private final Map<Operand, NumberReader> ofNumbers = new HashMap<>();
        private final Map<PreparedCondition, SpanConditionEvaluator> ofConditions = new HashMap<>();

        Readers(SpanRows rows) {
            this.rows = rows;
            for (GroupKey key : keys) {
                List<OperandValues> operands = new ArrayList<>();
                for (Operand operand : key.operands()) {
                    operands.add(new OperandValues(rows, OperandReader.of(operand, rows, context), literals));
                }
                ofKeys.add(operands);
            }
            numbers.keySet().forEach(operand -> ofNumbers.put(operand, new NumberReader(rows, operand, context)));
            meeting.keySet()
                    .forEach(condition ->
                            ofConditions.put(condition, new SpanConditionEvaluator(rows, condition, context)));
        }

        void read(int row) {
            for (int i = 0; i < ofKeys.size(); i++) {
                readKey(ofKeys.get(i), values.get(i), row);
            }
            numbers.forEach((operand, column) ->
                    Objects.requireNonNull(ofNumbers.get(operand)).read(row, column, count));
            meeting.forEach((condition, words) -> {
                if (Objects.requireNonNull(ofConditions.get(condition)).test(row)) {
                    RowSet.set(words, count);
                }
            });
        }

        /** The values of the first operand that the row has one of. */
        private void readKey(List<OperandValues> operands, ValueLists into, int row) {
            for (OperandValues operand : operands) {
                IntColumn found = operand.of(row);
                for (int i = 0; i < found.size(); i++) {
                    into.add(count, found.get(i));
                }
                if (into.list(count) != ValueLists.ABSENT) {
                    return;
                }
            }
        }
    }

    @Override
    public long[] starts() {
        return starts;
    }

    @Override
    public long[] durations() {
        return durations;
    }

    @Override
    public RowSet failed() {
        return RowSet.of(failed, count);
    }

    @Override
    public RowSet meeting(PreparedCondition condition) {
        long[] words = meeting.get(condition);
        if (words == null) {
            throw new IllegalArgumentException("a condition was not asked of the rows when they came: " + condition);
        }
        return RowSet.of(words, count);
    }

    @Override
    public NumberColumn numbers(Operand operand) {
        NumberColumn column = numbers.get(operand);
        if (column == null) {
            throw new IllegalArgumentException("numbers were not read when rows came: " + operand);
        }
        return column;
    }

    @Override
    public long[] spanIds() {
        return spanIds;
    }

    @Override
    public void readTraceIds() {}

    @Override
    public long traceIdHigh(int row) {
        return idsHigh[row];
    }

    @Override
    public long traceIdLow(int row) {
        return idsLow[row];
    }
}
