package io.spanhouse.query.mackerel;

import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import java.io.IOException;

/** {@code POST /api/v0/traces}: a page of rows, one per trace and service of the name that was asked for. */
final class ListTraces implements Endpoint {
    private final TraceStore store;
    private final QueryOptions.Mackerel options;

    ListTraces(TraceStore store, QueryOptions.Mackerel options) {
        this.store = store;
        this.options = options;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        ListRequest request = ListRequest.read(exchange.body());
        ListPage page = new ListPage(store, exchange, request, options.namespaceDefault());
        page.fill();
        exchange.completeness(page.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("results");
            page.rows().forEach(row -> row.write(json));
            json.writeEndArray();
            json.writeBooleanProperty("hasNextPage", page.hasNext());
            json.writeEndObject();
        });
    }
}
