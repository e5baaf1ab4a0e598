package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.EventStream;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.JsonInput;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.ArrivalsAnswer;
import io.spanhouse.storage.filter.ArrivalsRequest;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET live}, {@code POST live}: traces that match, as their spans are acknowledged, as server-sent events. Each look
 * asks for what came since the one before; it lists so many traces at most and says how many more there were, and a client
 * that takes events slowly makes the next look a longer one. So nothing waits in memory, and a stream costs what comes.
 */
final class Live implements Endpoint {
    /** Most streams at once. */
    static final int STREAMS_MAX = 16;

    /** Most traces of one look. */
    static final int LIMIT_MAX = 1_000;

    /** After this time a stream ends; the client may go on after its last event. */
    static final Duration LENGTH_MAX = Duration.ofHours(1);

    private static final int LIMIT = 200;
    private static final long LOOK_MILLIS = 500;
    private static final int LOOKS_TO_COMMENT = 4;
    private static final Set<String> MEMBERS = Set.of("filter", "limit", "since");

    private final TraceStore store;
    private final Semaphore streams = new Semaphore(STREAMS_MAX);

    Live(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        String request = exchange.query("request");
        byte[] bytes = request == null ? exchange.body() : request.getBytes(StandardCharsets.UTF_8);
        JsonInput body = JsonInput.body(bytes.length == 0 ? new byte[] {'{', '}'} : bytes)
                .object(MEMBERS);
        JsonInput limit = body.member("limit");
        JsonInput since = body.member("since");
        String lastEvent = exchange.requestHeader("Last-Event-ID");
        Look look = new Look(
                exchange,
                new Filters().predicate(body.member("filter")),
                limit.present() ? limit.whole(1, LIMIT_MAX) : LIMIT);
        if (!streams.tryAcquire()) {
            throw new StoreException(
                    FailureKind.OVERLOADED, STREAMS_MAX + " streams of live traces are open, and no more may be");
        }
        try {
            // A cursor that is none is refused before the answer begins.
            ArrivalsAnswer first = look.since(lastEvent != null ? lastEvent : since.present() ? since.text() : null);
            follow(look, first, exchange);
        } finally {
            streams.release();
        }
    }

    private void follow(Look look, ArrivalsAnswer first, Exchange exchange) throws IOException {
        long endNanoTime = System.nanoTime() + LENGTH_MAX.toNanos();
        EventStream events = exchange.events();
        write(first, events);
        String cursor = first.next();
        int quiet = 0;
        while (System.nanoTime() - endNanoTime < 0) {
            if (events.closesWithin(LOOK_MILLIS)) {
                end("the server closes", events);
                return;
            }
            ArrivalsAnswer answer;
            try {
                answer = look.since(cursor);
            } catch (StoreException e) {
                end(String.valueOf(e.getMessage()), events);
                return;
            }
            cursor = answer.next();
            if (answer.matched() > 0 || !answer.completeness().complete()) {
                write(answer, events);
                quiet = 0;
            } else if (++quiet == LOOKS_TO_COMMENT) {
                events.comment();
                quiet = 0;
            }
        }
        end("the stream is " + LENGTH_MAX.toMinutes() + " minutes old", events);
    }

    /** Events of traces, the earliest first, then one that sums up and has the id: what breaks off before it comes again. */
    private static void write(ArrivalsAnswer answer, EventStream events) throws IOException {
        for (int i = answer.traces().size() - 1; i >= 0; i--) {
            TraceSummary trace = answer.traces().get(i);
            events.event("trace", null, json -> Answers.summary(trace, json));
        }
        events.event("look", answer.next(), json -> {
            json.writeStartObject();
            json.writeStringProperty("matched", Long.toString(answer.matched()));
            json.writeStringProperty(
                    "dropped", Long.toString(answer.matched() - answer.traces().size()));
            Answers.coverage(answer.completeness(), answer.statistics(), json);
            json.writeEndObject();
        });
        events.send();
    }

    private static void end(String why, EventStream events) throws IOException {
        events.event("end", null, json -> {
            json.writeStartObject();
            json.writeStringProperty("reason", why);
            json.writeEndObject();
        });
        events.send();
    }

    /** What every look asks for. */
    private final class Look {
        private final Exchange exchange;
        private final TracePredicate predicate;
        private final int limit;

        Look(Exchange exchange, TracePredicate predicate, int limit) {
            this.exchange = exchange;
            this.predicate = predicate;
            this.limit = limit;
        }

        ArrivalsAnswer since(@Nullable String cursor) {
            return store.arrivals(
                    new ArrivalsRequest(exchange.project(), predicate, limit, cursor, exchange.visibility()),
                    exchange.control().again());
        }
    }
}
