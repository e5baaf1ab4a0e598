package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups of spans by the definitions. */
final class OracleGroups {
    /** Absent first, then by kind of literal, then by value. */
    private static final Comparator<Literal> BY_LITERAL = (one, other) -> {
        int byKind = Integer.compare(kind(one), kind(other));
        return byKind != 0 || one == null ? byKind : compareSameKind(one, other);
    };

    private OracleGroups() {}

    static List<AggregateAnswer.Group> of(List<PlainSpan> spans, List<Operand> operands) {
        Map<List<Literal>, List<PlainSpan>> groups = new LinkedHashMap<>();
        for (PlainSpan span : spans) {
            for (List<Literal> key : keys(span, operands)) {
                groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(span);
            }
        }
        return groups.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing((AggregateAnswer.Group group) -> -group.spans())
                        .thenComparing(AggregateAnswer.Group::key, OracleGroups::compareKeys))
                .toList();
    }

    private static List<List<Literal>> keys(PlainSpan span, List<Operand> operands) {
        List<List<Literal>> keys = new ArrayList<>();
        keys.add(List.of());
        for (Operand operand : operands) {
            List<Literal> literals = new ArrayList<>(OracleConditions.literals(operand, span));
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

    private static AggregateAnswer.Group group(List<Literal> key, List<PlainSpan> spans) {
        long last =
                spans.stream().map(PlainSpan::start).max(Long::compareUnsigned).orElseThrow();
        TraceId example = spans.stream()
                .filter(span -> span.start() == last)
                .map(PlainSpan::traceId)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new AggregateAnswer.Group(
                key,
                spans.size(),
                spans.stream().filter(PlainSpan::failed).count(),
                spans.stream()
                        .map(PlainSpan::start)
                        .filter(start -> start != 0)
                        .min(Long::compareUnsigned)
                        .orElse(0L),
                last,
                spans.stream()
                        .map(PlainSpan::duration)
                        .max(Long::compareUnsigned)
                        .orElseThrow(),
                example);
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
