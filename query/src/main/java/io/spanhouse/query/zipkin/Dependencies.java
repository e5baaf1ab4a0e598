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
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /dependencies}: calls between services in a window. Reads every trace of the window, so it costs as much as all of
 * them; where the time of a query does not suffice, the newest ones are counted and the answer says so.
 */
final class Dependencies implements Endpoint {
    /** Most traces with ids of 64 bits whose longer parts are looked for. */
    static final int SHORT_IDS_MAX = 100_000;

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
        WindowOfTraces window = new WindowOfTraces(exchange, Lookback.window(exchange, clock));
        try {
            Map<Long, List<TraceId>> mixed = new HashMap<>();
            // Old senders cut a trace's id in half on their way, which makes it two: those are counted as one.
            window.forEach(id -> {
                if (id.high() == 0 && mixed.size() < SHORT_IDS_MAX) {
                    mixed.put(id.low(), new ArrayList<>());
                } else if (id.high() == 0) {
                    window.limited("halves of traces beyond the newest " + SHORT_IDS_MAX
                            + " with ids of 64 bits are counted apart");
                }
            });
            window.forEach(id -> {
                List<TraceId> parts = mixed.get(id.low());
                if (parts == null) {
                    window.read(id, linker);
                    linker.endTrace();
                } else {
                    parts.add(id);
                }
            });
            for (List<TraceId> parts : mixed.values()) {
                parts.forEach(id -> window.read(id, linker));
                linker.endTrace();
            }
            linker.leftOut().forEach(window::limited);
            return window.completeness;
        } catch (StoreException e) {
            if (e.kind() != FailureKind.CANCELLED) {
                throw e;
            }
            return new Completeness(
                    exchange.control().exhausted(), List.of("older traces were not counted: " + e.getMessage()));
        }
    }

    /** The traces of a window, to be walked more than once. */
    private final class WindowOfTraces {
        private final Exchange exchange;
        private final TimeWindow window;
        private Completeness completeness = Completeness.COMPLETE;

        WindowOfTraces(Exchange exchange, TimeWindow window) {
            this.exchange = exchange;
            this.window = window;
        }

        /** Gives away the ids, newest first. */
        void forEach(Consumer<TraceId> each) {
            String cursor = null;
            do {
                SearchAnswer page = store.search(request(exchange, window, cursor), exchange.control());
                note(page.completeness());
                page.traces().forEach(trace -> each.accept(trace.traceId()));
                cursor = page.cursor();
            } while (cursor != null);
        }

        /** Gives the spans of a trace to the linker. */
        void read(TraceId id, DependencyLinker linker) {
            TraceRequest request = new TraceRequest(exchange.project(), id, exchange.visibility());
            try (TraceSpans spans = store.get(request, exchange.control())) {
                if (spans == null) {
                    return;
                }
                for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                    linker.add(slice);
                }
                note(spans.completeness());
            }
        }

        void limited(String sentence) {
            note(new Completeness(Completeness.Reason.LIMIT, List.of(sentence)));
        }

        private void note(Completeness found) {
            completeness = completeness.complete() ? found : completeness;
        }
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
}
