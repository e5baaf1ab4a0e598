package io.spanhouse.query.api;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.ScanStatistics;
import io.spanhouse.storage.filter.SpanSetMatch;
import io.spanhouse.storage.filter.TraceSummary;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Parts that several answers have. */
final class Answers {
    private Answers() {}

    /** A trace in a list. */
    static void summary(TraceSummary trace, JsonGenerator json) {
        json.writeStartObject();
        members(trace, json);
        json.writeEndObject();
    }

    /** A trace in a list with its sets of spans. */
    static void summary(TraceSummary trace, List<SpanSetMatch> sets, JsonGenerator json) {
        json.writeStartObject();
        members(trace, json);
        json.writeArrayPropertyStart("spanSets");
        sets.forEach(set -> spanSet(set, json));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void spanSet(SpanSetMatch set, JsonGenerator json) {
        json.writeStartObject();
        json.writeName("key");
        values(set.key(), json);
        json.writeName("statistics");
        values(set.statistics(), json);
        json.writeStringProperty("matched", Long.toString(set.matched()));
        json.writeArrayPropertyStart("spans");
        for (SpanSetMatch.Span span : set.spans()) {
            json.writeStartObject();
            json.writeStringProperty("spanId", HexFormat.of().toHexDigits(span.spanId()));
            json.writeStringProperty("name", span.name());
            json.writeStringProperty("start", Long.toUnsignedString(span.startNanos()));
            json.writeStringProperty("duration", Long.toUnsignedString(span.durationNanos()));
            json.writeArrayPropertyStart("values");
            span.values().forEach(values -> values(values, json));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void values(List<? extends @Nullable Literal> values, JsonGenerator json) {
        json.writeStartArray();
        for (Literal value : values) {
            if (value == null) {
                json.writeNull();
            } else {
                Literals.write(value, json);
            }
        }
        json.writeEndArray();
    }

    private static void members(TraceSummary trace, JsonGenerator json) {
        json.writeStringProperty("traceId", trace.traceId().toString());
        json.writeStringProperty("start", Long.toUnsignedString(trace.startNanos()));
        json.writeStringProperty("end", Long.toUnsignedString(trace.endNanos()));
        json.writeStringProperty("duration", Long.toUnsignedString(trace.durationNanos()));
        json.writeStringProperty("spans", Long.toString(trace.spans()));
        json.writeStringProperty("errors", Long.toString(trace.errors()));
        TraceSummary.Root root = trace.root();
        if (root == null) {
            json.writeNullProperty("root");
        } else {
            json.writeObjectPropertyStart("root");
            json.writeStringProperty("spanId", HexFormat.of().toHexDigits(root.spanId()));
            json.writeStringProperty("name", root.name());
            json.writeStringProperty("service", root.service());
            json.writeNumberProperty("kind", root.kind());
            json.writeStringProperty("start", Long.toUnsignedString(root.startNanos()));
            json.writeStringProperty("duration", Long.toUnsignedString(root.durationNanos()));
            json.writeEndObject();
        }
        json.writeArrayPropertyStart("services");
        for (TraceSummary.ServiceCount service : trace.services()) {
            json.writeStartObject();
            json.writeStringProperty("service", service.service());
            json.writeStringProperty("spans", Long.toString(service.spans()));
            json.writeStringProperty("errors", Long.toString(service.errors()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanProperty("expiredPart", trace.expiredPart());
    }

    /** What an answer covers and what was read for it. */
    static void coverage(Completeness completeness, ScanStatistics statistics, JsonGenerator json) {
        completeness(completeness, json);
        statistics(statistics, json);
    }

    /** What was read. */
    static void statistics(ScanStatistics statistics, JsonGenerator json) {
        json.writeObjectPropertyStart("statistics");
        json.writeStringProperty("bytesRead", Long.toString(statistics.bytesRead()));
        json.writeStringProperty("rowsRead", Long.toString(statistics.rowsRead()));
        json.writeStringProperty("unitsRead", Long.toString(statistics.unitsRead()));
        json.writeStringProperty("unitsSkipped", Long.toString(statistics.unitsSkipped()));
        json.writeEndObject();
    }

    /** Whether an answer covers everything. */
    static void completeness(Completeness completeness, JsonGenerator json) {
        json.writeObjectPropertyStart("completeness");
        json.writeBooleanProperty("complete", completeness.complete());
        json.writeStringProperty("reason", completeness.reason().text());
        json.writeArrayPropertyStart("missing");
        completeness.missing().forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }
}
