package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Exact sums and averages: whole numbers in 128 bits, decimals in an {@link ExactSum} of each cell that has some. */
final class SumAccumulator extends NumberAccumulator {
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private final QueryMemory memory;
    private long[] counts = new long[0];
    private long[] high = new long[0];
    private long[] low = new long[0];
    private @Nullable ExactSum[] decimals = new ExactSum[0];

    SumAccumulator(Operand operand, QueryMemory memory) {
        super(operand);
        this.memory = memory;
    }

    @Override
    void ensure(int cells) {
        if (cells > counts.length) {
            int capacity = grown(counts.length, cells);
            counts = Arrays.copyOf(counts, capacity);
            high = Arrays.copyOf(high, capacity);
            low = Arrays.copyOf(low, capacity);
            decimals = Arrays.copyOf(decimals, capacity);
        }
    }

    @Override
    int cellBytes() {
        return 4 * Long.BYTES;
    }

    @Override
    void whole(int cell, long value) {
        counts[cell]++;
        add(cell, value >> 63, value);
    }

    private void add(int cell, long highPart, long lowPart) {
        long sum = low[cell] + lowPart;
        high[cell] += highPart + (Long.compareUnsigned(sum, lowPart) < 0 ? 1 : 0);
        low[cell] = sum;
    }

    @Override
    void decimal(int cell, double value) {
        counts[cell]++;
        decimals(cell).add(value);
    }

    private ExactSum decimals(int cell) {
        ExactSum sum = decimals[cell];
        if (sum == null) {
            memory.take(ExactSum.BYTES);
            sum = new ExactSum();
            decimals[cell] = sum;
        }
        return sum;
    }

    @Override
    void merge(int cell, Accumulator other, int from) {
        SumAccumulator sums = (SumAccumulator) other;
        counts[cell] += sums.counts[from];
        add(cell, sums.high[from], sums.low[from]);
        ExactSum more = sums.decimals[from];
        if (more != null) {
            decimals(cell).addAll(more);
        }
    }

    @Override
    Figure figure(int cell, Measure measure) {
        if (counts[cell] == 0) {
            return Figure.NONE;
        }
        BigInteger whole = BigInteger.valueOf(high[cell])
                .shiftLeft(Long.SIZE)
                .add(new BigInteger(Long.toUnsignedString(low[cell])));
        ExactSum fractions = decimals[cell];
        boolean fits = fractions == null && whole.compareTo(LEAST) >= 0 && whole.compareTo(MOST) <= 0;
        if (measure instanceof Measure.Sum && fits) {
            return new Figure.Whole(whole.longValueExact());
        }
        double sum = fractions == null ? whole.doubleValue() : fractions.plus(whole);
        return new Figure.Decimal(measure instanceof Measure.Sum ? sum : sum / counts[cell]);
    }
}
