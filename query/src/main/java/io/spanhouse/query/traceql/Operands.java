package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TraceProperty;

/** Which attribute, field or property of the store a name of TraceQL is. */
final class Operands {
    private Operands() {}

    static Operand of(AttributeName name) {
        return switch (name.scope()) {
            case NONE -> new Operand.SpanOrResource(name.key());
            case SPAN -> new Operand.Attribute(AttributeLevel.SPAN, name.key());
            case RESOURCE -> new Operand.Attribute(AttributeLevel.RESOURCE, name.key());
            case EVENT -> new Operand.Attribute(AttributeLevel.EVENT, name.key());
            case LINK -> new Operand.Attribute(AttributeLevel.LINK, name.key());
            case INSTRUMENTATION -> new Operand.Attribute(AttributeLevel.SCOPE, name.key());
        };
    }

    static Operand of(Intrinsic intrinsic) {
        return switch (intrinsic) {
            case DURATION -> field(SpanField.DURATION);
            case NAME -> field(SpanField.NAME);
            case STATUS -> field(SpanField.STATUS_CODE);
            case STATUS_MESSAGE -> field(SpanField.STATUS_MESSAGE);
            case KIND -> field(SpanField.KIND);
            case PARENT -> throw new IllegalArgumentException("the parent is no value");
            case ROOT_NAME -> inTrace(TraceProperty.ROOT_NAME);
            case ROOT_SERVICE -> inTrace(TraceProperty.ROOT_SERVICE);
            case TRACE_DURATION -> inTrace(TraceProperty.DURATION);
            case TRACE_ID -> id(SpanField.TRACE_ID);
            case SPAN_ID -> id(SpanField.SPAN_ID);
            case PARENT_ID -> id(SpanField.PARENT_SPAN_ID);
            case CHILD_COUNT -> inTrace(TraceProperty.CHILD_COUNT);
            case NESTED_SET_LEFT -> inTrace(TraceProperty.NESTED_SET_LEFT);
            case NESTED_SET_RIGHT -> inTrace(TraceProperty.NESTED_SET_RIGHT);
            case NESTED_SET_PARENT -> inTrace(TraceProperty.NESTED_SET_PARENT);
            case EVENT_NAME -> field(SpanField.EVENT_NAME);
            case EVENT_TIME -> field(SpanField.EVENT_SINCE_START);
            case LINK_SPAN_ID -> id(SpanField.LINK_SPAN_ID);
            case LINK_TRACE_ID -> id(SpanField.LINK_TRACE_ID);
            case SCOPE_NAME -> field(SpanField.SCOPE_NAME);
            case SCOPE_VERSION -> field(SpanField.SCOPE_VERSION);
        };
    }

    private static Operand field(SpanField field) {
        return new Operand.Field(field);
    }

    private static Operand id(SpanField field) {
        return new Operand.AsText(new Operand.Field(field));
    }

    private static Operand inTrace(TraceProperty property) {
        return new Operand.InTrace(property);
    }
}
