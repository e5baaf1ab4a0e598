package io.spanhouse.storage.block;

import java.util.Arrays;

/** Collects the {@link Bound}s of one row group. Used for one after the other; not thread-safe. */
final class BoundsCollector {
    private final long[] bounds = new long[Bound.values().length];

    /** Starts a new row group. */
    void clear() {
        Arrays.fill(bounds, 0);
        for (Bound least : new Bound[] {
            Bound.START_MIN,
            Bound.DURATION_MIN,
            Bound.TICK_MIN,
            Bound.TRACE_START_MIN,
            Bound.TRACE_DURATION_MIN,
            Bound.TRACE_SPANS_MIN,
            Bound.TRACE_ERRORS_MIN
        }) {
            set(least, least == Bound.START_MIN || least == Bound.TRACE_START_MIN ? -1 : Long.MAX_VALUE);
        }
    }

    void set(Bound bound, long value) {
        bounds[bound.ordinal()] = value;
    }

    private long get(Bound bound) {
        return bounds[bound.ordinal()];
    }

    /** Adds a row. */
    void row(long start, long duration, long tick) {
        if (start == 0) {
            set(Bound.ROWS_WITHOUT_START, get(Bound.ROWS_WITHOUT_START) + 1);
        } else {
            widenUnsigned(Bound.START_MIN, Bound.START_MAX, start);
        }
        widen(Bound.DURATION_MIN, Bound.DURATION_MAX, Math.max(0, duration));
        widen(Bound.TICK_MIN, Bound.TICK_MAX, tick);
    }

    /** Adds a fragment's whole-trace values. */
    void trace(long start, long duration, long spans, long errors, boolean continues) {
        widenUnsigned(Bound.TRACE_START_MIN, Bound.TRACE_START_MAX, start);
        widen(Bound.TRACE_DURATION_MIN, Bound.TRACE_DURATION_MAX, Math.max(0, duration));
        widen(Bound.TRACE_SPANS_MIN, Bound.TRACE_SPANS_MAX, spans);
        widen(Bound.TRACE_ERRORS_MIN, Bound.TRACE_ERRORS_MAX, errors);
        if (continues) {
            set(Bound.CONTINUING, get(Bound.CONTINUING) + 1);
        }
    }

    /** All bounds, by {@link Bound#ordinal()}; valid until the next change. */
    long[] bounds() {
        return bounds;
    }

    private void widen(Bound least, Bound most, long value) {
        set(least, Math.min(get(least), value));
        set(most, Math.max(get(most), value));
    }

    private void widenUnsigned(Bound least, Bound most, long value) {
        if (Long.compareUnsigned(value, get(least)) < 0) {
            set(least, value);
        }
        if (Long.compareUnsigned(value, get(most)) > 0) {
            set(most, value);
        }
    }
}
