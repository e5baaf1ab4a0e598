package io.spanhouse.query.jaeger;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.Figure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Quantiles of stretches of time that move forward: counts of the cells that come are added, of those that go taken away. All
 * numbers are durations, so none is negative. Not thread-safe.
 */
final class SlidingHistogram {
    private final List<AggregateAnswer.Cell> cells;
    private final Deque<AggregateAnswer.Cell> inside = new ArrayDeque<>();
    private final int offset;
    private final long[] counts;
    private long zeros;
    private long total;
    private int next;

    /** Cells in the order of their steps, whose first figure is a histogram. */
    SlidingHistogram(List<AggregateAnswer.Cell> cells) {
        this.cells = cells;
        int least = Integer.MAX_VALUE;
        int most = Integer.MIN_VALUE;
        for (AggregateAnswer.Cell cell : cells) {
            Figure.Buckets buckets = histogram(cell).positive();
            if (!buckets.counts().isEmpty()) {
                least = Math.min(least, buckets.offset());
                most = Math.max(most, buckets.offset() + buckets.counts().size());
            }
        }
        offset = least;
        counts = new long[Math.max(0, most - (least == Integer.MAX_VALUE ? most : least))];
    }

    private static Figure.Histogram histogram(AggregateAnswer.Cell cell) {
        return cell.figures().get(0) instanceof Figure.Histogram histogram
                ? histogram
                : new Figure.Histogram(Figure.Histogram.SCALE_MAX, 0, Figure.Buckets.EMPTY, Figure.Buckets.EMPTY);
    }

    /** A quantile of the cells from one step up to another, not before those asked for last; NaN if they have no values. */
    double quantile(int fromStep, int toStep, double share) {
        while (next < cells.size() && cells.get(next).step() < toStep) {
            AggregateAnswer.Cell cell = cells.get(next++);
            inside.add(cell);
            add(histogram(cell), 1);
        }
        while (!inside.isEmpty() && inside.element().step() < fromStep) {
            add(histogram(inside.remove()), -1);
        }
        return total == 0 ? Double.NaN : value(Math.max(1, (long) Math.ceil(share * total)));
    }

    private void add(Figure.Histogram histogram, int times) {
        zeros += times * histogram.zeros();
        total += times * histogram.zeros();
        Figure.Buckets buckets = histogram.positive();
        for (int i = 0; i < buckets.counts().size(); i++) {
            long count = times * buckets.counts().get(i);
            counts[buckets.offset() - offset + i] += count;
            total += count;
        }
    }

    /** The value of a rank, as if those of a bucket were spread over it evenly. */
    private double value(long rank) {
        long before = zeros;
        if (rank <= before) {
            return 0;
        }
        for (int bucket = 0; bucket < counts.length; bucket++) {
            if (rank <= before + counts[bucket]) {
                double lower = Figure.Histogram.edge(bucket + offset, Figure.Histogram.SCALE_MAX);
                double upper = Figure.Histogram.edge(bucket + offset + 1, Figure.Histogram.SCALE_MAX);
                return lower + (upper - lower) * (rank - before) / counts[bucket];
            }
            before += counts[bucket];
        }
        throw new IllegalStateException("there are " + total + " values, expected over " + rank);
    }
}
