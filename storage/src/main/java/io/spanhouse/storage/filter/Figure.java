package io.spanhouse.storage.filter;

import io.spanhouse.storage.model.TraceId;
import java.util.List;

/** What a {@link Measure} came to. */
public sealed interface Figure {
    /** No span of the group has a value. */
    Figure NONE = new None();

    /** No span of the group has a value. */
    record None() implements Figure {}

    /** A whole number. */
    record Whole(long value) implements Figure {}

    /** A decimal. */
    record Decimal(double value) implements Figure {}

    /**
     * Quantiles.
     *
     * @param values in the order of the measure's shares, {@link Whole} or {@link Decimal}; all {@link None} if there is no
     *     value
     * @param exact whether they are values that were sent; if not they are within 1 % of those, and least and greatest
     *     are exact still
     */
    record Quantiles(List<Figure> values, boolean exact) implements Figure {
        public Quantiles {
            values = List.copyOf(values);
        }
    }

    /**
     * A base-2 exponential histogram. Bucket {@code i} of the positive numbers holds those over {@code base^i} up to and
     * with {@code base^(i+1)}, where {@code base} is 2^(2^-scale); negative numbers likewise by their magnitude.
     *
     * @param zeros number of values that are 0
     */
    record Histogram(int scale, long zeros, Buckets negative, Buckets positive) implements Figure {
        /** The finest scale: values of a bucket differ by 1.1 % at most. */
        public static final int SCALE_MAX = 6;

        /** Number of values. */
        public long values() {
            return zeros + negative.values() + positive.values();
        }

        /** The upper edge of a bucket of the positive numbers, which belongs to it. */
        public double upperEdge(int index) {
            return edge(index + 1, scale);
        }

        /** The lower edge of a bucket of the positive numbers, which does not belong to it. */
        public double lowerEdge(int index) {
            return edge(index, scale);
        }

        /** Where a bucket of the positive numbers begins at a scale. */
        public static double edge(int index, int scale) {
            int power = index >> scale;
            int part = index - (power << scale);
            double fraction = part == 0 ? 1 : Math.pow(2, part / (double) (1 << scale));
            return Math.scalb(fraction, power);
        }
    }

    /**
     * A run of buckets, from the first that holds a value to the last.
     *
     * @param offset index of the first
     * @param counts number of values in each; empty if there is none
     */
    record Buckets(int offset, List<Long> counts) {
        /** No values. */
        public static final Buckets EMPTY = new Buckets(0, List.of());

        public Buckets {
            counts = List.copyOf(counts);
        }

        /** Number of values. */
        public long values() {
            long sum = 0;
            for (long count : counts) {
                sum += count;
            }
            return sum;
        }
    }

    /**
     * A span.
     *
     * @param startNanos unsigned nanoseconds since 1970
     * @param durationNanos end minus start, at least 0
     */
    record Example(TraceId traceId, long spanId, long startNanos, long durationNanos) implements Figure {}
}
