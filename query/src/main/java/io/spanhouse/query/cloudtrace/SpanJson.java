package io.spanhouse.query.cloudtrace;

import io.spanhouse.storage.model.SpanRows;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Writes the spans of a slice; what has its default value is left out, as JSON of protobuf messages does. */
final class SpanJson {
    private final SpanRows rows;
    private final SpanLabels labels;
    private final JsonGenerator json;

    SpanJson(SpanRows rows, JsonGenerator json) {
        this.rows = rows;
        this.labels = new SpanLabels(rows);
        this.json = json;
    }

    /** Writes all spans, or those without a parent. */
    void write(boolean rootsOnly) {
        for (int row = 0; row < rows.rowCount(); row++) {
            if (!rootsOnly || rows.parentSpanId(row) == 0) {
                span(row);
            }
        }
    }

    private void span(int row) {
        json.writeStartObject();
        json.writeStringProperty("spanId", Long.toUnsignedString(rows.spanId(row)));
        SpanKind kind = SpanKind.of(rows.kind(row));
        if (kind != SpanKind.SPAN_KIND_UNSPECIFIED) {
            json.writeStringProperty("kind", kind.name());
        }
        String name = rows.strings().text(rows.name(row));
        if (!name.isEmpty()) {
            json.writeStringProperty("name", name);
        }
        time("startTime", rows.startNanos(row));
        time("endTime", rows.endNanos(row));
        if (rows.parentSpanId(row) != 0) {
            json.writeStringProperty("parentSpanId", Long.toUnsignedString(rows.parentSpanId(row)));
        }
        Map<String, String> all = labels.of(row);
        if (!all.isEmpty()) {
            json.writeObjectPropertyStart("labels");
            all.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void time(String name, long nanos) {
        if (nanos != 0) {
            json.writeStringProperty(name, Timestamps.text(nanos));
        }
    }
}
