package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Figure;

/**
 * A base-2 exponential histogram of numbers, in the form that OpenTelemetry gives it. Infinite numbers lie in the bucket of
 * the greatest finite ones. Takes half a KiB for each stretch of 64 neighbouring buckets that holds a number. Not
 * thread-safe.
 */
final class ExponentialCounts {
    private final int shift;
    private final int scale;
    private final PagedCounts positive;
    private final PagedCounts negative;
    private long zeros;

    ExponentialCounts(int scale, QueryMemory memory) {
        this.scale = scale;
        this.shift = Figure.Histogram.SCALE_MAX - scale;
        this.positive = new PagedCounts(memory);
        this.negative = new PagedCounts(memory);
    }

    void whole(long value) {
        if (value > 0) {
            positive.add(ExponentialIndex.of(value) >> shift, 1);
        } else if (value == 0) {
            zeros++;
        } else if (value == Long.MIN_VALUE) {
            decimal(value);
        } else {
            negative.add(ExponentialIndex.of(-value) >> shift, 1);
        }
    }

    /** Takes a double that is a number. */
    void decimal(double value) {
        if (value == 0) {
            zeros++;
            return;
        }
        int index = ExponentialIndex.of(Math.min(Math.abs(value), Double.MAX_VALUE)) >> shift;
        (value > 0 ? positive : negative).add(index, 1);
    }

    /** Takes numbers above 0 that were counted in a bucket of this scale. */
    void positive(int index, long count) {
        positive.add(index, count);
    }

    void addAll(ExponentialCounts other) {
        positive.addAll(other.positive);
        negative.addAll(other.negative);
        zeros += other.zeros;
    }

    long values() {
        return positive.total() + negative.total() + zeros;
    }

    /** About the value with a rank, from 1 on: the middle of its bucket, which differs from either edge by the same share. */
    double ofRank(long rank) {
        if (rank <= negative.total()) {
            return -middle(negative.indexOfRank(rank, false));
        }
        long rest = rank - negative.total() - zeros;
        return rest <= 0 ? 0 : middle(positive.indexOfRank(rest, true));
    }

    private double middle(int index) {
        double lower = Figure.Histogram.edge(index, scale);
        double upper = Figure.Histogram.edge(index + 1, scale);
        return 2 / (1 / lower + 1 / upper);
    }

    Figure.Histogram figure() {
        return new Figure.Histogram(scale, zeros, negative.buckets(), positive.buckets());
    }
}
