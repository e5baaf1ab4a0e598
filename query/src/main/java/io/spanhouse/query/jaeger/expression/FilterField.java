package io.spanhouse.query.jaeger.expression;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a filter can name beside attributes, and what it is here. */
enum FilterField {
    SPAN_TRACE_ID(AttributeLevel.SPAN, "traceID", Domain.ID, SpanField.TRACE_ID),
    SPAN_ID(AttributeLevel.SPAN, "spanID", Domain.ID, SpanField.SPAN_ID),
    SPAN_PARENT(AttributeLevel.SPAN, "parentSpanID", Domain.ID, SpanField.PARENT_SPAN_ID),
    SPAN_TRACE_STATE(AttributeLevel.SPAN, "traceState", Domain.TEXT, SpanField.TRACE_STATE),
    SPAN_NAME(AttributeLevel.SPAN, "name", Domain.TEXT, SpanField.NAME),
    SPAN_KIND(AttributeLevel.SPAN, "kind", Domain.KIND, SpanField.KIND),
    SPAN_START(AttributeLevel.SPAN, "startTime", Domain.TIMESTAMP, SpanField.START),
    SPAN_END(AttributeLevel.SPAN, "endTime", Domain.TIMESTAMP, SpanField.END),
    SPAN_DURATION(AttributeLevel.SPAN, "duration", Domain.DURATION, SpanField.DURATION),
    SPAN_STATUS(AttributeLevel.SPAN, "status", Domain.STATUS, SpanField.STATUS_CODE),
    SPAN_STATUS_MESSAGE(AttributeLevel.SPAN, "statusMessage", Domain.TEXT, SpanField.STATUS_MESSAGE),
    RESOURCE_SERVICE(AttributeLevel.RESOURCE, "service", Domain.TEXT, null),
    RESOURCE_SCHEMA(AttributeLevel.RESOURCE, "schemaURL", Domain.TEXT, SpanField.RESOURCE_SCHEMA_URL),
    SCOPE_NAME(AttributeLevel.SCOPE, "name", Domain.TEXT, SpanField.SCOPE_NAME),
    SCOPE_VERSION(AttributeLevel.SCOPE, "version", Domain.TEXT, SpanField.SCOPE_VERSION),
    SCOPE_SCHEMA(AttributeLevel.SCOPE, "schemaURL", Domain.TEXT, SpanField.SCOPE_SCHEMA_URL),
    EVENT_NAME(AttributeLevel.EVENT, "name", Domain.TEXT, SpanField.EVENT_NAME),
    EVENT_TIME(AttributeLevel.EVENT, "time", Domain.TIMESTAMP, SpanField.EVENT_TIME),
    EVENT_SINCE_START(AttributeLevel.EVENT, "timeSinceStart", Domain.DURATION, SpanField.EVENT_SINCE_START),
    LINK_TRACE_ID(AttributeLevel.LINK, "traceID", Domain.ID, SpanField.LINK_TRACE_ID),
    LINK_SPAN_ID(AttributeLevel.LINK, "spanID", Domain.ID, SpanField.LINK_SPAN_ID),
    LINK_TRACE_STATE(AttributeLevel.LINK, "traceState", Domain.TEXT, SpanField.LINK_TRACE_STATE);

    private static final Operand SERVICE = new Operand.OfTypes(
            new Operand.Attribute(AttributeLevel.RESOURCE, "service.name"), Set.of(ValueType.STRING));

    private final AttributeLevel level;
    private final String text;
    private final Domain domain;
    private final @Nullable SpanField field;

    /** What sort of values it has. */
    enum Domain {
        /** Text; empty text is none. */
        TEXT,
        /** An id, compared as its lower-case hexadecimal digits. */
        ID,
        /** A word for the span's kind. */
        KIND,
        /** A word for the span's status. */
        STATUS,
        DURATION,
        TIMESTAMP;

        /** Whether a constant text stands beside it as text. */
        boolean isText() {
            return this != DURATION && this != TIMESTAMP;
        }

        /** Whether it has one of few words. */
        boolean isWord() {
            return this == KIND || this == STATUS;
        }
    }

    FilterField(AttributeLevel level, String text, Domain domain, @Nullable SpanField field) {
        this.level = level;
        this.text = text;
        this.domain = domain;
        this.field = field;
    }

    AttributeLevel level() {
        return level;
    }

    Domain domain() {
        return domain;
    }

    /** What it is in the store, an id as its digits. */
    Operand operand() {
        if (field == null) {
            return SERVICE;
        }
        Operand operand = new Operand.Field(field);
        return domain == Domain.ID ? new Operand.AsText(operand) : operand;
    }

    /** The same, in words for complaints. */
    String path() {
        return FilterLevel.text(level) + "." + text;
    }

    /** The names of a level's fields. */
    static List<String> names(AttributeLevel level) {
        return Arrays.stream(values())
                .filter(field -> field.level == level)
                .map(field -> field.text)
                .toList();
    }

    static @Nullable FilterField of(AttributeLevel level, String name) {
        for (FilterField field : values()) {
            if (field.level == level && field.text.equals(name)) {
                return field;
            }
        }
        return null;
    }
}
