package io.spanhouse.query.jaeger;

import io.spanhouse.query.jaeger.expression.Words;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Conditions on tags: a key with a text, at whatever level of the span, or one of the keys that mean something else. */
final class Tags {
    static final Operand SERVICE = new Operand.Attribute(AttributeLevel.RESOURCE, "service.name");

    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "False", "FALSE");
    private static final String OF_RESOURCE = "resource.";
    private static final SpanCondition NO_SPAN = new SpanCondition.Any(List.of());
    private static final int STATUS_ERROR = 2;

    private Tags() {}

    /** A span of the service. */
    static SpanCondition service(String name) {
        return name.equals(TraceJson.NO_SERVICE)
                ? new SpanCondition.Not(new SpanCondition.Exists(SERVICE))
                : equal(SERVICE, new Literal.Text(name));
    }

    /** A span that has the tag with this text, by whatever type it was sent. */
    static SpanCondition tag(String key, String text) {
        switch (key) {
            case "error":
                return error(text);
            case "span.status":
                return number(
                        SpanField.STATUS_CODE, Math.max(0, Words.STATUSES.indexOf(text.toLowerCase(Locale.ROOT))));
            case "span.kind":
                int kind = Words.KINDS.indexOf(text.toLowerCase(Locale.ROOT));
                return kind < 0 ? NO_SPAN : number(SpanField.KIND, kind);
            case "scope.name":
                return equal(new Operand.Field(SpanField.SCOPE_NAME), new Literal.Text(text));
            case "scope.version":
                return equal(new Operand.Field(SpanField.SCOPE_VERSION), new Literal.Text(text));
            default:
                return key.startsWith(OF_RESOURCE)
                        ? attribute(AttributeLevel.RESOURCE, key.substring(OF_RESOURCE.length()), text)
                        : attribute(key, text);
        }
    }

    private static SpanCondition attribute(String key, String text) {
        List<SpanCondition> any = new ArrayList<>();
        for (AttributeLevel level : AttributeLevel.values()) {
            any.add(attribute(level, key, text));
        }
        return new SpanCondition.Any(any);
    }

    private static SpanCondition attribute(AttributeLevel level, String key, String text) {
        return equal(new Operand.AsText(new Operand.Attribute(level, key)), new Literal.Text(text));
    }

    private static SpanCondition error(String text) {
        SpanCondition error = number(SpanField.STATUS_CODE, STATUS_ERROR);
        if (TRUE.contains(text)) {
            return error;
        }
        return FALSE.contains(text) ? new SpanCondition.Not(error) : NO_SPAN;
    }

    static SpanCondition number(SpanField field, long number) {
        return equal(new Operand.Field(field), new Literal.Whole(number));
    }

    private static SpanCondition equal(Operand operand, Literal literal) {
        return new SpanCondition.Comparison(operand, Operator.EQUAL, literal);
    }
}
