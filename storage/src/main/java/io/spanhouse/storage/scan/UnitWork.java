package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The units of one query, taken in order by any number of threads. Before each unit the query's reins are looked at. A
 * damaged unit is named and left out; a limit ends the work and is named; any other failure ends the query and is thrown
 * to who asked.
 */
final class UnitWork implements ScanPool.Work {
    /** Most sentences about what is missing; further ones are counted. */
    private static final int MISSING_MAX = 50;

    /** One unit of work. */
    interface Unit {
        /** Does it. */
        void run();

        /** Whether it need not be done any more, and with it none after it. */
        default boolean endsWork() {
            return false;
        }

        /** Names the unit, for people. */
        String name();
    }

    private final List<? extends Unit> units;
    private final QueryControl control;
    private final AtomicInteger next = new AtomicInteger();
    private final List<String> missing = new ArrayList<>();
    private Completeness.Reason reason = Completeness.Reason.COMPLETE;
    private long missingUncounted;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean ended;

    UnitWork(List<? extends Unit> units, QueryControl control) {
        this.units = units;
        this.control = control;
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

    private boolean takes(Unit unit, int index) {
        if (unit.endsWork()) {
            ended = true;
            control.unitsSkipped(units.size() - index);
            return false;
        }
        Completeness.Reason exhausted = control.exhausted();
        if (exhausted != Completeness.Reason.COMPLETE) {
            ended = true;
            miss(
                    exhausted,
                    "the query stopped (" + exhausted.text() + ") with " + (units.size() - index) + " of "
                            + units.size() + " units of work left");
            return false;
        }
        return true;
    }

    private boolean runOne(Unit unit) {
        control.unitRead();
        try {
            unit.run();
        } catch (StoreException e) {
            if (e.kind() == FailureKind.TOO_LARGE) {
                ended = true;
                miss(Completeness.Reason.LIMIT, String.valueOf(e.getMessage()));
            } else if (e.kind() == FailureKind.CORRUPT) {
                miss(Completeness.Reason.DAMAGED, unit.name() + ": " + e.getMessage());
            } else {
                throw e;
            }
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

    /** Notes that something is not covered. The first reason is the one that the answer gives. */
    synchronized void miss(Completeness.Reason why, String what) {
        if (reason == Completeness.Reason.COMPLETE) {
            reason = why;
        }
        if (missing.size() < MISSING_MAX) {
            missing.add(what);
        } else {
            missingUncounted++;
        }
    }

    /**
     * What the work covered.
     *
     * @throws RuntimeException the failure of a unit that was not damage
     */
    synchronized Completeness completeness() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        if (reason == Completeness.Reason.COMPLETE) {
            return Completeness.COMPLETE;
        }
        List<String> all = new ArrayList<>(missing);
        if (missingUncounted > 0) {
            all.add("and " + missingUncounted + " more");
        }
        return new Completeness(reason, all);
    }
}
