package io.spanhouse.query.api;

import io.spanhouse.query.http.JsonInput;
import io.spanhouse.storage.filter.ArithmeticOperator;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TraceField;
import io.spanhouse.storage.filter.TracePredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a filter: an object with one member, which says what it is. A filter of traces is one of {@code all, any, not, span,
 * count, spans, trace, root, traceql}; a condition of a span is one of {@code all, any, not, compare, relate, exists,
 * anyElement, traceql}; an expression one of {@code constant, value, arithmetic, truth}. Sets of spans are {@link SpanSets}'.
 * Counts its parts, because each costs the store a look at every span. Not thread-safe.
 */
final class Filters {
    /** Most parts of one filter. */
    static final int PARTS_MAX = 500;

    private static final Set<String> PREDICATES =
            Set.of("all", "any", "not", "span", "count", "spans", "trace", "root", TraceQlText.NAME);
    private static final Set<String> CONDITIONS =
            Set.of("all", "any", "not", "compare", "relate", "exists", "anyElement", TraceQlText.NAME);
    private static final Set<String> EXPRESSIONS = Set.of("constant", "value", "arithmetic", "truth");

    private static final AttributeLevel[] ELEMENTS = {AttributeLevel.EVENT, AttributeLevel.LINK};

    private int parts;

    /** A filter of traces; absent for every trace. */
    TracePredicate predicate(JsonInput input) {
        return input.present() ? readPredicate(input) : TracePredicate.EVERY;
    }

    private TracePredicate readPredicate(JsonInput input) {
        String name = Operands.onlyMember(counted(input), PREDICATES);
        JsonInput value = input.member(name);
        return switch (name) {
            case "all" -> new TracePredicate.All(predicates(value));
            case "any" -> new TracePredicate.Any(predicates(value));
            case "not" -> new TracePredicate.Not(readPredicate(value));
            case "spans" -> new TracePredicate.Spans(new SpanSets(this).pipeline(value));
            case "span" -> new TracePredicate.AnySpan(condition(value));
            case TraceQlText.NAME -> TraceQlText.predicate(value);
            case "count" -> {
                value.object(Set.of("of", "operator", "number"));
                yield new TracePredicate.SpanCount(
                        condition(value.required("of")),
                        Operands.numberOperator(value.required("operator")),
                        Operands.signed(value.required("number")));
            }
            case "trace" -> {
                value.object(Set.of("field", "operator", "number"));
                yield new TracePredicate.Comparison(
                        Operands.choice(value.required("field"), TraceField.values()),
                        Operands.numberOperator(value.required("operator")),
                        Operands.signed(value.required("number")));
            }
            default -> {
                value.object(Set.of("property", "operator", "text"));
                String text = value.required("text").text();
                yield new TracePredicate.Root(
                        Operands.choice(value.required("property"), TracePredicate.Root.Property.values()),
                        Operands.operator(value.required("operator"), new Literal.Text(text)),
                        text);
            }
        };
    }

    private List<TracePredicate> predicates(JsonInput array) {
        List<TracePredicate> predicates = new ArrayList<>();
        for (JsonInput element : array.elements()) {
            predicates.add(readPredicate(element));
        }
        return predicates;
    }

    /** A condition of one span. */
    SpanCondition condition(JsonInput input) {
        String name = Operands.onlyMember(counted(input), CONDITIONS);
        JsonInput value = input.member(name);
        return switch (name) {
            case "all" -> new SpanCondition.All(conditions(value));
            case "any" -> new SpanCondition.Any(conditions(value));
            case "not" -> new SpanCondition.Not(condition(value));
            case "exists" -> new SpanCondition.Exists(Operands.operand(value));
            case TraceQlText.NAME -> TraceQlText.condition(value);
            case "relate" -> {
                value.object(Set.of("left", "operator", "right"));
                yield new SpanCondition.Relation(
                        expression(value.required("left")),
                        Operands.choice(value.required("operator"), Operator.values()),
                        expression(value.required("right")));
            }
            case "anyElement" -> {
                value.object(Set.of("level", "condition"));
                yield new SpanCondition.AnyElement(
                        Operands.choice(value.required("level"), ELEMENTS), condition(value.required("condition")));
            }
            default -> {
                value.object(Set.of("operand", "operator", "value"));
                Literal literal = Operands.literal(value.required("value"));
                yield new SpanCondition.Comparison(
                        Operands.operand(value.required("operand")),
                        Operands.operator(value.required("operator"), literal),
                        literal);
            }
        };
    }

    /** An expression. */
    Expression expression(JsonInput input) {
        String name = Operands.onlyMember(counted(input), EXPRESSIONS);
        JsonInput value = input.member(name);
        return switch (name) {
            case "constant" -> new Expression.Constant(Operands.literal(value));
            case "value" -> new Expression.Value(Operands.operand(value));
            case "truth" -> new Expression.Truth(condition(value));
            default -> {
                value.object(Set.of("left", "operator", "right"));
                yield new Expression.Arithmetic(
                        expression(value.required("left")),
                        Operands.choice(value.required("operator"), ArithmeticOperator.values()),
                        expression(value.required("right")));
            }
        };
    }

    private List<SpanCondition> conditions(JsonInput array) {
        List<SpanCondition> conditions = new ArrayList<>();
        for (JsonInput element : array.elements()) {
            conditions.add(condition(element));
        }
        return conditions;
    }

    /** Counts a part. */
    JsonInput counted(JsonInput input) {
        if (++parts > PARTS_MAX) {
            throw input.unexpected("a filter of at most " + PARTS_MAX + " parts");
        }
        return input;
    }
}
