package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.TraceAnswer;
import io.spanhouse.query.trace.TraceTree;
import io.spanhouse.query.trace.TraceTreeBuilder;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.model.SpanBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET traces/{traceId}/attributes?column=span.http.method}: which attributes the spans of a trace have, and of those that
 * are asked for the value of each span, in the order of the trace's tree. So a page can colour and sort a trace of 100,000 spans
 * by any attribute without the spans themselves. The trace is read whole, once.
 */
final class GetSpanValues implements Endpoint {
    /** Most columns of an answer. */
    static final int COLUMNS_MAX = 20;

    /** Levels whose attributes a span has one value of, as {@code column} names them. */
    private static final Map<String, AttributeLevel> LEVELS = levels();

    private final TraceStore store;
    private final HeldSpans held;

    /** @param held what all trees that are worked out may have together */
    GetSpanValues(TraceStore store, HeldSpans held) {
        this.store = store;
        this.held = held;
    }

    private static Map<String, AttributeLevel> levels() {
        Map<String, AttributeLevel> levels = new LinkedHashMap<>();
        for (AttributeLevel level : List.of(AttributeLevel.SPAN, AttributeLevel.RESOURCE, AttributeLevel.SCOPE)) {
            levels.put(Operands.name(level), level);
        }
        return levels;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        List<SpanValues> columns = columns(exchange.queries("column"));
        try (TraceAnswer trace = TraceAnswer.open(store, exchange, TraceIds.parse(exchange.parameter("traceId")))) {
            int spans = held.take(trace.summary().spans());
            try {
                TraceTreeBuilder builder = new TraceTreeBuilder();
                SpanKeys keys = new SpanKeys();
                TraceAnswer.Slices slices = trace.slices();
                for (SpanBatch slice = slices.next(); slice != null; slice = slices.next()) {
                    exchange.control().check();
                    builder.add(slice);
                    keys.add(slice);
                    for (SpanValues column : columns) {
                        column.add(slice);
                    }
                }
                TraceTree tree = builder.build();
                exchange.completeness(trace.completeness());
                exchange.json(json -> {
                    json.writeStartObject();
                    json.writeNumberProperty("count", tree.size());
                    keys.write(json);
                    write(columns, tree, json);
                    Answers.coverage(trace.completeness(), exchange.control().statistics(), json);
                    json.writeEndObject();
                });
            } finally {
                held.give(spans);
            }
        }
    }

    private static List<SpanValues> columns(List<String> names) {
        if (names.size() > COLUMNS_MAX) {
            throw HttpFailure.badRequest(
                    "the parameter column comes " + names.size() + " times, expected at most " + COLUMNS_MAX);
        }
        List<SpanValues> columns = new ArrayList<>();
        for (String name : names) {
            int point = name.indexOf('.');
            AttributeLevel level = point < 0 ? null : LEVELS.get(name.substring(0, point));
            if (level == null || point == name.length() - 1) {
                throw HttpFailure.badRequest("the parameter column is '" + name + "', expected one of "
                        + String.join(", ", LEVELS.keySet()) + ", a point and a key");
            }
            columns.add(new SpanValues(new Operand.Attribute(level, name.substring(point + 1))));
        }
        return columns;
    }

    private static void write(List<SpanValues> columns, TraceTree tree, JsonGenerator json) {
        json.writeArrayPropertyStart("columns");
        for (SpanValues column : columns) {
            column.write(tree, json);
        }
        json.writeEndArray();
    }
}
