package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.TraceField;

/** Numbers of one whole trace. Mutable so that one instance serves a whole loop; not thread-safe. */
abstract class TraceNumbers {
    /** Earliest start that was given, unsigned; 0 if none was. */
    long startNanos;

    /** Latest end, unsigned. */
    long endNanos;

    long spans;
    long errors;

    /** End minus start, 0 if negative. */
    final long durationNanos() {
        return FieldReaders.duration(startNanos, endNanos);
    }

    /** Start of the root as it was given, 0 if there is no root. */
    abstract long rootStartGiven();

    /** Duration of the root, anything if there is no root. */
    abstract long rootDurationGiven();

    /** Name of the root, empty if there is none. */
    abstract String rootName();

    final long rootStartNanos() {
        long given = rootStartGiven();
        return given == 0 ? startNanos : given;
    }

    final long rootDurationNanos() {
        return rootStartGiven() == 0 ? 0 : Math.max(0, rootDurationGiven());
    }

    /** Whether a value stands in this relation to a number. */
    final boolean meets(TraceField field, Operator operator, long number) {
        switch (field) {
            case START:
                return Relations.holds(operator, NumberSense.UNSIGNED.compare(startNanos, number));
            case END:
                return Relations.holds(operator, NumberSense.UNSIGNED.compare(endNanos, number));
            case DURATION:
                return Relations.holds(operator, Long.compare(durationNanos(), number));
            case SPANS:
                return Relations.holds(operator, Long.compare(spans, number));
            case ERRORS:
                return Relations.holds(operator, Long.compare(errors, number));
            case ROOT_START:
                return Relations.holds(operator, NumberSense.UNSIGNED.compare(rootStartNanos(), number));
            case ROOT_DURATION:
                return Relations.holds(operator, Long.compare(rootDurationNanos(), number));
        }
        throw new AssertionError(field);
    }

    /** Adds what is known of one span, its error left out. */
    final void addSpan(long start, long end) {
        spans++;
        startNanos = earlier(startNanos, start);
        endNanos = Long.compareUnsigned(end, endNanos) > 0 ? end : endNanos;
    }

    /** The earlier of two starts, of which 0 was not given. */
    static long earlier(long start, long other) {
        // 0 minus 1 is the greatest unsigned number.
        return Long.compareUnsigned(start - 1, other - 1) <= 0 ? start : other;
    }
}
