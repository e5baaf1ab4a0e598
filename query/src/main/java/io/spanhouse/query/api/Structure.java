package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.JsonInput;
import io.spanhouse.query.trace.TraceTreeBuilder;
import io.spanhouse.query.trace.TraceWays;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code POST structure}: the trees of all traces that a search finds as one tree, with how many traces, spans and errors each way
 * has and how long its spans are. Every trace is read in outline, the newest first, until all are read or a limit of spans or of
 * time is reached; then the answer says how many of how many it covers.
 */
final class Structure implements Endpoint {
    /** Most spans of one answer, whose durations are in memory. */
    static final long SPANS_MAX = 4_000_000;

    /** Most answers that are worked out at once: each is a thread that reads. */
    static final int ANSWERS_MAX = 2;

    /** How long traces are read for one answer. */
    static final long READING_SECONDS = 10;

    private static final int PAGE_TRACES = 1_000;
    private static final double MEDIAN = 0.5;
    private static final double NEARLY_ALL = 0.99;
    private static final Set<String> MEMBERS = Set.of("window", "filter");

    private final TraceStore store;
    private final Semaphore answers = new Semaphore(ANSWERS_MAX);

    Structure(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        JsonInput body = JsonInput.body(exchange.body()).object(MEMBERS);
        TimeWindow window = Search.window(body.member("window"));
        TracePredicate predicate = new Filters().predicate(body.member("filter"));
        if (!answers.tryAcquire()) {
            throw new StoreException(
                    FailureKind.OVERLOADED, ANSWERS_MAX + " structures are being worked out, and no more may be");
        }
        try {
            Reading reading = new Reading(exchange, window, predicate);
            reading.read();
            List<TraceWays.Node> nodes = reading.ways.ordered();
            exchange.completeness(reading.completeness);
            exchange.json(json -> reading.write(nodes, json));
        } finally {
            answers.release();
        }
    }

    /** The traces of one answer, page by page. */
    private final class Reading {
        final TraceWays ways = new TraceWays();
        Completeness completeness = Completeness.COMPLETE;
        private final Exchange exchange;
        private final TimeWindow window;
        private final TracePredicate predicate;
        private final QueryControl control;
        private final long deadlineNanoTime = System.nanoTime() + TimeUnit.SECONDS.toNanos(READING_SECONDS);
        private long total;

        Reading(Exchange exchange, TimeWindow window, TracePredicate predicate) {
            this.exchange = exchange;
            this.window = window;
            this.predicate = predicate;
            this.control = exchange.control();
        }

        void read() {
            String cursor = null;
            do {
                SearchAnswer page = store.search(page(cursor), control.again());
                miss(page.completeness());
                total = cursor == null ? page.total().orElse(0) : total;
                for (TraceSummary trace : page.traces()) {
                    if (!room(trace)) {
                        return;
                    }
                    take(trace);
                }
                cursor = page.cursor();
            } while (cursor != null);
        }

        private SearchRequest page(@Nullable String cursor) {
            return new SearchRequest(
                    exchange.project(),
                    window,
                    predicate,
                    TraceOrder.NEWEST,
                    PAGE_TRACES,
                    cursor,
                    cursor == null,
                    exchange.visibility());
        }

        private boolean room(TraceSummary next) {
            if (control.cancelled()) {
                throw new StoreException(FailureKind.CANCELLED, "nobody waits for the structure any more");
            }
            String covered = "the newest " + ways.traces() + " of " + total + " traces are read";
            if (System.nanoTime() - deadlineNanoTime > 0) {
                miss(new Completeness(Completeness.Reason.TIME, List.of(covered)));
                return false;
            }
            if (ways.spans() + next.spans() > SPANS_MAX) {
                miss(new Completeness(
                        Completeness.Reason.LIMIT, List.of(covered + ", " + SPANS_MAX + " spans are the most")));
                return false;
            }
            return true;
        }

        private void take(TraceSummary trace) {
            TraceRequest request = new TraceRequest(
                    exchange.project(), trace.traceId(), exchange.visibility(), null, TraceRequest.Detail.OUTLINE);
            try (TraceSpans spans = store.get(request, control.again())) {
                if (spans == null) {
                    // Retention or an operator has taken it since the page was read.
                    miss(new Completeness(
                            Completeness.Reason.EXPIRED_PART, List.of("trace " + trace.traceId() + " is gone")));
                    return;
                }
                TraceTreeBuilder builder = new TraceTreeBuilder();
                for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                    builder.add(slice);
                }
                miss(spans.completeness());
                ways.add(trace.traceId(), builder.build());
            }
        }

        /** Notes what is not covered; the first is told. */
        private void miss(Completeness found) {
            completeness = completeness.complete() ? found : completeness;
        }

        void write(List<TraceWays.Node> nodes, JsonGenerator json) {
            json.writeStartObject();
            json.writeStringProperty("tracesTotal", Long.toString(total));
            json.writeStringProperty("traces", Long.toString(ways.traces()));
            json.writeStringProperty("spans", Long.toString(ways.spans()));
            json.writeStringProperty("spansLeft", Long.toString(ways.left()));
            json.writeArrayPropertyStart("ways");
            for (TraceWays.Node node : nodes) {
                way(node, json);
            }
            json.writeEndArray();
            Answers.coverage(completeness, control.statistics(), json);
            json.writeEndObject();
        }
    }

    private static void way(TraceWays.Node node, JsonGenerator json) {
        long[] quantiles = node.quantiles(MEDIAN, NEARLY_ALL);
        json.writeStartObject();
        json.writeNumberProperty("depth", node.depth());
        json.writeStringProperty("service", node.service());
        json.writeStringProperty("name", node.name());
        json.writeNumberProperty("kind", node.kind());
        json.writeStringProperty("traces", Long.toString(node.traces()));
        json.writeStringProperty("spans", Long.toString(node.spans()));
        json.writeStringProperty("errors", Long.toString(node.errors()));
        json.writeStringProperty("self", Long.toString(node.self()));
        json.writeStringProperty("p50", Long.toString(quantiles[0]));
        json.writeStringProperty("p99", Long.toString(quantiles[1]));
        json.writeObjectPropertyStart("longest");
        json.writeStringProperty("traceId", node.longestTrace().toString());
        json.writeStringProperty("spanId", HexFormat.of().toHexDigits(node.longestSpan()));
        json.writeStringProperty("duration", Long.toString(node.longest()));
        json.writeEndObject();
        json.writeEndObject();
    }
}
