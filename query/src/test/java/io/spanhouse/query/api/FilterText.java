package io.spanhouse.query.api;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TracePredicate;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** Filters as JSON, the way back of what {@link Filters} reads. */
final class FilterText {
    private static final JsonMapper MAPPER = new JsonMapper();

    private FilterText() {}

    static String of(TracePredicate predicate) {
        if (predicate instanceof TracePredicate.All) {
            return object("all", list(((TracePredicate.All) predicate).predicates(), FilterText::of));
        }
        if (predicate instanceof TracePredicate.Any) {
            return object("any", list(((TracePredicate.Any) predicate).predicates(), FilterText::of));
        }
        if (predicate instanceof TracePredicate.Not) {
            return object("not", of(((TracePredicate.Not) predicate).predicate()));
        }
        if (predicate instanceof TracePredicate.AnySpan) {
            return object("span", of(((TracePredicate.AnySpan) predicate).condition()));
        }
        if (predicate instanceof TracePredicate.Spans) {
            return object("spans", SpanSetText.of(((TracePredicate.Spans) predicate).pipeline()));
        }
        if (predicate instanceof TracePredicate.SpanCount) {
            TracePredicate.SpanCount count = (TracePredicate.SpanCount) predicate;
            return object(
                    "count",
                    "{\"of\":" + of(count.condition()) + ",\"operator\":" + name(count.operator()) + ",\"number\":\""
                            + count.number() + "\"}");
        }
        if (predicate instanceof TracePredicate.Comparison) {
            TracePredicate.Comparison comparison = (TracePredicate.Comparison) predicate;
            return object(
                    "trace",
                    "{\"field\":" + name(comparison.field()) + ",\"operator\":" + name(comparison.operator())
                            + ",\"number\":\"" + comparison.number() + "\"}");
        }
        TracePredicate.Root root = (TracePredicate.Root) predicate;
        return object(
                "root",
                "{\"property\":" + name(root.property()) + ",\"operator\":" + name(root.operator()) + ",\"text\":"
                        + quoted(root.text()) + "}");
    }

    static String of(SpanCondition condition) {
        if (condition instanceof SpanCondition.All) {
            return object("all", list(((SpanCondition.All) condition).conditions(), FilterText::of));
        }
        if (condition instanceof SpanCondition.Any) {
            return object("any", list(((SpanCondition.Any) condition).conditions(), FilterText::of));
        }
        if (condition instanceof SpanCondition.Not) {
            return object("not", of(((SpanCondition.Not) condition).condition()));
        }
        if (condition instanceof SpanCondition.Exists) {
            return object("exists", of(((SpanCondition.Exists) condition).operand()));
        }
        if (condition instanceof SpanCondition.Relation) {
            SpanCondition.Relation relation = (SpanCondition.Relation) condition;
            return object("relate", SpanSetText.sides(relation.left(), relation.operator(), relation.right()));
        }
        if (condition instanceof SpanCondition.AnyElement) {
            SpanCondition.AnyElement element = (SpanCondition.AnyElement) condition;
            return object(
                    "anyElement",
                    "{\"level\":" + name(element.level()) + ",\"condition\":" + of(element.condition()) + "}");
        }
        SpanCondition.Comparison comparison = (SpanCondition.Comparison) condition;
        return object(
                "compare",
                "{\"operand\":" + of(comparison.operand()) + ",\"operator\":" + name(comparison.operator())
                        + ",\"value\":" + of(comparison.literal()) + "}");
    }

    static String of(Operand operand) {
        if (operand instanceof Operand.Field) {
            return object("field", name(((Operand.Field) operand).field()));
        }
        if (operand instanceof Operand.Attribute) {
            Operand.Attribute attribute = (Operand.Attribute) operand;
            return object(
                    "attribute", "{\"level\":" + name(attribute.level()) + ",\"key\":" + quoted(attribute.key()) + "}");
        }
        if (operand instanceof Operand.SpanOrResource) {
            return object("spanOrResource", quoted(((Operand.SpanOrResource) operand).key()));
        }
        if (operand instanceof Operand.InTrace) {
            return object("inTrace", name(((Operand.InTrace) operand).property()));
        }
        if (operand instanceof Operand.OfTypes) {
            Operand.OfTypes typed = (Operand.OfTypes) operand;
            return object(
                    "ofTypes",
                    "{\"types\":"
                            + typed.types().stream()
                                    .map(FilterText::name)
                                    .sorted()
                                    .toList() + ",\"of\":"
                            + of(typed.of()) + "}");
        }
        if (operand instanceof Operand.AsText) {
            return object("asText", of(((Operand.AsText) operand).of()));
        }
        return object("exceptionFingerprint", "true");
    }

    static String of(Literal literal) {
        if (literal instanceof Literal.Text) {
            return object("text", quoted(((Literal.Text) literal).value()));
        }
        if (literal instanceof Literal.Whole) {
            return object("whole", quoted(Long.toString(((Literal.Whole) literal).value())));
        }
        if (literal instanceof Literal.Decimal) {
            double number = ((Literal.Decimal) literal).value();
            return object(
                    "decimal", Double.isFinite(number) ? Double.toString(number) : quoted(Double.toString(number)));
        }
        if (literal instanceof Literal.Numeric) {
            return object("number", Double.toString(((Literal.Numeric) literal).value()));
        }
        if (literal instanceof Literal.Truth) {
            return object("truth", Boolean.toString(((Literal.Truth) literal).value()));
        }
        return object("hex", quoted(HexFormat.of().formatHex(((Literal.Bytes) literal).value())));
    }

    static <T> String list(List<T> parts, Function<T, String> text) {
        return "[" + String.join(",", parts.stream().map(text).toList()) + "]";
    }

    static String object(String name, String value) {
        return "{\"" + name + "\":" + value + "}";
    }

    static String name(Enum<?> constant) {
        return quoted(Operands.name(constant));
    }

    private static String quoted(String text) {
        return MAPPER.writeValueAsString(text);
    }
}
