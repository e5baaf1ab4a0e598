package io.spanhouse.storage.filter;

import java.util.List;

/**
 * What is worked out of the spans of a group. A measure of numbers takes every value of its operand: a span with several (an
 * array, a key sent twice, several events or links) counts with each of them, one without a number counts with none. Values
 * that are not numbers, NaN among them, are left out; whole numbers and decimals of one key count together, compared and
 * added exactly.
 */
public sealed interface Measure {
    /** The number of spans; {@link Figure.Whole}. */
    record Count() implements Measure {}

    /** The number of spans with status error; {@link Figure.Whole}. */
    record Errors() implements Measure {}

    /** The number of spans that meet a condition too; {@link Figure.Whole}. */
    record CountOf(SpanCondition condition) implements Measure {}

    /** The share of the spans that meet a condition too, from 0 to 1; {@link Figure.Decimal}. */
    record ShareOf(SpanCondition condition) implements Measure {}

    /** The exact sum, rounded once where it is no whole number of 64 bits; {@link Figure.Whole} or Decimal. */
    record Sum(Operand operand) implements Measure {}

    /** The sum divided by the number of values; {@link Figure.Decimal}. */
    record Average(Operand operand) implements Measure {}

    /** The least value; {@link Figure.Whole} or Decimal. */
    record Minimum(Operand operand) implements Measure {}

    /** The greatest value; {@link Figure.Whole} or Decimal. */
    record Maximum(Operand operand) implements Measure {}

    /**
     * Quantiles by nearest rank: of n values in order that with number ceil(q n), the first for 0; {@link Figure.Quantiles}.
     *
     * @param shares from 0 to 1, at least one, at most {@link #SHARES_MAX}
     */
    record Quantiles(Operand operand, List<Double> shares) implements Measure {
        /** Most quantiles of one measure. */
        public static final int SHARES_MAX = 100;

        public Quantiles {
            shares = List.copyOf(shares);
            if (shares.isEmpty() || shares.size() > SHARES_MAX) {
                throw new IllegalArgumentException(
                        "there are " + shares.size() + " shares, expected 1 to " + SHARES_MAX);
            }
            for (double share : shares) {
                if (!(share >= 0 && share <= 1)) {
                    throw new IllegalArgumentException("a share is " + share + ", expected 0 to 1");
                }
            }
        }
    }

    /**
     * How many values lie in each bucket of a base-2 exponential histogram, as OpenTelemetry defines it; {@link
     * Figure.Histogram}.
     *
     * @param scale there are 2^scale buckets from a power of two to the next, 0 to {@link Figure.Histogram#SCALE_MAX}
     */
    record Histogram(Operand operand, int scale) implements Measure {
        public Histogram {
            if (scale < 0 || scale > Figure.Histogram.SCALE_MAX) {
                throw new IllegalArgumentException(
                        "scale is " + scale + ", expected 0 to " + Figure.Histogram.SCALE_MAX);
            }
        }
    }

    /** The earliest start that was given, unsigned nanoseconds since 1970, 0 if none was; {@link Figure.Whole}. */
    record FirstStart() implements Measure {}

    /** The latest start, unsigned nanoseconds since 1970; {@link Figure.Whole}. */
    record LastStart() implements Measure {}

    /** One span of the group; {@link Figure.Example}. */
    record Example(Choice choice) implements Measure {
        /** Which one; of equals that with the least trace id, then span id, then that with the greater other value. */
        public enum Choice {
            /** The latest start. */
            LATEST,
            /** The longest duration. */
            LONGEST
        }
    }
}
