package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.ServiceGraphAnswer;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Measures of spans by the definitions, with numbers of any length. */
final class OracleMeasures {
    /** Numbers by value; of equal ones the whole one first, then the negative zero. */
    static final Comparator<Figure> BY_VALUE = (one, other) -> {
        int byValue = compareValues(one, other);
        if (byValue != 0) {
            return byValue;
        }
        boolean bothDecimal = one instanceof Figure.Decimal && other instanceof Figure.Decimal;
        return bothDecimal
                ? Double.compare(((Figure.Decimal) one).value(), ((Figure.Decimal) other).value())
                : Boolean.compare(one instanceof Figure.Decimal, other instanceof Figure.Decimal);
    };

    private OracleMeasures() {}

    /**
     * Measures of spans.
     *
     * @param trees of each span's trace
     */
    static List<Figure> of(List<PlainSpan> spans, List<Measure> measures, Function<PlainSpan, OracleTree> trees) {
        return measures.stream().map(measure -> of(spans, measure, trees)).toList();
    }

    private static Figure of(List<PlainSpan> spans, Measure measure) {
        return of(spans, measure, span -> OracleTree.of(List.of(span)));
    }

    static ServiceGraphAnswer.Edge edge(String caller, String callee, List<PlainSpan> calls) {
        Operand duration = new Operand.Field(SpanField.DURATION);
        return new ServiceGraphAnswer.Edge(
                caller,
                callee,
                calls.size(),
                calls.stream().filter(PlainSpan::failed).count(),
                of(calls, new Measure.Sum(duration)),
                calls.stream().mapToLong(PlainSpan::duration).max().orElseThrow(),
                (Figure.Quantiles) of(calls, new Measure.Quantiles(duration, List.of(0.5, 0.95, 0.99))));
    }

    private static Figure of(List<PlainSpan> spans, Measure measure, Function<PlainSpan, OracleTree> trees) {
        if (measure instanceof Measure.Count) {
            return new Figure.Whole(spans.size());
        }
        if (measure instanceof Measure.Errors) {
            return new Figure.Whole(spans.stream().filter(PlainSpan::failed).count());
        }
        if (measure instanceof Measure.CountOf) {
            return new Figure.Whole(spans.stream()
                    .filter(span -> OracleConditions.test(((Measure.CountOf) measure).condition(), span))
                    .count());
        }
        if (measure instanceof Measure.ShareOf) {
            SpanCondition condition = ((Measure.ShareOf) measure).condition();
            long matching = spans.stream()
                    .filter(span -> OracleConditions.test(condition, span))
                    .count();
            return new Figure.Decimal((double) matching / spans.size());
        }
        if (measure instanceof Measure.FirstStart) {
            return new Figure.Whole(spans.stream()
                    .map(PlainSpan::start)
                    .filter(start -> start != 0)
                    .min(Long::compareUnsigned)
                    .orElse(0L));
        }
        if (measure instanceof Measure.LastStart) {
            return new Figure.Whole(spans.stream()
                    .map(PlainSpan::start)
                    .max(Long::compareUnsigned)
                    .orElseThrow());
        }
        if (measure instanceof Measure.Example) {
            return example(spans, ((Measure.Example) measure).choice());
        }
        return ofNumbers(spans, measure, trees);
    }

    private static Figure example(List<PlainSpan> spans, Measure.Example.Choice choice) {
        Comparator<PlainSpan> byStart = Comparator.comparing(span -> OracleConditions.unsigned(span.start()));
        Comparator<PlainSpan> byDuration = Comparator.comparing(span -> OracleConditions.unsigned(span.duration()));
        boolean latest = choice == Measure.Example.Choice.LATEST;
        PlainSpan example = spans.stream()
                .min((latest ? byStart : byDuration)
                        .reversed()
                        .thenComparing(PlainSpan::traceId)
                        .thenComparing(PlainSpan::spanId, Long::compareUnsigned)
                        .thenComparing((latest ? byDuration : byStart).reversed()))
                .orElseThrow();
        return new Figure.Example(example.traceId(), example.spanId(), example.start(), example.duration());
    }

    private static Figure ofNumbers(List<PlainSpan> spans, Measure measure, Function<PlainSpan, OracleTree> trees) {
        if (measure instanceof Measure.Sum) {
            return sum(numbers(spans, ((Measure.Sum) measure).operand(), trees));
        }
        if (measure instanceof Measure.Average) {
            List<Figure> numbers = numbers(spans, ((Measure.Average) measure).operand(), trees);
            return numbers.isEmpty() ? Figure.NONE : new Figure.Decimal(sumOf(numbers) / numbers.size());
        }
        if (measure instanceof Measure.Minimum) {
            return numbers(spans, ((Measure.Minimum) measure).operand(), trees).stream()
                    .min(BY_VALUE)
                    .orElse(Figure.NONE);
        }
        if (measure instanceof Measure.Maximum) {
            return numbers(spans, ((Measure.Maximum) measure).operand(), trees).stream()
                    .max(BY_VALUE)
                    .orElse(Figure.NONE);
        }
        if (measure instanceof Measure.Quantiles) {
            Measure.Quantiles quantiles = (Measure.Quantiles) measure;
            List<Figure> sorted = new ArrayList<>(numbers(spans, quantiles.operand(), trees));
            sorted.sort(BY_VALUE);
            return new Figure.Quantiles(
                    quantiles.shares().stream()
                            .map(share -> quantile(sorted, share))
                            .toList(),
                    true);
        }
        Measure.Histogram histogram = (Measure.Histogram) measure;
        return histogram(numbers(spans, histogram.operand(), trees), histogram.scale());
    }

