package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TraceProperty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The older search: words {@code key=value}, each of which some span of the trace has, the value as a part of its text. */
final class TagsQuery {
    private static final Set<String> PARAMETERS =
            Set.of("q", "tags", "minDuration", "maxDuration", "limit", "start", "end", "spss");
    private static final List<String> STATUSES = List.of("unset", "ok", "error");

    private TagsQuery() {}

    /** The conditions of the parameter tags, or, in the oldest form, of parameters of any other name. */
    static List<SpanCondition> read(Exchange exchange) {
        Map<String, String> tags = new LinkedHashMap<>();
        String text = exchange.query("tags");
        if (text != null) {
            new LogfmtReader(text).into(tags);
        } else if (exchange.query("start") == null && exchange.query("end") == null) {
            for (String name : exchange.queryNames()) {
                if (!PARAMETERS.contains(name)) {
                    tags.put(name, String.valueOf(exchange.query(name)));
                }
            }
        }
        List<SpanCondition> conditions = new ArrayList<>();
        tags.forEach((key, value) -> conditions.add(condition(key, value)));
        return conditions;
    }

    private static SpanCondition condition(String key, String value) {
        return switch (key) {
            case "name" -> contains(new Operand.Field(SpanField.NAME), value);
            case "root.name" -> contains(new Operand.InTrace(TraceProperty.ROOT_NAME), value);
            case "root.service.name" -> contains(new Operand.InTrace(TraceProperty.ROOT_SERVICE), value);
            case "service.name" -> contains(new Operand.Attribute(AttributeLevel.RESOURCE, key), value);
            case "status.code" -> status(value);
            case "error" -> value.equals("true") ? status("error") : contains(new Operand.SpanOrResource(key), value);
            default -> contains(new Operand.SpanOrResource(key), value);
        };
    }

    private static SpanCondition status(String value) {
        int code = STATUSES.indexOf(value);
        if (code < 0) {
            throw HttpFailure.badRequest(
                    "invalid tags: status.code is '" + value + "', expected one of " + String.join(", ", STATUSES));
        }
        return new SpanCondition.Comparison(
                new Operand.Field(SpanField.STATUS_CODE), Operator.EQUAL, new Literal.Whole(code));
    }

    private static SpanCondition contains(Operand operand, String part) {
        StringBuilder pattern = new StringBuilder("(?i)");
        part.codePoints().forEach(c -> {
            boolean plain = c >= 128 || Character.isLetterOrDigit(c);
            pattern.append(plain ? "" : "\\").appendCodePoint(c);
        });
        return new SpanCondition.Relation(
                new Expression.Value(new Operand.AsText(operand)),
                Operator.FINDS,
                new Expression.Constant(new Literal.Text(pattern.toString())));
    }
}
