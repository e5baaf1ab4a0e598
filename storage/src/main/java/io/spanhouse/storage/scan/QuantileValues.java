package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Figure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one cell that quantiles are taken of: all of them, or a histogram of the finest scale with the least and the
 * greatest beside it. Not thread-safe.
 */
final class QuantileValues {
    private static final int CAPACITY = 8;

    private final QueryMemory memory;
    private long[] wholes = new long[0];
    private double[] decimals = new double[0];
    private int wholeCount;
    private int decimalCount;
    private @Nullable ExponentialCounts histogram;
    private byte leastKind;
    private byte greatestKind;
    private long least;
    private long greatest;

    QuantileValues(QueryMemory memory) {
        this.memory = memory;
    }

    void whole(long value) {
        ExponentialCounts counts = histogram;
        if (counts != null) {
            counts.whole(value);
            extremes(NumberColumn.WHOLE, value);
            return;
        }
        if (wholeCount == wholes.length) {
            wholes = Arrays.copyOf(wholes, Math.max(CAPACITY, wholeCount * 2));
        }
        wholes[wholeCount++] = value;
    }

    void decimal(double value) {
        ExponentialCounts counts = histogram;
        if (counts != null) {
            counts.decimal(value);
            extremes(NumberColumn.DECIMAL, Double.doubleToRawLongBits(value));
            return;
        }
        if (decimalCount == decimals.length) {
            decimals = Arrays.copyOf(decimals, Math.max(CAPACITY, decimalCount * 2));
        }
        decimals[decimalCount++] = value;
    }

    private void extremes(byte kind, long bits) {
        if (leastKind == NumberColumn.WHOLE && greatestKind == NumberColumn.WHOLE && kind == NumberColumn.WHOLE) {
            least = Math.min(least, bits);
            greatest = Math.max(greatest, bits);
            return;
        }
        boolean decimal = kind == NumberColumn.DECIMAL;
        if (leastKind == NumberColumn.NONE
                || MixedNumber.compare(decimal, bits, leastKind == NumberColumn.DECIMAL, least) < 0) {
            leastKind = kind;
            least = bits;
        }
        if (greatestKind == NumberColumn.NONE
                || MixedNumber.compare(decimal, bits, greatestKind == NumberColumn.DECIMAL, greatest) > 0) {
            greatestKind = kind;
            greatest = bits;
        }
    }

    /** Takes whole numbers above 0 that were counted in a bucket of the finest scale. */
    void bucket(int index, long count) {
        toHistogram().positive(index, count);
    }

    /** Takes the least and the greatest of numbers that were counted in buckets. */
    void range(long leastWhole, long greatestWhole) {
        extremes(NumberColumn.WHOLE, leastWhole);
        extremes(NumberColumn.WHOLE, greatestWhole);
    }

    /** Makes a histogram of the values. */
    ExponentialCounts toHistogram() {
        ExponentialCounts counts = histogram;
        if (counts == null) {
            counts = new ExponentialCounts(Figure.Histogram.SCALE_MAX, memory);
            histogram = counts;
            for (int i = 0; i < wholeCount; i++) {
                whole(wholes[i]);
            }
            for (int i = 0; i < decimalCount; i++) {
                decimal(decimals[i]);
            }
            wholes = new long[0];
            decimals = new double[0];
            wholeCount = 0;
            decimalCount = 0;
        }
        return counts;
    }

    /** Adds all values of another; if either is a histogram, both become one. */
    void addAll(QuantileValues other) {
        if (histogram != null || other.histogram != null) {
            toHistogram().addAll(other.toHistogram());
            if (other.leastKind != NumberColumn.NONE) {
                extremes(other.leastKind, other.least);
                extremes(other.greatestKind, other.greatest);
            }
            return;
        }
        for (int i = 0; i < other.wholeCount; i++) {
            whole(other.wholes[i]);
        }
        for (int i = 0; i < other.decimalCount; i++) {
            decimal(other.decimals[i]);
        }
    }

    Figure figure(List<Double> shares) {
        ExponentialCounts counts = histogram;
        long values = counts == null ? wholeCount + (long) decimalCount : counts.values();
        List<Figure> figures = new ArrayList<>(shares.size());
        if (counts == null) {
            Arrays.sort(wholes, 0, wholeCount);
            Arrays.sort(decimals, 0, decimalCount);
        }
        for (double share : shares) {
            if (values == 0) {
                figures.add(Figure.NONE);
            } else {
                long rank = rank(share, values);
                figures.add(counts == null ? ofRank(rank) : ofRank(rank, counts));
            }
        }
        return new Figure.Quantiles(figures, counts == null);
    }

    /** ceil(share * values), at least 1, where the share is the decimal number that was written. */
    private static long rank(double share, long values) {
        return Math.max(
                1,
                BigDecimal.valueOf(share)
                        .multiply(BigDecimal.valueOf(values))
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact());
    }

    /** The value with a rank in the union of the two sorted lists: as many of each as come first, by halving. */
    private Figure ofRank(long rank) {
        int low = (int) Math.max(0, rank - decimalCount);
        int high = (int) Math.min(rank, wholeCount);
        while (low < high) {
            int ofWholes = low + high >>> 1;
            int ofDecimals = (int) (rank - ofWholes);
            // One more whole number belongs to the first ones if it comes before the last of these decimals.
            if (MixedNumber.compare(false, wholes[ofWholes], true, bits(ofDecimals - 1)) < 0) {
                low = ofWholes + 1;
            } else {
                high = ofWholes;
            }
        }
        int ofDecimals = (int) (rank - low);
        boolean lastIsDecimal = ofDecimals > 0
                && (low == 0 || MixedNumber.compare(true, bits(ofDecimals - 1), false, wholes[low - 1]) > 0);
        return lastIsDecimal
                ? MixedNumber.figure(true, bits(ofDecimals - 1))
                : MixedNumber.figure(false, wholes[low - 1]);
    }

    private long bits(int index) {
        return Double.doubleToRawLongBits(decimals[index]);
    }

    private Figure ofRank(long rank, ExponentialCounts counts) {
        if (rank == 1) {
            return MixedNumber.figure(leastKind == NumberColumn.DECIMAL, least);
        }
        if (rank == counts.values()) {
            return MixedNumber.figure(greatestKind == NumberColumn.DECIMAL, greatest);
        }
        long middle = Double.doubleToRawLongBits(counts.ofRank(rank));
        if (MixedNumber.compare(true, middle, leastKind == NumberColumn.DECIMAL, least) < 0) {
            return MixedNumber.figure(leastKind == NumberColumn.DECIMAL, least);
        }
        if (MixedNumber.compare(true, middle, greatestKind == NumberColumn.DECIMAL, greatest) > 0) {
            return MixedNumber.figure(greatestKind == NumberColumn.DECIMAL, greatest);
        }
        return MixedNumber.figure(true, middle);
    }
}
