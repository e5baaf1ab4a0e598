package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import java.util.Arrays;

/** Calls that one unit of work found, as rows to be measured. Not thread-safe. */
final class CallRows implements MeasuredRows {
    private static final Operand DURATION = new Operand.Field(SpanField.DURATION);

    private final AggregateTable table;
    private final int[] key = new int[2];
    private int[] rows = new int[64];
    private int[] cells = new int[64];
    private long[] durations = new long[64];
    private long[] failed = RowSet.words(64);
    private int count;

    /** Calls to be counted in a table with keys of caller and callee. */
    CallRows(AggregateTable table) {
        this.table = table;
    }

    void add(int caller, int callee, long duration, boolean error) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, count * 2);
            cells = Arrays.copyOf(cells, count * 2);
            durations = Arrays.copyOf(durations, count * 2);
            failed = Arrays.copyOf(failed, failed.length * 2);
        }
        boolean sameAsBefore = count > 0 && key[0] == caller && key[1] == callee;
        key[0] = caller;
        key[1] = callee;
        rows[count] = count;
        cells[count] = sameAsBefore ? cells[count - 1] : table.cell(key);
        durations[count] = duration;
        if (error) {
            RowSet.set(failed, count);
        }
        count++;
    }

    /** Counts all calls and forgets them. */
    void count() {
        table.add(this, rows, cells, count);
        Arrays.fill(failed, 0);
        count = 0;
    }

    @Override
    public long[] durations() {
        return durations;
    }

    @Override
    public RowSet failed() {
        return RowSet.of(failed, rows.length);
    }

    @Override
    public NumberColumn numbers(Operand operand) {
        if (!operand.equals(DURATION)) {
            throw notKept("numbers of " + operand);
        }
        return NumberColumn.of(durations);
    }

    @Override
    public long[] starts() {
        throw notKept("starts");
    }

    @Override
    public RowSet meeting(PreparedCondition condition) {
        throw notKept("conditions");
    }

    @Override
    public long[] spanIds() {
        throw notKept("span ids");
    }

    @Override
    public void readTraceIds() {
        throw notKept("trace ids");
    }

    @Override
    public long traceIdHigh(int row) {
        throw notKept("trace ids");
    }

    @Override
    public long traceIdLow(int row) {
        throw notKept("trace ids");
    }

    private static IllegalStateException notKept(String what) {
        return new IllegalStateException("of calls " + what + " are not kept");
    }
}
