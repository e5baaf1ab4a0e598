package io.spanhouse.query.zipkin;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.ShortTraceId;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** Lists of traces, each a list of spans, written trace by trace as they are read. */
final class TraceLists {
    private final TraceStore store;
    private final InstantSource clock;

    TraceLists(TraceStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** {@code GET /traces}. */
    void search(Exchange exchange) throws IOException {
        SearchAnswer answer = store.search(TracesQuery.read(exchange, clock), exchange.control());
        boolean cut = answer.cursor() != null && TracesQuery.limit(exchange) > TracesQuery.TRACES_MAX;
        exchange.completeness(
                cut && answer.completeness().complete()
                        ? new Completeness(
                                Completeness.Reason.LIMIT,
                                List.of("the newest " + TracesQuery.TRACES_MAX + " traces are listed"))
                        : answer.completeness());
        write(exchange, answer.traces().stream().map(TraceSummary::traceId).toList());
    }

    /** {@code GET /traceMany}. */
    void many(Exchange exchange) throws IOException {
        String text = exchange.query("traceIds");
        if (text == null || text.isEmpty()) {
            throw HttpFailure.badRequest("traceIds parameter is empty");
        }
        List<TraceId> ids = new ArrayList<>();
        Set<TraceId> seen = new HashSet<>();
        for (String part : text.split(",", -1)) {
            TraceId id = ShortTraceId.parseUsable(part);
            if (!seen.add(id)) {
                throw HttpFailure.badRequest("redundant traceId: " + part);
            }
            ids.add(id);
        }
        if (ids.size() == 1) {
            throw HttpFailure.badRequest("Use /api/v2/trace/{traceId} endpoint to retrieve a single trace");
        }
        write(exchange, ids);
    }

    /** Those of the traces that are there; one may have expired since it was found. */
    private void write(Exchange exchange, List<TraceId> ids) throws IOException {
        Completeness[] worst = {Completeness.COMPLETE};
        if (ids.isEmpty()) {
            exchange.json(json -> {
                json.writeStartArray();
                json.writeEndArray();
            });
            return;
        }
        exchange.completenessAtEnd(() -> worst[0]);
        exchange.json(json -> {
            json.writeStartArray();
            for (TraceId id : ids) {
                Completeness one = write(exchange, id, json);
                worst[0] = worst[0].complete() ? one : worst[0];
            }
            json.writeEndArray();
        });
    }

    private Completeness write(Exchange exchange, TraceId id, JsonGenerator json) {
        try (TraceSpans spans =
                store.get(TraceRequest.pieces(exchange.project(), id, exchange.visibility()), exchange.control())) {
            if (spans == null) {
                return Completeness.COMPLETE;
            }
            if (spans.summary().spans() == 0) {
                return spans.completeness();
            }
            json.writeStartArray();
            for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                new SpanWriter(slice, json).write();
            }
            json.writeEndArray();
            return spans.completeness();
        }
    }
}
