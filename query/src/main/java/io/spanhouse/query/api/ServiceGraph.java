package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.ServiceGraphAnswer;
import io.spanhouse.storage.filter.ServiceGraphRequest;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/** {@code GET service-graph}: which services call which, in the traces that start in a window. */
final class ServiceGraph implements Endpoint {
    private final TraceStore store;

    ServiceGraph(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        ServiceGraphAnswer answer = store.serviceGraph(
                new ServiceGraphRequest(exchange.project(), Groups.window(exchange), exchange.visibility()),
                exchange.control());
        exchange.completeness(answer.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("edges");
            answer.edges().forEach(edge -> write(edge, json));
            json.writeEndArray();
            Answers.coverage(answer.completeness(), answer.statistics(), json);
            json.writeEndObject();
        });
    }

    private static void write(ServiceGraphAnswer.Edge edge, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("caller", edge.caller());
        json.writeStringProperty("callee", edge.callee());
        json.writeStringProperty("calls", Long.toString(edge.calls()));
        json.writeStringProperty("errors", Long.toString(edge.errors()));
        json.writeName("durationSum");
        Figures.write(edge.durationSum(), json);
        json.writeStringProperty("durationMax", Long.toString(edge.durationMaxNanos()));
        json.writeName("durations");
        Figures.write(edge.durations(), json);
        json.writeEndObject();
    }
}
