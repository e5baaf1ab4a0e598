package io.spanhouse.query.zipkin;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import java.util.ArrayList;
import java.util.List;

/** Conditions on what a span shows as tags: its attributes before its resource's, and the tags that stand for fields. */
final class TagCondition {
    private static final long STATUS_OK = 1;
    private static final long STATUS_ERROR = 2;
    private static final SpanCondition IS_ERROR = status(STATUS_ERROR);

    private TagCondition() {}

    /** The tag has this text. */
    static SpanCondition equal(String key, String text) {
        List<SpanCondition> any = new ArrayList<>();
        Operand span = new Operand.Attribute(AttributeLevel.SPAN, key);
        Operand resource = new Operand.Attribute(AttributeLevel.RESOURCE, key);
        any.add(isText(span, text));
        any.add(new SpanCondition.All(
                List.of(new SpanCondition.Not(new SpanCondition.Exists(span)), isText(resource, text))));
        switch (key) {
            case "error" -> any.add(new SpanCondition.All(List.of(IS_ERROR, isText(SpanField.STATUS_MESSAGE, text))));
            case "otel.status_code" -> {
                if (text.equals("OK") || text.equals("ERROR")) {
                    any.add(status(text.equals("OK") ? STATUS_OK : STATUS_ERROR));
                }
            }
            case "otel.scope.name", "otel.library.name" -> any.add(isText(SpanField.SCOPE_NAME, text));
            case "otel.scope.version", "otel.library.version" -> any.add(isText(SpanField.SCOPE_VERSION, text));
            case "w3c.tracestate" -> any.add(isText(SpanField.TRACE_STATE, text));
            default -> {
                // Every other tag is an attribute.
            }
        }
        return new SpanCondition.Any(any);
    }

    /** There is such a tag, or an annotation with this text. */
    static SpanCondition exists(String keyOrAnnotation) {
        List<SpanCondition> any = new ArrayList<>();
        any.add(isText(SpanField.EVENT_NAME, keyOrAnnotation));
        any.add(new SpanCondition.Exists(new Operand.Attribute(AttributeLevel.SPAN, keyOrAnnotation)));
        any.add(new SpanCondition.Exists(new Operand.Attribute(AttributeLevel.RESOURCE, keyOrAnnotation)));
        if (keyOrAnnotation.equals("error")) {
            any.add(IS_ERROR);
        }
        return new SpanCondition.Any(any);
    }

    private static SpanCondition isText(SpanField field, String text) {
        return equal(new Operand.Field(field), new Literal.Text(text));
    }

    /** A value of whatever type that shows as this text. */
    private static SpanCondition isText(Operand operand, String text) {
        List<SpanCondition> any = new ArrayList<>();
        any.add(equal(operand, new Literal.Text(text)));
        if (text.equals("true") || text.equals("false")) {
            any.add(equal(operand, new Literal.Truth(text.equals("true"))));
        }
        try {
            long whole = Long.parseLong(text);
            if (Long.toString(whole).equals(text)) {
                any.add(equal(operand, new Literal.Whole(whole)));
            }
        } catch (NumberFormatException e) {
            addDecimal(operand, text, any);
        }
        return new SpanCondition.Any(any);
    }

    private static void addDecimal(Operand operand, String text, List<SpanCondition> any) {
        try {
            double decimal = Double.parseDouble(text);
            if (Double.toString(decimal).equals(text)) {
                any.add(equal(operand, new Literal.Decimal(decimal)));
            }
        } catch (NumberFormatException e) {
            // No number shows as this text.
        }
    }

    private static SpanCondition status(long code) {
        return equal(new Operand.Field(SpanField.STATUS_CODE), new Literal.Whole(code));
    }

    private static SpanCondition equal(Operand operand, Literal literal) {
        return new SpanCondition.Comparison(operand, Operator.EQUAL, literal);
    }
}
