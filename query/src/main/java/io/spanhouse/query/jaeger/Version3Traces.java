package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.ShortTraceId;
import io.spanhouse.query.http.TraceAnswer;
import io.spanhouse.query.trace.OtlpJson;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.SpanBatch;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Traces in the API of version 3: one, those that a search finds, or what a list shows of these. */
final class Version3Traces {
    private static final String NOTHING = "No traces found";

    private final TraceStore store;

    Version3Traces(TraceStore store) {
        this.store = store;
    }

    /** {@code GET /api/v3/traces/{traceId}}. */
    void get(Exchange exchange) throws IOException {
        for (String name : List.of("startTime", "start_time", "endTime", "end_time")) {
            String text = exchange.query(name);
            if (text != null && !text.isEmpty()) {
                Version3Query.time(name, text);
            }
        }
        Flags.of(exchange, "rawTraces", "raw_traces");
        try (TraceAnswer trace =
                TraceAnswer.open(store, exchange, ShortTraceId.parseUsable(exchange.parameter("traceId")))) {
            TraceAnswer.Slices slices = trace.start(exchange);
            exchange.json(json -> {
                start(json);
                for (SpanBatch slice = slices.next(); slice != null; slice = slices.next()) {
                    new OtlpJson(slice, json).writeResourceSpans();
                }
                end(json);
            });
        } catch (HttpFailure e) {
            throw e.status() == 404 ? HttpFailure.notFound(NOTHING) : e;
        }
    }

    /** {@code GET /api/v3/traces}. */
    void search(Exchange exchange) throws IOException {
        search(exchange, Version3Query.parameters(exchange));
    }

    /** {@code POST /api/v3/traces}. */
    void searchByBody(Exchange exchange) throws IOException {
        search(exchange, Version3Query.body(exchange.body()));
    }

    private void search(Exchange exchange, TraceQuery query) throws IOException {
        SearchAnswer answer =
                store.search(query.request(exchange.project(), exchange.visibility()), exchange.control());
        if (answer.traces().isEmpty() && answer.completeness().complete()) {
            throw HttpFailure.notFound(NOTHING);
        }
        Found found = new Found(store, exchange, answer.completeness());
        found.tell();
        exchange.json(json -> {
            start(json);
            for (TraceSummary trace : answer.traces()) {
                found.read(trace.traceId(), slice -> new OtlpJson(slice, json).writeResourceSpans());
            }
            end(json);
        });
    }

    private static void start(JsonGenerator json) {
        json.writeStartObject();
        json.writeObjectPropertyStart("result");
        json.writeArrayPropertyStart("resourceSpans");
    }

    private static void end(JsonGenerator json) {
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    /** {@code GET /api/v3/trace-summaries}. */
    void summaries(Exchange exchange) throws IOException {
        summaries(exchange, Version3Query.parameters(exchange));
    }

    /** {@code POST /api/v3/trace-summaries}. */
    void summariesByBody(Exchange exchange) throws IOException {
        summaries(exchange, Version3Query.body(exchange.body()));
    }

    private void summaries(Exchange exchange, TraceQuery query) throws IOException {
        Summaries summaries = Summaries.find(store, exchange, query);
        exchange.completeness(summaries.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("summaries");
            for (Summaries.Summary summary : summaries.list()) {
                write(json, summary);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Summaries.Summary summary) {
        TraceSummary trace = summary.trace();
        json.writeStartObject();
        json.writeStringProperty("traceId", trace.traceId().toString());
        json.writeStringProperty("rootServiceName", summary.rootService());
        json.writeStringProperty("rootOperationName", summary.rootName());
        json.writeStringProperty("minStartTimeUnixNano", Long.toUnsignedString(trace.startNanos()));
        json.writeStringProperty("maxEndTimeUnixNano", Long.toUnsignedString(trace.endNanos()));
        json.writeNumberProperty("spanCount", trace.spans());
        json.writeNumberProperty("errorSpanCount", trace.errors());
        json.writeNumberProperty("orphanSpanCount", summary.orphans());
        json.writeArrayPropertyStart("services");
        for (TraceSummary.ServiceCount service : trace.services()) {
            json.writeStartObject();
            json.writeStringProperty("name", service.service());
            json.writeNumberProperty("spanCount", service.spans());
            json.writeNumberProperty("errorSpanCount", service.errors());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
