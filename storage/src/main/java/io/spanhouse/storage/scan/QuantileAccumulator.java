package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Quantiles: of values that are kept while the query has few, of histograms from then on. */
final class QuantileAccumulator extends NumberAccumulator {
    private final QuantileLimit limit;
    private final QueryMemory memory;
    private @Nullable QuantileValues[] values = new QuantileValues[0];
    /** Takes most numbers before the histograms do; of use once there are histograms. */
    private final BucketArena arena;

    private boolean inHistograms;
    private long added;

    QuantileAccumulator(Operand operand, QuantileLimit limit, QueryMemory memory) {
        super(operand);
        this.limit = limit;
        this.memory = memory;
        this.arena = new BucketArena(memory);
    }

    @Override
    void ensure(int cells) {
        if (cells > values.length) {
            values = Arrays.copyOf(values, grown(values.length, cells));
        }
        if (inHistograms) {
            arena.ensure(values.length);
        }
    }

    @Override
    int cellBytes() {
        return 128;
    }

    private QuantileValues values(int cell) {
        QuantileValues of = values[cell];
        if (of == null) {
            of = new QuantileValues(memory);
            if (inHistograms) {
                of.toHistogram();
            }
            values[cell] = of;
        }
        return of;
    }

    @Override
    void add(MeasuredRows rows, int[] row, int[] cell, int count) {
        followLimit();
        super.add(rows, row, cell, count);
        endBatch();
    }

    /** Tells the query how many values were added since the last time. */
    void endBatch() {
        limit.add(added);
        added = 0;
    }

    /** Makes histograms of all cells once the query has too many values. */
    void followLimit() {
        if (!inHistograms && limit.exceeded()) {
            inHistograms = true;
            arena.ensure(values.length);
            for (QuantileValues of : values) {
                if (of != null) {
                    of.toHistogram();
                }
            }
        }
    }

    @Override
    void addPlain(long[] numbers, int[] row, int[] cell, int count) {
        if (inHistograms) {
            for (int i = 0; i < count; i++) {
                long number = numbers[row[i]];
                if (number <= 0 || !arena.add(cell[i], number)) {
                    values(cell[i]).whole(number);
                }
            }
        } else {
            for (int i = 0; i < count; i++) {
                values(cell[i]).whole(numbers[row[i]]);
            }
        }
        added += count;
    }

    @Override
    void whole(int cell, long value) {
        values(cell).whole(value);
        added++;
    }

    @Override
    void decimal(int cell, double value) {
        values(cell).decimal(value);
        added++;
    }

    @Override
    void merge(int cell, Accumulator other, int from) {
        followLimit();
        QuantileAccumulator others = (QuantileAccumulator) other;
        others.followLimit();
        others.emptyArena(from);
        QuantileValues more = others.values[from];
        if (more != null) {
            values(cell).addAll(more);
        }
    }

    private void emptyArena(int cell) {
        if (inHistograms) {
            arena.moveTo(cell, values(cell));
        }
    }

    @Override
    Figure figure(int cell, Measure measure) {
        followLimit();
        emptyArena(cell);
        return values(cell).figure(((Measure.Quantiles) measure).shares());
    }
}
