package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Histograms. */
final class HistogramAccumulator extends NumberAccumulator {
    private final int scale;
    private final QueryMemory memory;
    private @Nullable ExponentialCounts[] histograms = new ExponentialCounts[0];

    HistogramAccumulator(Operand operand, int scale, QueryMemory memory) {
        super(operand);
        this.scale = scale;
        this.memory = memory;
    }

    @Override
    void ensure(int cells) {
        if (cells > histograms.length) {
            histograms = Arrays.copyOf(histograms, grown(histograms.length, cells));
        }
    }

    @Override
    int cellBytes() {
        return 96;
    }

    private ExponentialCounts histogram(int cell) {
        ExponentialCounts histogram = histograms[cell];
        if (histogram == null) {
            histogram = new ExponentialCounts(scale, memory);
            histograms[cell] = histogram;
        }
        return histogram;
    }

    @Override
    void whole(int cell, long value) {
        histogram(cell).whole(value);
    }

    @Override
    void decimal(int cell, double value) {
        histogram(cell).decimal(value);
    }

    @Override
    void merge(int cell, Accumulator other, int from) {
        ExponentialCounts histogram = ((HistogramAccumulator) other).histograms[from];
        if (histogram != null) {
            histogram(cell).addAll(histogram);
        }
    }

    @Override
    Figure figure(int cell, Measure measure) {
        ExponentialCounts histogram = histograms[cell];
        return histogram == null ? Figure.NONE : histogram.figure();
    }
}
