package io.spanhouse.storage.scan;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many values of one operand a query has seen, all of its threads together. Up to {@link #EXACT_VALUES_MAX} they are
 * all kept and quantiles are exact; with one more, all become histograms. Any number of threads.
 */
final class QuantileLimit {
    /** Most values that are kept as they are: 8 MB and what their lists have spare. */
    static final long EXACT_VALUES_MAX = 1_000_000;

    private final long valuesMax;
    private final AtomicLong values = new AtomicLong();

    QuantileLimit(long valuesMax) {
        this.valuesMax = valuesMax;
    }

    /** Says how many values there will be at least, so that none are kept that need not be. */
    void expect(long atLeast) {
        if (atLeast > valuesMax) {
            values.addAndGet(valuesMax + 1);
        }
    }

    /** Counts values. */
    void add(long count) {
        values.addAndGet(count);
    }

    /** Whether there were more than can be kept; once true it stays so. */
    boolean exceeded() {
        return values.get() > valuesMax;
    }
}
