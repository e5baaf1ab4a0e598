package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.bench.ShapeFacts.Attribute;
import io.spanhouse.deploy.bench.ShapeFacts.SpanFacts;
import io.spanhouse.deploy.load.TraceInstance;
import io.spanhouse.deploy.verify.ReadSide;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A condition that one span must meet, twice: as the server is asked it, and as it is decided here, on the facts of a shape
 * and the times of a trace.
 *
 * @param service null for any
 * @param name null for any
 * @param failed whether the status must be error
 * @param attribute null for none
 * @param durationMinNanos 0 for any
 */
record SpanTest(
        @Nullable String service,
        @Nullable String name,
        boolean failed,
        @Nullable Attribute attribute,
        long durationMinNanos) {
    private static final String SERVICE_KEY = "service.name";

    /** Every span. */
    static final SpanTest ANY = new SpanTest(null, null, false, null, 0);

    static SpanTest ofService(String service) {
        return new SpanTest(service, null, false, null, 0);
    }

    static SpanTest ofAttribute(Attribute attribute) {
        return new SpanTest(null, null, false, attribute, 0);
    }

    SpanTest withName(String withName) {
        return new SpanTest(service, withName, failed, attribute, durationMinNanos);
    }

    SpanTest withFailed() {
        return new SpanTest(service, name, true, attribute, durationMinNanos);
    }

    SpanTest withDuration(long leastNanos) {
        return new SpanTest(service, name, failed, attribute, leastNanos);
    }

    /** Whether a span of a trace meets it. */
    boolean meets(SpanFacts span, TraceInstance trace) {
        return meetsFixedPart(span)
                && (durationMinNanos == 0
                        || trace.time(span.endNanos()) - trace.time(span.startNanos()) >= durationMinNanos);
    }

    /** Whether the span meets all that does not differ from trace to trace. */
    boolean meetsFixedPart(SpanFacts span) {
        return (service == null || service.equals(span.operation().service()))
                && (name == null || name.equals(span.operation().name()))
                && (!failed || span.failed())
                && (attribute == null || span.attributes().contains(attribute));
    }

    /** The condition as the interface takes it; all spans if nothing is asked. */
    ObjectNode json() {
        ObjectNode condition = ReadSide.body();
        ArrayNode all = condition.putArray("all");
        if (service != null) {
            all.add(attributeIs("resource", SERVICE_KEY, service));
        }
        if (name != null) {
            ObjectNode comparison = compare(all.addObject(), "equal");
            comparison.putObject("operand").put("field", "name");
            comparison.putObject("value").put("text", name);
        }
        if (failed) {
            number(all.addObject(), "statusCode", "equal", 2);
        }
        if (attribute != null) {
            all.add(attributeIs(attribute.key().level(), attribute.key().key(), attribute.text()));
        }
        if (durationMinNanos > 0) {
            number(all.addObject(), "duration", "greaterOrEqual", durationMinNanos);
        }
        return all.size() == 1 ? (ObjectNode) all.get(0) : condition;
    }

    /** An attribute as the interface takes it. */
    static ObjectNode operand(String level, String key) {
        ObjectNode operand = ReadSide.body();
        operand.putObject("attribute").put("level", level).put("key", key);
        return operand;
    }

    private static ObjectNode attributeIs(String level, String key, String text) {
        ObjectNode condition = ReadSide.body();
        ObjectNode comparison = compare(condition, "equal");
        comparison.set("operand", operand(level, key));
        comparison.putObject("value").put("text", text);
        return condition;
    }

    private static void number(ObjectNode condition, String field, String operator, long value) {
        ObjectNode comparison = compare(condition, operator);
        comparison.putObject("operand").put("field", field);
        comparison.putObject("value").put("whole", Long.toString(value));
    }

    private static ObjectNode compare(ObjectNode condition, String operator) {
        return condition.putObject("compare").put("operator", operator);
    }
}
