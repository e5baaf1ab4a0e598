package io.spanhouse.storage.filter;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The reins of one query: its time and byte budget, whether the client still wants it, and what it read. The scan asks
 * {@link #exhausted()} at every unit of work; a list then ends partial and says why. Thread-safe.
 */
public final class QueryControl {
    private final long timeoutMillis;
    private final long deadlineNanoTime;
    private final long bytesMax;
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder rowsRead = new LongAdder();
    private final LongAdder unitsRead = new LongAdder();
    private final LongAdder unitsSkipped = new LongAdder();
    private final @Nullable QueryControl answer;
    private volatile boolean cancelled;

    /**
     * Starts the clock.
     *
     * @param timeoutMillis longest time, measured on the monotonic clock
     * @param bytesMax most encoded bytes to read
     */
    public QueryControl(long timeoutMillis, long bytesMax) {
        this(timeoutMillis, bytesMax, null);
    }

    private QueryControl(long timeoutMillis, long bytesMax, @Nullable QueryControl answer) {
        this.answer = answer;
        this.timeoutMillis = timeoutMillis;
        this.deadlineNanoTime = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        this.bytesMax = bytesMax;
    }

    /** A control that never ends a query; for tests and maintenance. */
    public static QueryControl unlimited() {
        return new QueryControl(TimeUnit.DAYS.toMillis(365), Long.MAX_VALUE);
    }

    /** The same budgets from now on, for the next of several queries that are one answer, cancelled together with this one. */
    public QueryControl again() {
        return new QueryControl(timeoutMillis, bytesMax, this);
    }

    /** Whether the client went away. */
    public boolean cancelled() {
        return cancelled || (answer != null && answer.cancelled());
    }

    /** The client went away: stop soon, nobody reads the answer. */
    public void cancel() {
        cancelled = true;
    }

    /** Counts what was read. */
    public void read(long bytes, long rows) {
        bytesRead.add(bytes);
        rowsRead.add(rows);
    }

    /** Counts a unit of work (row group or head part) that was looked into. */
    public void unitRead() {
        unitsRead.increment();
    }

    /**
     * Counts a stretch of the head as a unit, with the rows of the asking project alone: projects lie there together, and no
     * figure may tell how much the others have. A stretch without any is not counted.
     */
    public void readOfHead(int rows) {
        rowsRead.add(rows);
        if (rows > 0) {
            unitsRead.increment();
        }
    }

    /** Counts units of work that an index or a bound made unnecessary. */
    public void unitsSkipped(long units) {
        unitsSkipped.add(units);
    }

    /** Why the query must stop now, or {@link Completeness.Reason#COMPLETE} if it need not. */
    public Completeness.Reason exhausted() {
        if (cancelled()) {
            return Completeness.Reason.CANCELLED;
        }
        if (System.nanoTime() - deadlineNanoTime > 0) {
            return Completeness.Reason.TIME;
        }
        return bytesRead.sum() > bytesMax ? Completeness.Reason.BYTES : Completeness.Reason.COMPLETE;
    }

    /**
     * Ends the query where a partial answer would make no sense.
     *
     * @throws StoreException CANCELLED if the budget is used up or the client is gone
     */
    public void check() {
        Completeness.Reason reason = exhausted();
        if (reason != Completeness.Reason.COMPLETE) {
            throw new StoreException(FailureKind.CANCELLED, "query stopped: " + reason.text());
        }
    }

    /** What was read so far. */
    public ScanStatistics statistics() {
        return new ScanStatistics(bytesRead.sum(), rowsRead.sum(), unitsRead.sum(), unitsSkipped.sum());
    }
}
