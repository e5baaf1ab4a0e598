package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.ServiceGraphAnswer;
import io.spanhouse.storage.filter.ServiceGraphRequest;
import io.spanhouse.storage.filter.TimeWindow;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Calls between services, counted from the spans of a window's traces. */
public final class Dependencies {
    private static final long DAY_MILLIS = 86_400_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_MAX = Long.divideUnsigned(-1, NANOS_PER_MILLI) - 1;

    private final TraceStore store;
    private final InstantSource clock;

    public Dependencies(TraceStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The calls of traces that start in a window. */
    public ServiceGraphAnswer calls(Exchange exchange, TimeWindow window) {
        return store.serviceGraph(
                new ServiceGraphRequest(exchange.project(), window, exchange.visibility()), exchange.control());
    }

    /** {@code GET /api/dependencies}. */
    void old(Exchange exchange) throws IOException {
        long end = millis(exchange, "endTs", clock.millis());
        long start = Math.max(0, end - millis(exchange, "lookback", DAY_MILLIS));
        TimeWindow window = new TimeWindow(start * NANOS_PER_MILLI, (end + 1) * NANOS_PER_MILLI);
        ServiceGraphAnswer answer = calls(exchange, window);
        exchange.completeness(answer.completeness());
        String service = exchange.query("service");
        List<ServiceGraphAnswer.Edge> edges = new ArrayList<>();
        for (ServiceGraphAnswer.Edge edge : answer.edges()) {
            if (service == null
                    || service.isEmpty()
                    || shown(edge.caller()).equals(service)
                    || shown(edge.callee()).equals(service)) {
                edges.add(edge);
            }
        }
        Envelope.answer(exchange, edges.size(), json -> {
            json.writeStartArray();
            for (ServiceGraphAnswer.Edge edge : edges) {
                json.writeStartObject();
                json.writeStringProperty("parent", shown(edge.caller()));
                json.writeStringProperty("child", shown(edge.callee()));
                json.writeNumberProperty("callCount", edge.calls());
                json.writeEndObject();
            }
            json.writeEndArray();
            return List.of();
        });
    }

    private static String shown(String service) {
        return service.isEmpty() ? TraceJson.NO_SERVICE : service;
    }

    private static long millis(Exchange exchange, String parameter, long otherwise) {
        String text = exchange.query(parameter);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            long millis = Long.parseLong(text);
            if (millis > 0 && millis <= MILLIS_MAX) {
                return millis;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw unparsable(parameter, text);
    }

    private static HttpFailure unparsable(String parameter, String text) {
        return OldTraces.unparsable(parameter, text, "milliseconds from 1 to " + MILLIS_MAX);
    }
}
