package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanPipeline;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Least, greatest and sum of numbers. Whole numbers are added exactly and apart from doubles, so that the result does not
 * depend on their order; doubles are added with a correction (Kahan's, as improved by Neumaier). Not thread-safe.
 */
final class NumberSummary {
    private long count;
    private @Nullable Literal least;
    private @Nullable Literal greatest;
    private long wholes;
    private @Nullable BigInteger manyWholes;
    private boolean anyDecimal;
    private double decimals;
    private double correction;

    /** Adds a value; one that is no number changes nothing. */
    void add(Literal value) {
        if (!Scalars.isNumber(value)) {
            return;
        }
        count++;
        Literal low = least;
        Literal high = greatest;
        least = low == null || goesBefore(value, Operator.LESS, low) ? value : low;
        greatest = high == null || goesBefore(value, Operator.GREATER, high) ? value : high;
        if (value instanceof Literal.Whole) {
            addWhole(Scalars.whole(value));
        } else {
            anyDecimal = true;
            addDecimal(Scalars.decimal(value));
        }
    }

    /** Of equal numbers a whole one goes first, so that the order in which they come does not matter. */
    private static boolean goesBefore(Literal value, Operator operator, Literal known) {
        return Scalars.numbers(value, operator, known, false)
                || value instanceof Literal.Whole
                        && !(known instanceof Literal.Whole)
                        && Scalars.numbers(value, Operator.EQUAL, known, false);
    }

    private void addWhole(long value) {
        BigInteger many = manyWholes;
        if (many != null) {
            manyWholes = many.add(BigInteger.valueOf(value));
            return;
        }
        long sum = wholes + value;
        if (((wholes ^ sum) & (value ^ sum)) < 0) {
            manyWholes = BigInteger.valueOf(wholes).add(BigInteger.valueOf(value));
        }
        wholes = sum;
    }

    private void addDecimal(double value) {
        double sum = decimals + value;
        if (Double.isFinite(sum)) {
            correction += Math.abs(decimals) >= Math.abs(value) ? decimals - sum + value : value - sum + decimals;
        }
        decimals = sum;
    }

    /** A statistic of the values, null if there were no numbers. */
    @Nullable
    Literal value(SpanPipeline.Statistic statistic) {
        if (count == 0) {
            return null;
        }
        switch (statistic) {
            case COUNT:
                return new Literal.Whole(count);
            case MIN:
                return least;
            case MAX:
                return greatest;
            case SUM:
                return anyDecimal || manyWholes != null ? new Literal.Decimal(sum()) : new Literal.Whole(wholes);
            case AVERAGE:
                return new Literal.Decimal(sum() / count);
        }
        throw new AssertionError(statistic);
    }

    private double sum() {
        double whole = manyWholes == null ? wholes : manyWholes.doubleValue();
        return anyDecimal ? decimals + correction + whole : whole;
    }
}
