package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.List;

/** Notes what a query could not cover, and why. Any number of threads. */
final class Coverage {
    /** Most sentences about what is missing; further ones are counted. */
    private static final int MISSING_MAX = 50;

    private final List<String> missing = new ArrayList<>();
    private Completeness.Reason reason = Completeness.Reason.COMPLETE;
    private long uncounted;

    /** Notes that something is not covered. The first reason is the one that the answer gives. */
    synchronized void miss(Completeness.Reason why, String what) {
        if (reason == Completeness.Reason.COMPLETE) {
            reason = why;
        }
        if (missing.size() < MISSING_MAX) {
            missing.add(what);
        } else {
            uncounted++;
        }
    }

    /**
     * Notes damage, and lets every other failure pass.
     *
     * @param what was being read
     */
    void missDamaged(String what, StoreException failure) {
        if (failure.kind() != FailureKind.CORRUPT) {
            throw failure;
        }
        miss(Completeness.Reason.DAMAGED, what + ": " + failure.getMessage());
    }

    /**
     * Notes that a limit or the query's budget ended some work.
     *
     * @return false for every other failure
     */
    boolean missStopped(StoreException failure, QueryControl control, String what) {
        if (failure.kind() == FailureKind.TOO_LARGE) {
            miss(Completeness.Reason.LIMIT, String.valueOf(failure.getMessage()));
            return true;
        }
        Completeness.Reason exhausted = control.exhausted();
        if (failure.kind() == FailureKind.CANCELLED && exhausted != Completeness.Reason.COMPLETE) {
            miss(exhausted, "the query stopped (" + exhausted.text() + "): " + what);
            return true;
        }
        return false;
    }

    /** What was covered so far. */
    synchronized Completeness completeness() {
        if (reason == Completeness.Reason.COMPLETE) {
            return Completeness.COMPLETE;
        }
        List<String> all = new ArrayList<>(missing);
        if (uncounted > 0) {
            all.add("and " + uncounted + " more");
        }
        return new Completeness(reason, all);
    }
}
