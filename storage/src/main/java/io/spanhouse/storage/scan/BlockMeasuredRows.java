package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.filter.Operand;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a row group. */
final class BlockMeasuredRows implements MeasuredRows {
    private final GroupScan scan;
    private final Map<Operand, NumberColumn> numbers = new HashMap<>();
    private final Map<PreparedCondition, RowSet> meeting = new HashMap<>();
    private @Nullable RowSet failed;
    private long @Nullable [] spanIds;
    private int fragment;

    BlockMeasuredRows(GroupScan scan) {
        this.scan = scan;
    }

    @Override
    public long[] starts() {
        return scan.rowColumns().starts();
    }

    @Override
    public long[] durations() {
        return scan.rowColumns().durations();
    }

    @Override
    public RowSet failed() {
        RowSet known = failed;
        if (known == null) {
            known = scan.rowColumns().failed();
            failed = known;
        }
        return known;
    }

    @Override
    public RowSet meeting(PreparedCondition condition) {
        return meeting.computeIfAbsent(condition, scan::rows);
    }

    @Override
    public NumberColumn numbers(Operand operand) {
        return numbers.computeIfAbsent(operand, absent -> new NumberColumns(scan).of(absent));
    }

    @Override
    public long[] spanIds() {
        long[] known = spanIds;
        if (known == null) {
            known = new long[scan.rows()];
            scan.group().spanIds(0, known.length, known, 0);
            spanIds = known;
        }
        return known;
    }

    @Override
    public void readTraceIds() {
        scan.traces().rowEnds();
        scan.traces().ids();
    }

    @Override
    public long traceIdHigh(int row) {
        return scan.traces().ids()[2 * fragmentOf(row)];
    }

    @Override
    public long traceIdLow(int row) {
        return scan.traces().ids()[2 * fragmentOf(row) + 1];
    }

    /** Rows that are compared mostly lie in one trace: that of the row before is looked at first. */
    private int fragmentOf(int row) {
        GroupTraces traces = scan.traces();
        if (row < traces.rowStart(fragment) || row >= traces.rowEnds()[fragment]) {
            fragment = traces.fragmentOf(row);
        }
        return fragment;
    }
}
