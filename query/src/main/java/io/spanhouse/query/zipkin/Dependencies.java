package io.spanhouse.query.zipkin;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /dependencies}: calls between services in a window. Reads every trace of the window, so it costs as much as all of
 * them; where the time of a query does not suffice, the newest ones are counted and the answer says so.
 */
final class Dependencies implements Endpoint {
    private static final int PAGE = 1_000;

    private final TraceStore store;
    private final InstantSource clock;

    Dependencies(TraceStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        if (exchange.query("endTs") == null) {
            throw HttpFailure.badRequest("the parameter endTs is missing, expected milliseconds since 1970");
        }
        DependencyLinker linker = new DependencyLinker();
        exchange.completeness(link(exchange, linker));
        exchange.json(json -> {
            json.writeStartArray();
            linker.counts().forEach((link, counts) -> {
                json.writeStartObject();
                json.writeStringProperty("parent", link.parent());
                json.writeStringProperty("child", link.child());
                json.writeNumberProperty("callCount", counts[0]);
                if (counts[1] > 0) {
                    json.writeNumberProperty("errorCount", counts[1]);
                }
                json.writeEndObject();
            });
            json.writeEndArray();
        });
    }

    private Completeness link(Exchange exchange, DependencyLinker linker) {
        TimeWindow window = Lookback.window(exchange, clock);
        Completeness worst = Completeness.COMPLETE;
        String cursor = null;
        try {
            do {
                SearchAnswer page = store.search(request(exchange, window, cursor), exchange.control());
                worst = worst.complete() ? page.completeness() : worst;
                for (TraceSummary trace : page.traces()) {
                    Completeness one = link(exchange, trace, linker);
                    worst = worst.complete() ? one : worst;
                }
                cursor = page.cursor();
            } while (cursor != null);
        } catch (StoreException e) {
            if (e.kind() != FailureKind.CANCELLED) {
                throw e;
            }
            return new Completeness(
                    exchange.control().exhausted(), List.of("older traces were not counted: " + e.getMessage()));
        }
        return worst;
    }

    private static SearchRequest request(Exchange exchange, TimeWindow window, @Nullable String cursor) {
        return new SearchRequest(
                exchange.project(),
                window,
                TracePredicate.EVERY,
                TraceOrder.NEWEST,
                PAGE,
                cursor,
                false,
                exchange.visibility());
    }

    private Completeness link(Exchange exchange, TraceSummary trace, DependencyLinker linker) {
        TraceRequest request = new TraceRequest(exchange.project(), trace.traceId(), exchange.visibility());
        try (TraceSpans spans = store.get(request, exchange.control())) {
            if (spans == null) {
                return Completeness.COMPLETE;
            }
            for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                linker.add(slice);
            }
            linker.endTrace();
            return spans.completeness();
        }
    }
}
