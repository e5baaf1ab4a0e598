package io.spanhouse.query.api;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.ScanStatistics;
import io.spanhouse.storage.filter.TraceSummary;
import java.util.HexFormat;
import tools.jackson.core.JsonGenerator;

/** Parts that several answers have. */
final class Answers {
    private Answers() {}

    /** A trace in a list. */
    static void summary(TraceSummary trace, JsonGenerator json) {
        json.writeStartObject();
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
        json.writeEndObject();
    }

    /** What an answer covers and what was read for it. */
    static void coverage(Completeness completeness, ScanStatistics statistics, JsonGenerator json) {
        completeness(completeness, json);
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
