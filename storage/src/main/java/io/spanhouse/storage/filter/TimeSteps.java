package io.spanhouse.storage.filter;

/**
 * A stretch of time cut in equal steps: step {@code i} has the starts from {@code first + i * step}, the next step's first
 * nanosecond not included. Steps that include their end instead of their beginning are these, one nanosecond later.
 *
 * @param firstNanos where the first step begins, unsigned nanoseconds since 1970
 * @param stepNanos length of a step, at least 1
 * @param count number of steps, 1 to {@link #COUNT_MAX}
 */
public record TimeSteps(long firstNanos, long stepNanos, int count) {
    /** Most steps of one request. */
    public static final int COUNT_MAX = 11_000;

    public TimeSteps {
        if (stepNanos < 1) {
            throw new IllegalArgumentException("a step is " + stepNanos + " ns, expected at least 1");
        }
        if (count < 1 || count > COUNT_MAX) {
            throw new IllegalArgumentException("there are " + count + " steps, expected 1 to " + COUNT_MAX);
        }
        long length = stepNanos * count;
        if (length / count != stepNanos || Long.compareUnsigned(firstNanos + length, firstNanos) < 0) {
            throw new IllegalArgumentException(
                    count + " steps of " + stepNanos + " ns end after the last representable time");
        }
    }

    /**
     * The steps that cover a window, the first of which begins at a multiple of the step since 1970.
     *
     * @throws IllegalArgumentException if the window has no end or there are more than {@link #COUNT_MAX}
     */
    public static TimeSteps aligned(TimeWindow window, long stepNanos) {
        if (stepNanos < 1) {
            throw new IllegalArgumentException("a step is " + stepNanos + " ns, expected at least 1");
        }
        long first = window.fromNanos() - Long.remainderUnsigned(window.fromNanos(), stepNanos);
        return covering(first, window, stepNanos);
    }

    /**
     * The steps that cover a window, the first of which begins where it does.
     *
     * @throws IllegalArgumentException if the window has no end or there are more than {@link #COUNT_MAX}
     */
    public static TimeSteps from(TimeWindow window, long stepNanos) {
        return covering(window.fromNanos(), window, stepNanos);
    }

    private static TimeSteps covering(long first, TimeWindow window, long stepNanos) {
        if (window.toNanos() == TimeWindow.FOREVER) {
            throw new IllegalArgumentException("the window has no end, expected one that steps can cover");
        }
        long length = Math.max(1, window.toNanos() - first);
        long whole = Long.divideUnsigned(length, stepNanos);
        long count = whole + (Long.remainderUnsigned(length, stepNanos) == 0 ? 0 : 1);
        if (Long.compareUnsigned(count, COUNT_MAX) > 0) {
            throw new IllegalArgumentException(
                    "there are " + Long.toUnsignedString(count) + " steps, expected 1 to " + COUNT_MAX);
        }
        return new TimeSteps(first, stepNanos, (int) count);
    }

    /** Where a step begins; of {@link #count} the end of the last. */
    public long startNanos(int step) {
        return firstNanos + step * stepNanos;
    }

    /** The step that has a time, which must lie in one of them. */
    public int step(long nanos) {
        return (int) Long.divideUnsigned(nanos - firstNanos, stepNanos);
    }

    /** Whether a time is in a step. */
    public boolean has(long nanos) {
        return Long.compareUnsigned(nanos - firstNanos, stepNanos * count) < 0;
    }

    /** Whether every time of a window is in a step. */
    public boolean cover(TimeWindow window) {
        return Long.compareUnsigned(window.fromNanos(), firstNanos) >= 0
                && window.toNanos() != TimeWindow.FOREVER
                && Long.compareUnsigned(window.toNanos(), startNanos(count)) <= 0;
    }
}
