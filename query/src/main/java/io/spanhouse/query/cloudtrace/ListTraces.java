package io.spanhouse.query.cloudtrace;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.SpanBatch;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/** {@code GET /v1/projects/{projectId}/traces}: a page of traces, each read while it is written. */
final class ListTraces implements Endpoint {
    private final TraceStore store;
    private final TraceList list;

    ListTraces(TraceStore store, TraceList list) {
        this.store = store;
        this.list = list;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        SystemParameters.check(exchange);
        ListQuery query = query(exchange);
        TraceList.Page page =
                list.find(query, new TraceList.Asked(exchange.project(), exchange.visibility(), exchange.control()));
        Noted noted = new Noted(page.answer().completeness());
        if (query.view() == TraceView.MINIMAL || !noted.completeness.complete()) {
            exchange.completeness(noted.completeness);
        } else {
            exchange.completenessAtEnd(() -> noted.completeness);
        }
        exchange.json(json -> {
            json.writeStartObject();
            if (!page.answer().traces().isEmpty()) {
                json.writeArrayPropertyStart("traces");
                for (TraceSummary trace : page.answer().traces()) {
                    json.writeStartObject();
                    json.writeStringProperty("projectId", exchange.projectName());
                    json.writeStringProperty("traceId", trace.traceId().toString());
                    if (query.view() != TraceView.MINIMAL) {
                        spans(exchange, trace, query.view() == TraceView.ROOTSPAN, json, noted);
                    }
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            if (!page.nextPageToken().isEmpty()) {
                json.writeStringProperty("nextPageToken", page.nextPageToken());
            }
            json.writeEndObject();
        });
    }

    /** Whether everything that was read so far could be. */
    private static final class Noted {
        private Completeness completeness;

        Noted(Completeness completeness) {
            this.completeness = completeness;
        }

        void add(Completeness other) {
            completeness = completeness.complete() ? other : completeness;
        }
    }

    /** A trace that expired since it was found has none. */
    private void spans(Exchange exchange, TraceSummary trace, boolean rootsOnly, JsonGenerator json, Noted noted) {
        TraceRequest request = new TraceRequest(exchange.project(), trace.traceId(), exchange.visibility());
        try (TraceSpans spans = store.get(request, exchange.control())) {
            if (spans == null) {
                return;
            }
            json.writeArrayPropertyStart("spans");
            SpanBatch slice = spans.next();
            while (slice != null) {
                new SpanJson(slice, json).write(rootsOnly);
                slice = spans.next();
            }
            json.writeEndArray();
            noted.add(spans.completeness());
        }
    }

    private static ListQuery query(Exchange exchange) {
        return new ListQuery(
                TraceView.parse(exchange.query("view")),
                pageSize(text(exchange, "pageSize")),
                text(exchange, "pageToken"),
                time(exchange, "startTime"),
                time(exchange, "endTime"),
                text(exchange, "filter"),
                text(exchange, "orderBy"));
    }

    private static String text(Exchange exchange, String name) {
        String text = exchange.query(name);
        return text == null ? "" : text;
    }

    private static int pageSize(String text) {
        try {
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw HttpFailure.badRequest(
                    "the parameter pageSize is '" + text + "', expected a whole number of 32 bits");
        }
    }

    private static long time(Exchange exchange, String name) {
        String text = text(exchange, name);
        return text.isEmpty() ? 0 : Timestamps.parse(name, text);
    }
}
