package io.spanhouse.query.tempo;

import com.google.protobuf.MessageLite;
import io.spanhouse.proto.tempo.SearchMetrics;
import io.spanhouse.proto.tempo.SearchResponse;
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

    /** A trace and the sets of its spans that were picked. */
    record Found(TraceSummary trace, List<SpanSetMatch> spans) {
        Found {
            spans = List.copyOf(spans);
        }
    }

    /** Takes traces as they are found. */
    @FunctionalInterface
    interface Page {
        void take(List<Found> traces) throws IOException;
    }

    /** Finds traces page by page; returns whether all that there are were looked at. */
    Completeness find(Exchange exchange, SearchQuery query, Page taker) throws IOException {
        int pageMax = Math.min(
                Math.min(query.limit(), SearchRequest.LIMIT_MAX),
                SearchRequest.SPANS_MAX / query.selection().spansMax());
        int found = 0;
        Completeness completeness = Completeness.COMPLETE;
        @Nullable String cursor = null;
        do {
            SearchAnswer page = store.search(page(exchange, query, pageMax, cursor), exchange.control());
            int taken = Math.min(page.traces().size(), query.limit() - found);
            List<Found> traces = new ArrayList<>();
            for (int i = 0; i < taken; i++) {
                traces.add(new Found(page.traces().get(i), page.spans().get(i)));
            }
            taker.take(traces);
            found += taken;
            completeness = page.completeness();
            cursor = page.cursor();
        } while (cursor != null && completeness.complete() && found < query.limit());
        return completeness;
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

    @Override
    public void answer(Exchange exchange) throws IOException {
        SearchQuery query = SearchQuery.read(exchange);
        List<Found> traces = new ArrayList<>();
        Completeness completeness = find(exchange, query, traces::addAll);
        TempoAnswer.write(
                exchange,
                new Answer(query, traces, completeness, exchange.control().statistics()));
    }

    private record Answer(SearchQuery query, List<Found> traces, Completeness completeness, ScanStatistics statistics)
            implements TempoAnswer {
        @Override
        public void json(JsonGenerator json) {
            SearchWriter writer = new SearchWriter(query.plan());
            json.writeStartObject();
            json.writeArrayPropertyStart("traces");
            traces.forEach(found -> writer.write(found.trace(), found.spans(), json));
            json.writeEndArray();
            json.writeObjectPropertyStart("metrics");
            json.writeStringProperty("inspectedBytes", Long.toString(statistics.bytesRead()));
            json.writeStringProperty("inspectedSpans", Long.toString(statistics.rowsRead()));
            json.writeNumberProperty("totalBlocks", statistics.unitsRead() + statistics.unitsSkipped());
            json.writeNumberProperty("completedJobs", 1);
            json.writeNumberProperty("totalJobs", 1);
            json.writeEndObject();
            json.writeEndObject();
        }

        @Override
        public MessageLite message() {
            SearchMessages messages = new SearchMessages(query.plan());
            SearchResponse.Builder message = SearchResponse.newBuilder().setMetrics(metrics(statistics, true));
            traces.forEach(found -> message.addTraces(messages.trace(found)));
            return message.build();
        }
    }

    /** What was read; one job, done or not. */
    static SearchMetrics metrics(ScanStatistics statistics, boolean done) {
        return SearchMetrics.newBuilder()
                .setInspectedBytes(statistics.bytesRead())
                .setInspectedSpans(statistics.rowsRead())
                .setTotalBlocks((int) (statistics.unitsRead() + statistics.unitsSkipped()))
                .setCompletedJobs(done ? 1 : 0)
                .setTotalJobs(1)
                .build();
    }
}
