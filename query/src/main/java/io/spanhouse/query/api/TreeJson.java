package io.spanhouse.query.api;

import io.spanhouse.query.trace.CriticalPath;
import io.spanhouse.query.trace.Doubt;
import io.spanhouse.query.trace.TraceTotals;
import io.spanhouse.query.trace.TraceTree;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntToLongFunction;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a tree: totals, doubts and, if wanted, the spans and the stretches of the path in columns, where times are plain
 * numbers of nanoseconds after the trace's start; exact in every language up to 104 days.
 */
final class TreeJson {
    /** Most entries of each list of totals; those with most of the critical path are kept. */
    static final int TOTALS_MAX = 1_000;

    private final TraceTree tree;
    private final CriticalPath path;
    private final long[] self;

    TreeJson(TraceTree tree, CriticalPath path, long[] self) {
        this.tree = tree;
        this.path = path;
        this.self = self;
    }

    /** Writes members of an object that the caller has opened. */
    void write(boolean columns, JsonGenerator json) {
        json.writeStringProperty("start", Long.toUnsignedString(tree.startNanos()));
        TraceTotals totals = new TraceTotals(tree, path, self);
        totals("services", totals.services(TOTALS_MAX), false, json);
        totals("operations", totals.operations(TOTALS_MAX), true, json);
        doubts(totals, json);
        path(columns, json);
        if (columns) {
            columns(json);
        }
    }

    /** Writes what the head of {@link TreeColumns} has beside: how long its columns are, and the texts that they number. */
    void head(boolean columns, JsonGenerator json) {
        json.writeNumberProperty("version", TreeColumns.VERSION);
        json.writeNumberProperty("count", columns ? tree.size() : 0);
        json.writeNumberProperty("stretches", columns ? path.stretches() : 0);
        texts("serviceTexts", tree.services(), json);
        texts("nameTexts", tree.names(), json);
    }

    private static void totals(String name, TraceTotals.Totals totals, boolean operations, JsonGenerator json) {
        json.writeArrayPropertyStart(name);
        for (TraceTotals.Total total : totals.list()) {
            json.writeStartObject();
            json.writeStringProperty("service", total.service());
            if (operations) {
                json.writeStringProperty("name", total.name());
                json.writeNumberProperty("kind", total.kind());
            }
            json.writeStringProperty("spans", Long.toString(total.spans()));
            json.writeStringProperty("errors", Long.toString(total.errors()));
            json.writeStringProperty("self", Long.toString(total.selfNanos()));
            json.writeStringProperty("critical", Long.toString(total.criticalNanos()));
            json.writeNumberProperty("share", total.share());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberProperty(name + "Total", totals.count());
    }

    private void doubts(TraceTotals totals, JsonGenerator json) {
        long[] counts = new long[Doubt.values().length];
        for (int place = 0; place < tree.size(); place++) {
            for (int bits = tree.doubts(place); bits != 0; bits &= bits - 1) {
                counts[Integer.numberOfTrailingZeros(bits)]++;
            }
        }
        json.writeObjectPropertyStart("doubts");
        for (Doubt doubt : Doubt.values()) {
            json.writeStringProperty(doubt.text(), Long.toString(counts[doubt.ordinal()]));
        }
        json.writeEndObject();
        List<TraceTotals.Skew> skews = totals.skews();
        json.writeArrayPropertyStart("skews");
        for (TraceTotals.Skew skew : skews.subList(0, Math.min(TOTALS_MAX, skews.size()))) {
            json.writeStartObject();
            json.writeStringProperty("parentService", skew.parentService());
            json.writeStringProperty("service", skew.service());
            json.writeStringProperty("spans", Long.toString(skew.spans()));
            json.writeStringProperty("most", Long.toString(skew.mostNanos()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void path(boolean columns, JsonGenerator json) {
        json.writeObjectPropertyStart("path");
        if (path.of() == TraceTree.NONE) {
            json.writeNullProperty("of");
        } else {
            json.writeStringProperty("of", HexFormat.of().toHexDigits(tree.id(path.of())));
        }
        json.writeStringProperty("duration", Long.toString(path.nanos()));
        json.writeStringProperty("gap", Long.toString(path.gapNanos()));
        if (columns) {
            column("span", path.stretches(), path::span, json);
            column("from", path.stretches(), path::stretchFrom, json);
            column("to", path.stretches(), path::stretchTo, json);
        }
        json.writeEndObject();
    }

    private void columns(JsonGenerator json) {
        json.writeObjectPropertyStart("spans");
        json.writeNumberProperty("count", tree.size());
        texts("serviceTexts", tree.services(), json);
        texts("nameTexts", tree.names(), json);
        json.writeArrayPropertyStart("spanId");
        for (int place = 0; place < tree.size(); place++) {
            json.writeString(HexFormat.of().toHexDigits(tree.id(place)));
        }
        json.writeEndArray();
        column("parent", tree.size(), tree::parent, json);
        column("subtreeEnd", tree.size(), tree::subtreeEnd, json);
        column("service", tree.size(), tree::service, json);
        column("name", tree.size(), tree::name, json);
        column("kind", tree.size(), tree::kind, json);
        column("status", tree.size(), tree::status, json);
        column("doubts", tree.size(), tree::doubts, json);
        column("start", tree.size(), tree::from, json);
        column("duration", tree.size(), place -> tree.to(place) - tree.from(place), json);
        column("self", tree.size(), place -> self[place], json);
        column("critical", tree.size(), path::criticalNanos, json);
        json.writeEndObject();
    }

    private static void texts(String name, List<String> texts, JsonGenerator json) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void column(String name, int size, IntToLongFunction values, JsonGenerator json) {
        json.writeArrayPropertyStart(name);
        for (int i = 0; i < size; i++) {
            json.writeNumber(values.applyAsLong(i));
        }
        json.writeEndArray();
    }
}
