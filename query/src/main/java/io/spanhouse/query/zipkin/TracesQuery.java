package io.spanhouse.query.zipkin;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code GET /traces} asks for, from the parameters of its address. */
final class TracesQuery {
    /** Marks a span that came without a timestamp. */
    private static final String NO_START = "otel.zipkin.absentField.startTime";

    /** Most traces of one list, whatever is asked for. */
    static final int TRACES_MAX = SearchRequest.LIMIT_MAX;

    private static final int LIMIT = 10;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_MAX = Long.MAX_VALUE / NANOS_PER_MICRO;
    private static final Operand DURATION = new Operand.Field(SpanField.DURATION);

    private final Exchange exchange;
    private final List<SpanCondition> service = new ArrayList<>();
    private final List<TracePredicate> predicates = new ArrayList<>();

    private TracesQuery(Exchange exchange) {
        this.exchange = exchange;
    }

    /** The request to the store; cursors and totals are not Zipkin's. */
    static SearchRequest read(Exchange exchange, InstantSource clock) {
        TracesQuery query = new TracesQuery(exchange);
        query.conditions();
        return new SearchRequest(
                exchange.project(),
                Lookback.window(exchange, clock),
                new TracePredicate.All(query.predicates),
                TraceOrder.NEWEST,
                Math.min(limit(exchange), TRACES_MAX),
                null,
                false,
                exchange.visibility());
    }

    /** How many traces are asked for, which may be more than {@link #TRACES_MAX}: Zipkin knows no most. */
    static int limit(Exchange exchange) {
        return exchange.query("limit", LIMIT, 1, Integer.MAX_VALUE);
    }

    private void conditions() {
        // Zipkin lists no trace that says nothing about its time.
        predicates.add(new TracePredicate.AnySpan(
                new SpanCondition.Not(new SpanCondition.Exists(new Operand.Attribute(AttributeLevel.SPAN, NO_START)))));
        String serviceName = text("serviceName");
        if (serviceName != null) {
            service.add(NameCondition.service(serviceName));
            meets(SpanCondition.EVERY);
        }
        String remote = text("remoteServiceName");
        if (remote != null) {
            meets(NameCondition.remote(remote));
        }
        String name = text("spanName");
        if (name != null && !name.equalsIgnoreCase("all")) {
            meets(NameCondition.span(name));
        }
        String annotations = text("annotationQuery");
        if (annotations != null) {
            annotations(annotations);
        }
        duration();
    }

    private void annotations(String text) {
        for (String part : text.split(" and ", -1)) {
            String term = part.trim();
            int equals = term.indexOf('=');
            if (equals > 0) {
                meets(TagCondition.equal(term.substring(0, equals), term.substring(equals + 1)));
            } else if (!term.isEmpty()) {
                meets(TagCondition.exists(term));
            }
        }
    }

    private void duration() {
        Long least = micros("minDuration");
        Long most = micros("maxDuration");
        if (most != null && least == null) {
            throw HttpFailure.badRequest("maxDuration is only valid with minDuration");
        }
        if (least == null) {
            return;
        }
        List<SpanCondition> bounds = new ArrayList<>();
        // Durations show whole microseconds, and one below 1 as 1.
        long leastNanos = least <= 1 ? 0 : least * NANOS_PER_MICRO;
        bounds.add(new SpanCondition.Comparison(DURATION, Operator.GREATER_OR_EQUAL, new Literal.Whole(leastNanos)));
        if (most != null) {
            if (most < least) {
                throw HttpFailure.badRequest("maxDuration < minDuration: " + most + " < " + least);
            }
            bounds.add(new SpanCondition.Comparison(
                    DURATION, Operator.LESS, new Literal.Whole((most + 1) * NANOS_PER_MICRO)));
        }
        meets(new SpanCondition.All(bounds));
    }

    /** Some span of the service meets a condition. */
    private void meets(SpanCondition condition) {
        List<SpanCondition> all = new ArrayList<>(service);
        all.add(condition);
        predicates.add(new TracePredicate.AnySpan(new SpanCondition.All(all)));
    }

    private @Nullable String text(String parameter) {
        String text = exchange.query(parameter);
        return text == null || text.isBlank() ? null : text;
    }

    private @Nullable Long micros(String parameter) {
        String text = text(parameter);
        if (text == null) {
            return null;
        }
        try {
            long micros = Long.parseLong(text);
            if (micros > 0 && micros < MICROS_MAX) {
                return micros;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw HttpFailure.badRequest(parameter + " is '" + text + "', expected microseconds from 1 to " + MICROS_MAX);
    }
}