    private static List<Figure> numbers(List<PlainSpan> spans, Operand operand, Function<PlainSpan, OracleTree> trees) {
        List<Figure> numbers = new ArrayList<>();
        for (PlainSpan span : spans) {
            for (Literal literal : OracleConditions.numbers(operand, span, trees.apply(span))) {
                numbers.add(
                        literal instanceof Literal.Whole
                                ? new Figure.Whole(((Literal.Whole) literal).value())
                                : new Figure.Decimal(((Literal.Decimal) literal).value()));
            }
        }
        return numbers;
    }

    private static Figure sum(List<Figure> numbers) {
        if (numbers.isEmpty()) {
            return Figure.NONE;
        }
        if (numbers.stream().allMatch(number -> number instanceof Figure.Whole)) {
            BigInteger sum = numbers.stream()
                    .map(number -> BigInteger.valueOf(((Figure.Whole) number).value()))
                    .reduce(BigInteger.ZERO, BigInteger::add);
            if (sum.bitLength() < Long.SIZE) {
                return new Figure.Whole(sum.longValue());
            }
        }
        return new Figure.Decimal(sumOf(numbers));
    }

    private static double sumOf(List<Figure> numbers) {
        BigDecimal sum = BigDecimal.ZERO;
        double infinities = 0;
        for (Figure number : numbers) {
            if (isInfinite(number)) {
                infinities += ((Figure.Decimal) number).value();
            } else {
                sum = sum.add(exact(number));
            }
        }
        return Double.isFinite(infinities) ? sum.doubleValue() : infinities;
    }

    private static boolean isInfinite(Figure number) {
        return number instanceof Figure.Decimal && Double.isInfinite(((Figure.Decimal) number).value());
    }

    private static BigDecimal exact(Figure number) {
        return number instanceof Figure.Whole
                ? BigDecimal.valueOf(((Figure.Whole) number).value())
                : new BigDecimal(((Figure.Decimal) number).value());
    }

    private static int compareValues(Figure one, Figure other) {
        if (isInfinite(one) || isInfinite(other)) {
            return Double.compare(
                    isInfinite(one) ? ((Figure.Decimal) one).value() : 0,
                    isInfinite(other) ? ((Figure.Decimal) other).value() : 0);
        }
        return exact(one).compareTo(exact(other));
    }

    private static Figure quantile(List<Figure> sorted, double share) {
        if (sorted.isEmpty()) {
            return Figure.NONE;
        }
        int rank = new BigDecimal(Double.toString(share))
                .multiply(BigDecimal.valueOf(sorted.size()))
                .setScale(0, RoundingMode.CEILING)
                .intValueExact();
        return sorted.get(Math.max(0, rank - 1));
    }

    private static Figure histogram(List<Figure> numbers, int scale) {
        if (numbers.isEmpty()) {
            return Figure.NONE;
        }
        long zeros = 0;
        TreeMap<Integer, Long> negative = new TreeMap<>();
        TreeMap<Integer, Long> positive = new TreeMap<>();
        for (Figure number : numbers) {
            BigDecimal value = isInfinite(number)
                    ? new BigDecimal(Math.copySign(Double.MAX_VALUE, ((Figure.Decimal) number).value()))
                    : exact(number);
            if (value.signum() == 0) {
                zeros++;
            } else {
                (value.signum() > 0 ? positive : negative).merge(bucket(value.abs(), scale), 1L, Long::sum);
            }
        }
        return new Figure.Histogram(scale, zeros, buckets(negative), buckets(positive));
    }

    /** The greatest i with 2^(i / 2^scale) below the value: by powers, so that bounds are compared without a root. */
    private static int bucket(BigDecimal value, int scale) {
        int index = (int) Math.ceil(Math.log(value.doubleValue()) / Math.log(2) * (1 << scale)) + 2;
        BigDecimal power = value.pow(1 << scale);
        while (twoTo(index).compareTo(power) >= 0) {
            index--;
        }
        return index;
    }

    private static BigDecimal twoTo(int exponent) {
        return exponent >= 0
                ? new BigDecimal(BigInteger.TWO.pow(exponent))
                : BigDecimal.ONE.divide(new BigDecimal(BigInteger.TWO.pow(-exponent)));
    }

    private static Figure.Buckets buckets(SortedMap<Integer, Long> counts) {
        if (counts.isEmpty()) {
            return Figure.Buckets.EMPTY;
        }
        List<Long> run = new ArrayList<>();
        for (int index = counts.firstKey(); index <= counts.lastKey(); index++) {
            run.add(counts.getOrDefault(index, 0L));
        }
        return new Figure.Buckets(counts.firstKey(), run);
    }
}
