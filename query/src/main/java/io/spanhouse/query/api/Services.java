package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.SpanCondition;
import java.io.IOException;
import java.util.List;

/** {@code GET services}: the services of a window with their spans, those with most spans first. */
final class Services implements Endpoint {
    private final TraceStore store;

    Services(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        AggregateAnswer answer = Groups.of(store, exchange, SpanCondition.EVERY, List.of(Groups.SERVICE));
        Groups.write(
                exchange,
                answer,
                "services",
                (group, json) -> json.writeStringProperty(
                        "service", Groups.text(group.key().get(0))));
    }
}
