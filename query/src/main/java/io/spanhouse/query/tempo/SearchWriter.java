package io.spanhouse.query.tempo;

import io.spanhouse.query.traceql.FieldExpression;
import io.spanhouse.query.traceql.SearchPlan;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.SpanSetMatch;
import io.spanhouse.storage.filter.TraceSummary;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Writes found traces. Not thread-safe. */
final class SearchWriter {
    static final String NO_ROOT = "<root span not yet received>";
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final HexFormat HEX = HexFormat.of();

    private final SearchPlan plan;

    SearchWriter(SearchPlan plan) {
        this.plan = plan;
    }

    void write(TraceSummary trace, List<SpanSetMatch> sets, JsonGenerator json) {
        TraceSummary.Root root = trace.root();
        json.writeStartObject();
        json.writeStringProperty("traceID", TempoIds.text(trace.traceId()));
        json.writeStringProperty("rootServiceName", root == null ? NO_ROOT : root.service());
        if (root != null) {
            json.writeStringProperty("rootTraceName", root.name());
        }
        json.writeStringProperty("startTimeUnixNano", Long.toUnsignedString(trace.startNanos()));
        long millis = millis(trace);
        if (millis != 0) {
            json.writeNumberProperty("durationMs", millis);
        }
        if (!sets.isEmpty()) {
            json.writeName("spanSet");
            set(sets.get(0), json);
            json.writeArrayPropertyStart("spanSets");
            sets.forEach(set -> set(set, json));
            json.writeEndArray();
        }
        json.writeObjectPropertyStart("serviceStats");
        for (TraceSummary.ServiceCount service : trace.services()) {
            json.writeObjectPropertyStart(service.service());
            json.writeNumberProperty("spanCount", service.spans());
            if (service.errors() != 0) {
                json.writeNumberProperty("errorCount", service.errors());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void set(SpanSetMatch set, JsonGenerator json) {
        json.writeStartObject();
        json.writeArrayPropertyStart("spans");
        set.spans().forEach(span -> span(span, json));
        json.writeEndArray();
        json.writeNumberProperty("matched", set.matched());
        Map<String, Literal> results = results(plan, set);
        if (!results.isEmpty()) {
            json.writeArrayPropertyStart("attributes");
            results.forEach((name, value) -> AnyValues.attribute(name, value, json));
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** What a set has one value of: what it was grouped by, and what was calculated of it. */
    static Map<String, Literal> results(SearchPlan plan, SpanSetMatch set) {
        Map<String, Literal> results = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(plan.keys().size(), set.key().size()); i++) {
            FieldExpression key = plan.keys().get(i);
            Literal value = set.key().get(i);
            results.put("by(" + key + ")", value == null ? new Literal.Text("nil") : SearchPlan.shown(key, value));
        }
        for (int i = 0; i < Math.min(plan.statistics().size(), set.statistics().size()); i++) {
            results.put(plan.statistics().get(i), set.statistics().get(i));
        }
        return results;
    }

    static long millis(TraceSummary trace) {
        return Long.divideUnsigned(trace.durationNanos(), NANOS_PER_MILLI);
    }

    private void span(SpanSetMatch.Span span, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("spanID", HEX.toHexDigits(span.spanId()));
        if (named(plan)) {
            json.writeStringProperty("name", span.name());
        }
        json.writeStringProperty("startTimeUnixNano", Long.toUnsignedString(span.startNanos()));
        if (span.durationNanos() != 0) {
            json.writeStringProperty("durationNanos", Long.toUnsignedString(span.durationNanos()));
        }
        json.writeArrayPropertyStart("attributes");
        for (int i = 0; i < plan.listed().size(); i++) {
            FieldExpression listed = plan.listed().get(i);
            List<Literal> values = shown(listed, span.values().get(i));
            if (!values.isEmpty()) {
                AnyValues.attribute(SearchPlan.label(listed), values, json);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Whether spans are shown with their names. */
    static boolean named(SearchPlan plan) {
        return plan.listed().stream().anyMatch(SearchWriter::isName);
    }

    /** A span's values of one thing that is listed, as they are shown among its attributes; a name is not. */
    static List<Literal> shown(FieldExpression listed, List<Literal> values) {
        List<Literal> shown = new ArrayList<>();
        if (!isName(listed)) {
            values.forEach(value -> shown.add(SearchPlan.shown(listed, value)));
        }
        return shown;
    }

    private static boolean isName(FieldExpression listed) {
        return listed instanceof FieldExpression.OfSpan && listed.toString().equals("name");
    }
}
