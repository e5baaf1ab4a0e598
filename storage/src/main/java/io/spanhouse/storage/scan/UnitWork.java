package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.model.StoreException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The units of one query, taken in order by any number of threads. Before each unit the query's reins are looked at. A
 * damaged unit is named and left out; a limit ends the work and is named; any other failure ends the query and is thrown
 * to who asked.
 */
final class UnitWork implements ScanPool.Work {
    /** One unit of work. */
    interface Unit {
        /** Does it. */
        void run();

        /** Whether it need not be done any more, and with it none after it. */
        default boolean endsWork() {
            return false;
        }

        /** Whether it tells {@link QueryControl} itself that it was read: a stretch of the head, which has rows of all projects. */
        default boolean countsItself() {
            return false;
        }

        /** Names the unit, for people. */
        String name();
    }

    private final List<? extends Unit> units;
    private final QueryControl control;
    private final Coverage coverage;
    private final AtomicInteger next = new AtomicInteger();
    private @Nullable RuntimeException failure;
    private volatile boolean ended;

    UnitWork(List<? extends Unit> units, QueryControl control, Coverage coverage) {
        this.units = units;
        this.control = control;
        this.coverage = coverage;
    }

    /**
     * Does all the work on a pool's threads and this one.
     *
     * @throws RuntimeException the failure of a unit that was neither damage nor a limit
     */
    void runOn(ScanPool pool) {
        pool.run(this);
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    @Override
    public boolean runNext() {
        if (ended) {
            return false;
        }
        int index = next.getAndIncrement();
        if (index >= units.size()) {
            return false;
        }
        Unit unit = units.get(index);
        try {
            return takes(unit, index) && runOne(unit);
        } catch (RuntimeException e) {
            fail(e);
            return false;
        }
    }

    @Override
    public boolean hasNext() {
        int index = next.get();
        if (ended || index >= units.size()) {
            return false;
        }
        try {
            return takes(units.get(index), index);
        } catch (RuntimeException e) {
            fail(e);
            return false;
        }
    }

    private boolean takes(Unit unit, int index) {
        if (unit.endsWork()) {
            ended = true;
            control.unitsSkipped(units.size() - index);
            return false;
        }
        Completeness.Reason exhausted = control.exhausted();
        if (exhausted != Completeness.Reason.COMPLETE) {
            ended = true;
            coverage.miss(
                    exhausted,
                    "the query stopped (" + exhausted.text() + ") with " + (units.size() - index) + " of "
                            + units.size() + " units of work left");
            return false;
        }
        return true;
    }

    private boolean runOne(Unit unit) {
        if (!unit.countsItself()) {
            control.unitRead();
        }
        MeteredChunks.takeBytes();
        try {
            unit.run();
        } catch (StoreException e) {
            if (coverage.missStopped(e, control, unit.name() + " was not read to its end")) {
                ended = true;
            } else {
                coverage.missDamaged(unit.name(), e);
            }
        } finally {
            control.read(MeteredChunks.takeBytes(), 0);
        }
        return true;
    }

    private synchronized void fail(RuntimeException e) {
        ended = true;
        if (failure == null) {
            failure = e;
        } else {
            failure.addSuppressed(e);
        }
    }
}
