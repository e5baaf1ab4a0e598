package io.spanhouse.query.mackerel;

import io.spanhouse.query.http.JsonInput;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The filters of attributes. The type is part of a filter: it meets values of that type only. An operator goes with some
 * types only:
 *
 * <pre>
 *                     string  int  double  bool
 * EQ                     x     x     x      x
 * NEQ                    x                  x
 * GT, GTE, LT, LTE             x     x
 * STARTS_WITH            x
 * CONTAINS               x                        our extension
 * </pre>
 */
final class AttributeFilters {
    /** Most filters of one list. */
    static final int FILTERS_MAX = 100;

    private static final Set<String> TYPES = Set.of("string", "int", "double", "bool");
    private static final Map<String, Set<String>> OPERATORS = Map.of(
            "EQ", TYPES,
            "NEQ", Set.of("string", "bool"),
            "GT", Set.of("int", "double"),
            "GTE", Set.of("int", "double"),
            "LT", Set.of("int", "double"),
            "LTE", Set.of("int", "double"),
            "STARTS_WITH", Set.of("string"),
            "CONTAINS", Set.of("string"));
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,400}(\\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?");

    private AttributeFilters() {}

    static List<SpanCondition> ofSpan(JsonInput filters) {
        return read(filters, AttributeLevel.SPAN);
    }

    static List<SpanCondition> ofResource(JsonInput filters) {
        return read(filters, AttributeLevel.RESOURCE);
    }

    private static List<SpanCondition> read(JsonInput filters, AttributeLevel level) {
        List<SpanCondition> conditions = new ArrayList<>();
        if (filters.present()) {
            List<JsonInput> elements = filters.elements();
            if (elements.size() > FILTERS_MAX) {
                throw filters.unexpected("at most " + FILTERS_MAX + " filters");
            }
            for (JsonInput filter : elements) {
                conditions.add(readOne(filter, level));
            }
        }
        return conditions;
    }

    private static SpanCondition readOne(JsonInput filter, AttributeLevel level) {
        if (!filter.isObject()) {
            throw filter.unexpected("an object with key, value, operator and type");
        }
        String key = filter.required("key").text();
        JsonInput type = filter.required("type");
        if (!TYPES.contains(type.text())) {
            throw type.unexpected("string, int, double or bool");
        }
        JsonInput operator = filter.required("operator");
        Set<String> types = OPERATORS.get(operator.text());
        if (types == null) {
            throw operator.unexpected("EQ, NEQ, GT, GTE, LT, LTE, STARTS_WITH or CONTAINS");
        }
        if (!types.contains(type.text())) {
            throw operator.unexpected(
                    "an operator that goes with " + type.text() + ", as " + operator.text() + " does not");
        }
        return new SpanCondition.Comparison(
                new Operand.Attribute(level, key),
                operator(operator.text()),
                literal(type.text(), filter.required("value")));
    }

    private static Operator operator(String name) {
        return switch (name) {
            case "EQ" -> Operator.EQUAL;
            case "NEQ" -> Operator.NOT_EQUAL;
            case "GT" -> Operator.GREATER;
            case "GTE" -> Operator.GREATER_OR_EQUAL;
            case "LT" -> Operator.LESS;
            case "LTE" -> Operator.LESS_OR_EQUAL;
            case "STARTS_WITH" -> Operator.STARTS_WITH;
            case "CONTAINS" -> Operator.CONTAINS;
            default -> throw new IllegalArgumentException("operator " + name + " is in the table and not here");
        };
    }

    private static Literal literal(String type, JsonInput value) {
        String text = value.text();
        switch (type) {
            case "string":
                return new Literal.Text(text);
            case "bool":
                if (text.equals("true") || text.equals("false")) {
                    return new Literal.Truth(text.equals("true"));
                }
                throw value.unexpected("\"true\" or \"false\", as the type is bool");
            case "int":
                if (WHOLE.matcher(text).matches()) {
                    try {
                        return new Literal.Whole(Long.parseLong(text));
                    } catch (NumberFormatException e) {
                        throw value.unexpected("a whole number of 64 bits");
                    }
                }
                throw value.unexpected("a whole number as a string, as the type is int");
            default:
                double number = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
                if (!Double.isFinite(number)) {
                    throw value.unexpected("a number as a string, as the type is double");
                }
                return new Literal.Decimal(number);
        }
    }
}
