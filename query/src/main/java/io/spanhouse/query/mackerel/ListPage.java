package io.spanhouse.query.mackerel;

import io.spanhouse.query.QueryOptions.NamespaceDefault;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list while it is filled.
 *
 * <p>Rows are of (trace, namespace, service name), pages count rows, and the store lists traces. Where a trace gives one row,
 * which a named namespace makes sure of and one more search finds out otherwise, traces before the page are passed over
 * unread; else they are read to be counted. Ties are ordered by trace id, then namespace, so pages do not overlap. Not
 * thread-safe.
 */
final class ListPage {
    private final TraceStore store;
    private final Exchange exchange;
    private final ListRequest request;
    private final @Nullable String namespace;
    private final List<ListRow> rows = new ArrayList<>();
    private Completeness completeness = Completeness.COMPLETE;
    private long rowsBefore;
    private boolean next;

    ListPage(TraceStore store, Exchange exchange, ListRequest request, NamespaceDefault namespaceDefault) {
        this.store = store;
        this.exchange = exchange;
        this.request = request;
        this.namespace = ListConditions.namespace(request, namespaceDefault);
        this.rowsBefore = (request.page() - 1L) * request.perPage();
    }

    /** The page's rows. */
    List<ListRow> rows() {
        return rows;
    }

    /** Whether there are rows after the page. */
    boolean hasNext() {
        return next;
    }

    /** Whether everything was looked at. */
    Completeness completeness() {
        return completeness;
    }

    /** Finds the rows. A budget that runs out ends the page early. */
    void fill() {
        try {
            fillFromPages();
        } catch (StoreException e) {
            if (e.kind() != FailureKind.CANCELLED) {
                throw e;
            }
            note(new Completeness(
                    exchange.control().exhausted(), List.of("rows after these were not read: " + e.getMessage())));
        }
    }

    private void fillFromPages() {
        // One more than the page shows tells whether there is another.
        long wanted = rowsBefore + request.perPage() + 1;
        String cursor = null;
        boolean singleRows = namespace != null;
        boolean first = true;
        do {
            int limit = (int) Math.min(wanted, SearchRequest.LIMIT_MAX);
            SearchAnswer answer = search(limit, cursor);
            if (first && !singleRows && rowsBefore > 0 && !answer.traces().isEmpty()) {
                singleRows = isOneNamespace(answer.traces().get(0).traceId());
            }
            first = false;
            for (TraceSummary trace : answer.traces()) {
                take(trace, singleRows);
                if (next) {
                    return;
                }
            }
            wanted = Math.max(1, wanted - answer.traces().size());
            cursor = answer.cursor();
        } while (cursor != null);
    }

    private SearchAnswer search(int limit, @Nullable String cursor, SpanCondition... more) {
        SearchAnswer answer = store.search(
                new SearchRequest(
                        exchange.project(),
                        ListConditions.window(request),
                        ListConditions.predicate(request, namespace, more),
                        request.order(),
                        limit,
                        cursor,
                        false,
                        exchange.visibility()),
                exchange.control());
        note(answer.completeness());
        return answer;
    }

    /** Whether all rows are of the namespace that the first trace's row has. */
    private boolean isOneNamespace(TraceId firstTrace) {
        TraceReading reading = read(firstTrace);
        if (reading == null || reading.namespaces().size() != 1) {
            return false;
        }
        SpanCondition other = new SpanCondition.Not(
                ListConditions.inNamespace(reading.namespaces().get(0)));
        return search(1, null, other).traces().isEmpty() && completeness.complete();
    }

    private void take(TraceSummary trace, boolean singleRows) {
        if (singleRows && rowsBefore > 0) {
            rowsBefore--;
            return;
        }
        if (singleRows && rows.size() == request.perPage()) {
            next = true;
            return;
        }
        TraceReading reading = read(trace.traceId());
        if (reading == null) {
            // Expired or deleted since it was found.
            return;
        }
        for (String found : namespacesOfRows(trace.traceId(), reading)) {
            if (rowsBefore > 0) {
                rowsBefore--;
            } else if (rows.size() < request.perPage()) {
                rows.add(reading.row(found));
            } else {
                next = true;
                return;
            }
        }
    }

    /** In which namespaces a span of the service meets all conditions. */
    private List<String> namespacesOfRows(TraceId id, TraceReading reading) {
        if (namespace != null) {
            return List.of(namespace);
        }
        List<String> found = reading.namespaces();
        if (found.size() > 1) {
            found.removeIf(one -> search(1, null, ListConditions.ofTrace(id), ListConditions.inNamespace(one))
                    .traces()
                    .isEmpty());
        }
        return found;
    }

    private @Nullable TraceReading read(TraceId id) {
        try (TraceSpans spans =
                store.get(new TraceRequest(exchange.project(), id, exchange.visibility()), exchange.control())) {
            if (spans == null || spans.summary().spans() == 0) {
                return null;
            }
            TraceReading reading = new TraceReading(spans, request.serviceName());
            note(spans.completeness());
            return reading;
        }
    }

    private void note(Completeness found) {
        if (completeness.complete()) {
            completeness = found;
        }
    }
}
