package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.GroupKey;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.TimeSteps;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Groups of spans by the definitions. */
final class OracleGroups {
    /** Absent first, then by kind of literal, then by value. */
    private static final Comparator<Literal> BY_LITERAL = (one, other) -> {
        int byKind = Integer.compare(kind(one), kind(other));
        return byKind != 0 || one == null ? byKind : compareSameKind(one, other);
    };

    private OracleGroups() {}

    /**
     * Groups of spans.
     *
     * @param trees of each span's trace
     */
    static List<AggregateAnswer.Group> of(
            List<PlainSpan> spans, AggregateRequest request, Function<PlainSpan, OracleTree> trees) {
        Map<List<Literal>, List<PlainSpan>> groups = new LinkedHashMap<>();
        for (PlainSpan span : spans) {
            for (List<Literal> key : keys(span, request.groupBy(), trees.apply(span))) {
                groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(span);
            }
        }
        return groups.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue(), request, trees))
                .sorted(order(request.ranking()))
                .toList();
    }

    private static AggregateAnswer.Group group(
            List<Literal> key, List<PlainSpan> spans, AggregateRequest request, Function<PlainSpan, OracleTree> trees) {
        TimeSteps steps = request.steps();
        Map<Integer, List<PlainSpan>> cells = new TreeMap<>();
        if (steps != null) {
            for (PlainSpan span : spans) {
                int step = OracleConditions.unsigned(span.start())
                        .subtract(OracleConditions.unsigned(steps.firstNanos()))
                        .divide(BigInteger.valueOf(steps.stepNanos()))
                        .intValueExact();
                cells.computeIfAbsent(step, absent -> new ArrayList<>()).add(span);
            }
        }
        return new AggregateAnswer.Group(
                key,
                OracleMeasures.of(spans, request.measures(), trees),
                cells.entrySet().stream()
                        .map(cell -> new AggregateAnswer.Cell(
                                cell.getKey(), OracleMeasures.of(cell.getValue(), request.measures(), trees)))
                        .toList());
    }

    private static Comparator<AggregateAnswer.Group> order(Ranking ranking) {
        Comparator<AggregateAnswer.Group> byFigure = (one, other) -> {
            Figure first = number(one.figures().get(ranking.measure()));
            Figure second = number(other.figures().get(ranking.measure()));
            boolean any = first instanceof Figure.None || second instanceof Figure.None;
            if (any) {
                return Boolean.compare(first instanceof Figure.None, second instanceof Figure.None);
            }
            int order = OracleMeasures.BY_VALUE.compare(first, second);
            return ranking.descending() ? -order : order;
        };
        return byFigure.thenComparing(AggregateAnswer.Group::key, OracleGroups::compareKeys);
    }

    private static Figure number(Figure figure) {
        if (figure instanceof Figure.Histogram) {
            return new Figure.Whole(((Figure.Histogram) figure).values());
        }
        return figure instanceof Figure.Quantiles
                ? ((Figure.Quantiles) figure).values().get(0)
                : figure;
    }

    private static List<List<Literal>> keys(PlainSpan span, List<GroupKey> parts, OracleTree tree) {
        List<List<Literal>> keys = new ArrayList<>();
        keys.add(List.of());
        for (GroupKey part : parts) {
            List<Literal> literals = new ArrayList<>();
            for (Operand operand : part.operands()) {
                if (literals.isEmpty()) {
                    literals.addAll(OracleConditions.literals(operand, span, tree));
                }
            }
            if (literals.isEmpty()) {
                literals.add(null);
            }
            List<List<Literal>> longer = new ArrayList<>();
            for (List<Literal> key : keys) {
                for (Literal literal : literals) {
                    List<Literal> next = new ArrayList<>(key);
                    next.add(literal);
                    longer.add(next);
                }
            }
            keys = longer;
        }
        return keys;
    }

    /** Order of values, absent first. */
    static int compare(@Nullable Literal one, @Nullable Literal other) {
        return BY_LITERAL.compare(one, other);
    }

    private static int compareKeys(List<Literal> one, List<Literal> other) {
        for (int i = 0; i < one.size(); i++) {
            int order = BY_LITERAL.compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int kind(@Nullable Literal literal) {
        if (literal == null) {
            return 0;
        }
        List<Class<?>> kinds = List.of(
                Literal.Text.class,
                Literal.Whole.class,
                Literal.Decimal.class,
                Literal.Truth.class,
                Literal.Bytes.class);
        return 1 + kinds.indexOf(literal.getClass());
    }

    private static int compareSameKind(Literal one, Literal other) {
        if (one instanceof Literal.Text) {
            return OracleConditions.compareTexts(((Literal.Text) one).value(), ((Literal.Text) other).value());
        }
        if (one instanceof Literal.Whole) {
            return Long.compare(((Literal.Whole) one).value(), ((Literal.Whole) other).value());
        }
        if (one instanceof Literal.Decimal) {
            return Double.compare(((Literal.Decimal) one).value(), ((Literal.Decimal) other).value());
        }
        if (one instanceof Literal.Truth) {
            return Boolean.compare(((Literal.Truth) one).value(), ((Literal.Truth) other).value());
        }
        return Arrays.compareUnsigned(((Literal.Bytes) one).value(), ((Literal.Bytes) other).value());
    }
}
