package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.JsonInput;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import java.io.IOException;
import java.util.Set;

/** {@code POST search}: a page of traces that meet a filter, in an order, with a cursor for the next page. */
final class Search implements Endpoint {
    /** Most traces of a page. */
    static final int LIMIT_MAX = 1_000;

    private static final int LIMIT = 20;
    private static final Set<String> MEMBERS = Set.of("window", "filter", "spans", "order", "limit", "cursor", "total");

    private final TraceStore store;

    Search(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        JsonInput body = JsonInput.body(exchange.body()).object(MEMBERS);
        SearchAnswer answer = store.search(read(body, exchange), exchange.control());
        exchange.completeness(answer.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("traces");
            for (int i = 0; i < answer.traces().size(); i++) {
                if (answer.spans().isEmpty()) {
                    Answers.summary(answer.traces().get(i), json);
                } else {
                    Answers.summary(answer.traces().get(i), answer.spans().get(i), json);
                }
            }
            json.writeEndArray();
            if (answer.cursor() == null) {
                json.writeNullProperty("cursor");
            } else {
                json.writeStringProperty("cursor", answer.cursor());
            }
            if (answer.total().isPresent()) {
                json.writeStringProperty("total", Long.toString(answer.total().getAsLong()));
            }
            Answers.coverage(answer.completeness(), answer.statistics(), json);
            json.writeEndObject();
        });
    }

    private static SearchRequest read(JsonInput body, Exchange exchange) {
        JsonInput limit = body.member("limit");
        JsonInput spans = body.member("spans");
        int traces = limit.present() ? limit.whole(1, LIMIT_MAX) : LIMIT;
        Filters filters = new Filters();
        JsonInput cursor = body.member("cursor");
        JsonInput total = body.member("total");
        return new SearchRequest(
                exchange.project(),
                window(body.member("window")),
                filters.predicate(body.member("filter")),
                order(body.member("order")),
                traces,
                cursor.present() ? cursor.text() : null,
                total.present() && total.truth(),
                exchange.visibility(),
                spans.present() ? new SpanSets(filters).selection(spans, traces) : null);
    }

    /** {@code {"from":...,"to":...}}, either of which may be absent; absent for always. */
    static TimeWindow window(JsonInput window) {
        if (!window.present()) {
            return TimeWindow.ALWAYS;
        }
        window.object(Set.of("from", "to"));
        JsonInput from = window.member("from");
        JsonInput to = window.member("to");
        TimeWindow read = new TimeWindow(
                from.present() ? Operands.unsigned(from) : 0,
                to.present() ? Operands.unsigned(to) : TimeWindow.FOREVER);
        if (Long.compareUnsigned(read.fromNanos(), read.toNanos()) > 0) {
            throw from.unexpected("a time that is not after to");
        }
        return read;
    }

    /** {@code {"by":...,"descending":...}}; absent for the newest first. */
    static TraceOrder order(JsonInput order) {
        if (!order.present()) {
            return TraceOrder.NEWEST;
        }
        order.object(Set.of("by", "descending"));
        JsonInput by = order.member("by");
        JsonInput descending = order.member("descending");
        return new TraceOrder(
                by.present() ? Operands.choice(by, TraceOrder.Key.values()) : TraceOrder.Key.START,
                !descending.present() || descending.truth());
    }
}
