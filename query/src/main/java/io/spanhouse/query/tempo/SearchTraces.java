package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.ScanStatistics;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanSetMatch;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TraceSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code GET /api/search}: the newest traces. What no page of the store holds is read page by page. */
final class SearchTraces implements Endpoint {
    private final TraceStore store;

    SearchTraces(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        SearchQuery query = SearchQuery.read(exchange);
        SearchWriter writer = new SearchWriter(query.plan());
        List<TraceSummary> traces = new ArrayList<>();
        List<List<SpanSetMatch>> spans = new ArrayList<>();
        int pageMax = Math.min(
                Math.min(query.limit(), SearchRequest.LIMIT_MAX),
                SearchRequest.SPANS_MAX / query.selection().spansMax());
        Completeness completeness = Completeness.COMPLETE;
        @Nullable String cursor = null;
        do {
            SearchAnswer page = store.search(page(exchange, query, pageMax, cursor), exchange.control());
            traces.addAll(page.traces());
            spans.addAll(page.spans());
            completeness = completeness.complete() ? page.completeness() : completeness;
            cursor = page.cursor();
        } while (cursor != null && completeness.complete() && traces.size() < query.limit());
        exchange.completeness(completeness);
        int listed = Math.min(traces.size(), query.limit());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("traces");
            for (int i = 0; i < listed; i++) {
                writer.write(traces.get(i), spans.get(i), json);
            }
            json.writeEndArray();
            metrics(exchange.control().statistics(), json);
            json.writeEndObject();
        });
    }

    /** The pages of one list are of one size, which its cursor holds. */
    private static SearchRequest page(Exchange exchange, SearchQuery query, int limit, @Nullable String cursor) {
        return new SearchRequest(
                exchange.project(),
                query.window(),
                query.predicate(),
                TraceOrder.NEWEST,
                limit,
                cursor,
                false,
                exchange.visibility(),
                query.selection());
    }

    private static void metrics(ScanStatistics statistics, JsonGenerator json) {
        json.writeObjectPropertyStart("metrics");
        json.writeStringProperty("inspectedBytes", Long.toString(statistics.bytesRead()));
        json.writeStringProperty("inspectedSpans", Long.toString(statistics.rowsRead()));
        json.writeNumberProperty("totalBlocks", statistics.unitsRead() + statistics.unitsSkipped());
        json.writeNumberProperty("completedJobs", 1);
        json.writeNumberProperty("totalJobs", 1);
        json.writeEndObject();
    }
}
