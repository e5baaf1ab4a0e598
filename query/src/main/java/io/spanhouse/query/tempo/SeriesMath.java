package io.spanhouse.query.tempo;

import io.spanhouse.query.traceql.FieldOperator;
import io.spanhouse.storage.filter.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is done with series after they are counted. */
final class SeriesMath {
    private SeriesMath() {}

    /** Series with a name for the result of a calculation, which has no series of its own if it is a constant. */
    record Named(List<Series> series, String name) {}

    /**
     * Points of series with equal labels under an operator. A side that has one series without labels is taken for each of
     * the other's. A division by 0 gives no point.
     */
    static Named combine(Named left, FieldOperator operator, Named right) {
        String name = "(" + left.name() + " " + operator.text() + " " + right.name() + ")";
        List<Series> result = new ArrayList<>();
        if (single(right)) {
            left.series()
                    .forEach(one -> result.add(
                            combine(one, operator, one, right.series().get(0), name)));
        } else if (single(left)) {
            right.series()
                    .forEach(one ->
                            result.add(combine(one, operator, left.series().get(0), one, name)));
        } else {
            Map<Map<String, Literal>, Series> others = new LinkedHashMap<>();
            right.series().forEach(one -> others.put(one.identity(), one));
            for (Series one : left.series()) {
                Series other = others.get(one.identity());
                if (other != null) {
                    result.add(combine(one, operator, one, other, name));
                }
            }
        }
        return new Named(result, name);
    }

    private static boolean single(Named side) {
        return side.series().size() == 1 && side.series().get(0).identity().isEmpty();
    }

    private static Series combine(Series labelled, FieldOperator operator, Series left, Series right, String name) {
        double[] values = new double[left.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = apply(operator, left.values()[i], right.values()[i]);
        }
        List<Series.Label> labels = new ArrayList<>();
        if (labelled.identity().isEmpty()) {
            labels.add(new Series.Label(Series.NAME, new Literal.Text(name)));
        }
        for (Series.Label label : labelled.labels()) {
            if (!label.key().equals(Series.NAME)) {
                labels.add(label);
            }
        }
        return new Series(labels, values, labelled.exemplars());
    }

    /** One number; a division by 0 has none. */
    static double apply(FieldOperator operator, double left, double right) {
        return switch (operator) {
            case PLUS -> left + right;
            case MINUS -> left - right;
            case TIMES -> left * right;
            case DIVIDED_BY -> right == 0 ? Double.NaN : left / right;
            case OR,
                    AND,
                    EQUAL,
                    NOT_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    MATCHES,
                    NOT_MATCHES,
                    MODULO,
                    POWER -> throw new IllegalArgumentException(operator.text());
        };
    }

    /** Only the points for which a comparison holds. */
    static List<Series> compare(List<Series> series, FieldOperator operator, double number) {
        List<Series> result = new ArrayList<>();
        for (Series one : series) {
            double[] values = one.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = holds(operator, values[i], number) ? values[i] : Double.NaN;
            }
            result.add(one.with(values));
        }
        return result;
    }

    private static boolean holds(FieldOperator operator, double value, double number) {
        return switch (operator) {
            case EQUAL -> value == number;
            case NOT_EQUAL -> value != number;
            case LESS -> value < number;
            case LESS_OR_EQUAL -> value <= number;
            case GREATER -> value > number;
            case GREATER_OR_EQUAL -> value >= number;
            case OR, AND, MATCHES, NOT_MATCHES, PLUS, MINUS, TIMES, DIVIDED_BY, MODULO, POWER ->
                throw new IllegalArgumentException(operator.text());
        };
    }

    /** At each step the points of the so many series with the greatest or least values; of equals those first by label. */
    static List<Series> ranked(List<Series> series, boolean greatest, long count, int steps) {
        List<Series> ordered = new ArrayList<>(series);
        ordered.sort(Comparator.comparing(Series::order));
        List<double[]> kept = new ArrayList<>();
        for (Series ignored : ordered) {
            double[] none = new double[steps];
            Arrays.fill(none, Double.NaN);
            kept.add(none);
        }
        for (int step = 0; step < steps; step++) {
            List<Integer> pointed = new ArrayList<>();
            for (int i = 0; i < ordered.size(); i++) {
                if (!Double.isNaN(ordered.get(i).values()[step])) {
                    pointed.add(i);
                }
            }
            int at = step;
            Comparator<Integer> byValue =
                    Comparator.comparingDouble(i -> ordered.get(i).values()[at]);
            pointed.sort(greatest ? byValue.reversed() : byValue);
            for (int i = 0; i < pointed.size() && i < count; i++) {
                int chosen = pointed.get(i);
                kept.get(chosen)[step] = ordered.get(chosen).values()[step];
            }
        }
        List<Series> result = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i++) {
            result.add(ordered.get(i).with(kept.get(i)));
        }
        return result;
    }
}
