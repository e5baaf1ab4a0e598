package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.StoreStatus;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.access.Scope;
import java.io.IOException;
import java.util.OptionalLong;

/** {@code GET status}: what a reader needs to know of the server, and nothing of other projects. */
final class Status implements Endpoint {
    private final TraceStore store;

    Status(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        StoreStatus status = store.status();
        OptionalLong firstReceipt = status.buckets().stream()
                .mapToLong(StoreStatus.Bucket::firstReceiptMillis)
                .min();
        exchange.json(json -> {
            json.writeStartObject();
            json.writeStringProperty("project", exchange.projectName());
            json.writeArrayPropertyStart("scopes");
            exchange.caller().scopes().stream().map(Scope::text).sorted().forEach(json::writeString);
            json.writeEndArray();
            json.writeBooleanProperty("restricted", !exchange.visibility().unrestricted());
            json.writeStringProperty("durability", Operands.name(status.durability()));
            json.writeBooleanProperty("accepting", status.accepting());
            json.writeStringProperty("refusal", status.refusal());
            if (firstReceipt.isPresent()) {
                json.writeStringProperty("dataStartMillis", Long.toString(firstReceipt.getAsLong()));
            }
            json.writeBooleanProperty("damaged", !status.alarms().isEmpty());
            json.writeEndObject();
        });
    }
}
