package io.spanhouse.storage.scan;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Lends out binders of one search and partition, so that what a unit of work found out about values of the head serves the
 * next. Any number of threads.
 */
final class BinderPool {
    private final SearchRun run;
    private final long tickMax;
    private final ConcurrentLinkedQueue<RowBinder> spare = new ConcurrentLinkedQueue<>();

    BinderPool(SearchRun run, long tickMax) {
        this.run = run;
        this.tickMax = tickMax;
    }

    /** A binder for one thread, to be given back. */
    RowBinder take() {
        RowBinder binder = spare.poll();
        return binder == null ? new RowBinder(run.predicate(), run.request().visibility(), tickMax) : binder;
    }

    void give(RowBinder binder) {
        spare.add(binder);
    }
}
