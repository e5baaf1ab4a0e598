package io.spanhouse.storage.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What measures add up: exact sums of doubles, buckets at their bounds, quantiles on both sides of the limit. */
class AccumulatorsTest {
    private static final int BATCHES = 10;
    private static final Operand DURATION = new Operand.Field(SpanField.DURATION);
    private static final List<Double> SHARES = List.of(0.0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1.0);

    @Test
    void sumOfDoublesHasNoRoundingErrorAndNoOrder() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 200; round++) {
            ExactSum one = new ExactSum();
            ExactSum other = new ExactSum();
            BigDecimal expected = BigDecimal.ZERO;
            BigInteger whole = BigInteger.valueOf(random.nextLong());
            for (int i = 0; i < 50; i++) {
                double value = Double.longBitsToDouble(random.nextLong());
                if (round % 3 == 0) {
                    value = random.nextDouble() - 0.5;
                }
                if (round % 7 == 0) {
                    value = Double.MIN_VALUE * random.nextInt(100);
                }
                if (Double.isFinite(value)) {
                    (i % 2 == 0 ? one : other).add(value);
                    expected = expected.add(new BigDecimal(value));
                }
            }
            one.addAll(other);
            assertThat(one.plus(whole))
                    .as("round %d", round)
                    .isEqualTo(expected.add(new BigDecimal(whole)).doubleValue());
        }
        ExactSum infinite = new ExactSum();
        infinite.add(Double.POSITIVE_INFINITY);
        assertThat(infinite.plus(BigInteger.ONE)).isEqualTo(Double.POSITIVE_INFINITY);
        infinite.add(Double.NEGATIVE_INFINITY);
        assertThat(infinite.plus(BigInteger.ONE)).isNaN();
    }

    @Test
    void bucketsHoldTheirUpperEdgeAndNotTheirLower() {
        for (int power = 0; power < 63; power++) {
            assertThat(ExponentialIndex.of(1L << power)).isEqualTo(power * 64 - 1);
            assertThat(ExponentialIndex.of((double) (1L << power))).isEqualTo(power * 64 - 1);
            if (power > 7) {
                assertThat(ExponentialIndex.of((1L << power) + 1)).isEqualTo(power * 64);
                assertThat(ExponentialIndex.of((1L << power) - 1)).isEqualTo(power * 64 - 1);
            }
        }
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 20_000; i++) {
            long value = random.nextLong(1, Long.MAX_VALUE) >>> random.nextInt(62);
            value = Math.max(1, value);
            int index = ExponentialIndex.of(value);
            // Doubles near a bound may be off by their last bit, which 1e-12 allows for.
            assertThat((double) value).isGreaterThan(Figure.Histogram.edge(index, 6) * (1 - 1e-12));
            assertThat((double) value).isLessThanOrEqualTo(Figure.Histogram.edge(index + 1, 6) * (1 + 1e-12));
            if (value < 1L << 53) {
                assertThat(ExponentialIndex.of((double) value)).isEqualTo(index);
            }
        }
        assertThat(ExponentialIndex.of(Double.MIN_VALUE)).isEqualTo(-1074 * 64 - 1);
        assertThat(ExponentialIndex.of(Double.MAX_VALUE)).isEqualTo(1024 * 64 - 1);
    }

    @Test
    void quantilesAreExactUpToTheLimitAndWithinOnePercentBeyond() {
        SplittableRandom random = new SplittableRandom(7);
        long[] values = new long[5_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (long) Math.exp(random.nextDouble() * 20) - (i % 10 == 0 ? 100_000_000 : 0);
        }
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        Figure.Quantiles exact = quantiles(values, values.length);
        Figure.Quantiles about = quantiles(values, values.length - 1);
        assertThat(quantiles(values, 0)).isEqualTo(about);
        assertThat(quantiles(values, values.length / 3)).isEqualTo(about);
        assertThat(exact.exact()).isTrue();
        assertThat(about.exact()).isFalse();
        for (int i = 0; i < SHARES.size(); i++) {
            int rank = Math.max(1, (int) Math.ceil(SHARES.get(i) * values.length - 1e-9));
            assertThat(exact.values().get(i)).isEqualTo(new Figure.Whole(sorted[rank - 1]));
            double estimate = number(about.values().get(i));
            assertThat(estimate).isCloseTo(sorted[rank - 1], within(Math.abs(sorted[rank - 1]) * 0.01));
        }
        assertThat(about.values().get(0)).isEqualTo(new Figure.Whole(sorted[0]));
        assertThat(about.values().get(SHARES.size() - 1)).isEqualTo(new Figure.Whole(sorted[sorted.length - 1]));
    }

    private static double number(Figure figure) {
        return figure instanceof Figure.Whole ? ((Figure.Whole) figure).value() : ((Figure.Decimal) figure).value();
    }

    /** Of values that two threads' accumulators took, half of them each. */
    private static Figure.Quantiles quantiles(long[] values, long exactMax) {
        Measure measure = new Measure.Quantiles(DURATION, SHARES);
        MeasureSet measures = new MeasureSet(List.of(measure), new QueryMemory(), exactMax);
        AggregateTable[] tables = {
            new AggregateTable(0, measures), new AggregateTable(0, measures), new AggregateTable(0, measures)
        };
        int[] zeros = new int[values.length];
        for (int half = 0; half < 2; half++) {
            tables[half].cell(new int[0]);
            QuantileAccumulator accumulator =
                    (QuantileAccumulator) tables[half].accumulators().get(0);
            for (int batch = 0; batch < BATCHES; batch++) {
                int[] rows = new int[values.length / 2 / BATCHES];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = 2 * (batch * rows.length + i) + half;
                }
                accumulator.followLimit();
                accumulator.addPlain(values, rows, zeros, rows.length);
                accumulator.endBatch();
            }
        }
        tables[2].addAll(tables[0]);
        tables[2].addAll(tables[1]);
        return (Figure.Quantiles) measures.figure(tables[2], 0, 0);
    }

    @Test
    void memoryIsBounded() {
        QueryMemory memory = new QueryMemory();
        memory.take(QueryMemory.BYTES_MAX);
        Assertions.assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> memory.take(1))
                .matches(failure -> failure.kind() == FailureKind.TOO_LARGE);
    }
}
