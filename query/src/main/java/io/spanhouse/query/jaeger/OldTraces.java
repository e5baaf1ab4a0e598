package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.JsonInput;
import io.spanhouse.query.http.ShortTraceId;
import io.spanhouse.query.http.TraceAnswer;
import io.spanhouse.query.jaeger.expression.GoDuration;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Traces in the older API: one, several by their ids, or those that a search finds. */
final class OldTraces {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_MAX = Long.divideUnsigned(-1, NANOS_PER_MICRO) - 1;
    private static final long MICROS_PER_MILLI = 1_000;

    /** How far back a search goes that does not say it. */
    private static final long LOOKBACK_MICROS = 48L * 3600 * 1_000_000;

    private final TraceStore store;
    private final InstantSource clock;

    OldTraces(TraceStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** {@code GET /api/traces/{traceId}}. */
    void get(Exchange exchange) throws IOException {
        TraceId id = ShortTraceId.parseUsable(exchange.parameter("traceId"));
        boolean raw = Flags.of(exchange, "raw");
        micros(exchange, "start", 0);
        micros(exchange, "end", 0);
        try (TraceAnswer trace = TraceAnswer.open(store, exchange, id)) {
            TraceAnswer.Slices slices = trace.start(exchange);
            Envelope.answer(exchange, 0, json -> {
                json.writeStartArray();
                TraceJson writer = TraceJson.start(json, raw, id.toString());
                for (SpanBatch slice = slices.next(); slice != null; slice = slices.next()) {
                    writer.write(slice);
                }
                writer.end(warnings(trace.completeness()));
                json.writeEndArray();
                return List.of();
            });
        } catch (HttpFailure e) {
            throw e.status() == 404 ? Envelope.notFound() : e;
        }
    }

    /** {@code GET /api/traces}. */
    void search(Exchange exchange) throws IOException {
        boolean raw = Flags.of(exchange, "raw");
        List<String> named = exchange.queries("traceID");
        if (!named.isEmpty()) {
            Set<TraceId> ids = new LinkedHashSet<>();
            named.forEach(text -> ids.add(ShortTraceId.parseUsable(text)));
            write(exchange, raw, ids, Completeness.COMPLETE, true);
            return;
        }
        SearchAnswer answer = store.search(
                query(exchange).requireOrder().request(exchange.project(), exchange.visibility()), exchange.control());
        write(
                exchange,
                raw,
                answer.traces().stream().map(TraceSummary::traceId).toList(),
                answer.completeness(),
                false);
    }

    private void write(
            Exchange exchange, boolean raw, Iterable<TraceId> ids, Completeness searched, boolean tellingMissing)
            throws IOException {
        Found found = new Found(store, exchange, searched);
        found.tell();
        Envelope.answer(exchange, 0, json -> {
            List<TraceId> missing = new ArrayList<>();
            json.writeStartArray();
            for (TraceId id : ids) {
                if (!write(found, id, raw, json)) {
                    missing.add(id);
                }
            }
            json.writeEndArray();
            return tellingMissing ? missing : List.of();
        });
    }

    private static boolean write(Found found, TraceId id, boolean raw, JsonGenerator json) {
        Begun begun = new Begun(id, raw, json);
        return found.read(
                id,
                slice -> begun.writer().write(slice),
                known -> begun.writer().end(warnings(known)));
    }

    /** A trace that is begun with its first slice. */
    private static final class Begun {
        private final TraceId id;
        private final boolean raw;
        private final JsonGenerator json;
        private @Nullable TraceJson writer;

        Begun(TraceId id, boolean raw, JsonGenerator json) {
            this.id = id;
            this.raw = raw;
            this.json = json;
        }

        TraceJson writer() {
            TraceJson known = writer;
            if (known == null) {
                known = TraceJson.start(json, raw, id.toString());
                writer = known;
            }
            return known;
        }
    }

    private static List<String> warnings(Completeness known) {
        return known.complete()
                ? List.of()
                : List.of(known.reason().text() + ": " + String.join("; ", known.missing()));
    }

    private TraceQuery query(Exchange exchange) {
        String service = exchange.query("service");
        if (service == null || service.isEmpty()) {
            throw HttpFailure.badRequest("parameter 'service' is required");
        }
        String operation = exchange.query("operation");
        long now = clock.millis() * MICROS_PER_MILLI;
        long end = micros(exchange, "end", now);
        long start = micros(exchange, "start", Math.max(0, now - LOOKBACK_MICROS));
        TraceQuery query = new TraceQuery()
                .service(service)
                .operation(operation == null ? "" : operation)
                // The last microsecond with all of its nanoseconds: nothing finer is shown.
                .starts(start * NANOS_PER_MICRO, end * NANOS_PER_MICRO + NANOS_PER_MICRO - 1)
                .durations(duration(exchange, "minDuration"), duration(exchange, "maxDuration"))
                .depth(limit(exchange), "limit");
        for (String text : exchange.queries("tag")) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw HttpFailure.badRequest("malformed 'tag' parameter, expecting key:value, received: " + text);
            }
            query.tag(text.substring(0, colon), text.substring(colon + 1));
        }
        for (String text : exchange.queries("tags")) {
            tags(text, query);
        }
        return query;
    }

    private static void tags(String text, TraceQuery query) {
        if (text.isEmpty()) {
            return;
        }
        try {
            JsonInput tags = JsonInput.body(text.getBytes(StandardCharsets.UTF_8));
            for (String key : tags.names()) {
                query.tag(key, tags.member(key).text());
            }
        } catch (HttpFailure e) {
            throw HttpFailure.badRequest("malformed 'tags' parameter, cannot unmarshal JSON: " + e.getMessage());
        }
    }

    private static int limit(Exchange exchange) {
        String text = exchange.query("limit");
        if (text == null || text.isEmpty()) {
            return TraceQuery.DEPTH;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit > 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw unparsable("limit", text, "a whole number from 1 to " + TraceQuery.DEPTH_MAX);
    }

    private static long micros(Exchange exchange, String parameter, long otherwise) {
        String text = exchange.query(parameter);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            long micros = Long.parseLong(text);
            if (micros >= 0 && micros <= MICROS_MAX) {
                return micros;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw unparsable(parameter, text, "microseconds since 1970, up to " + MICROS_MAX);
    }

    private static long duration(Exchange exchange, String parameter) {
        String text = exchange.query(parameter);
        if (text == null || text.isEmpty()) {
            return 0;
        }
        OptionalLong nanos = GoDuration.nanos(text);
        if (nanos.isEmpty() || nanos.getAsLong() < 0) {
            throw unparsable(parameter, text, "a duration with its unit, such as 1.2s, 100ms or 1h30m");
        }
        return nanos.getAsLong();
    }

    /** A parameter that cannot be read. */
    static HttpFailure unparsable(String parameter, String text, String expected) {
        return HttpFailure.badRequest(
                "unable to parse param '" + parameter + "': found '" + text + "', expected " + expected);
    }
}
