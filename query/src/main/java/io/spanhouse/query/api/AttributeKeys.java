package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AttributeKeysAnswer;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.SpanCondition;
import java.io.IOException;

/** {@code GET attributes}: keys in use with the type of their values, those on most spans first. */
final class AttributeKeys implements Endpoint {
    private final TraceStore store;

    AttributeKeys(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        String service = exchange.query("service");
        AttributeKeysAnswer answer = store.attributeKeys(
                new AttributeKeysRequest(
                        exchange.project(),
                        Groups.window(exchange),
                        service == null ? SpanCondition.EVERY : Groups.ofService(service),
                        Groups.limit(exchange),
                        exchange.visibility()),
                exchange.control());
        exchange.completeness(answer.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("attributes");
            for (AttributeKeysAnswer.KeyCount key : answer.keys()) {
                json.writeStartObject();
                json.writeStringProperty("level", Operands.name(key.level()));
                json.writeStringProperty("key", key.key());
                json.writeStringProperty("type", Operands.name(key.type()));
                json.writeStringProperty("spans", Long.toString(key.spans()));
                json.writeEndObject();
            }
            json.writeEndArray();
            Answers.coverage(answer.completeness(), answer.statistics(), json);
            json.writeEndObject();
        });
    }
}
