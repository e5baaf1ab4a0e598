package io.spanhouse.query.api;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What the lists of groups have in common: window and limit from the address, figures of a group, what was covered. */
final class Groups {
    static final Operand SERVICE = new Operand.Attribute(AttributeLevel.RESOURCE, "service.name");

    /** Most groups of one answer. */
    static final int LIMIT_MAX = 10_000;

    private static final int LIMIT = 1_000;

    /** What lists of groups show of each, by these numbers. */
    private static final List<Measure> FIGURES = List.of(
            new Measure.Count(),
            new Measure.Errors(),
            new Measure.FirstStart(),
            new Measure.LastStart(),
            new Measure.Maximum(new Operand.Field(SpanField.DURATION)),
            new Measure.Example(Measure.Example.Choice.LATEST));

    static final int SPANS = 0;
    static final int ERRORS = 1;
    private static final int FIRST_START = 2;
    private static final int LAST_START = 3;
    private static final int DURATION_MAX = 4;
    private static final int EXAMPLE = 5;

    private Groups() {}

    /** Spans of a service; the empty name means spans without one. */
    static SpanCondition ofService(String service) {
        return service.isEmpty()
                ? new SpanCondition.Not(new SpanCondition.Comparison(SERVICE, Operator.NOT_EQUAL, new Literal.Text("")))
                : new SpanCondition.Comparison(SERVICE, Operator.EQUAL, new Literal.Text(service));
    }

    /** From the parameters {@code from} and {@code to}, unsigned nanoseconds since 1970. */
    static TimeWindow window(Exchange exchange) {
        TimeWindow window = new TimeWindow(nanos(exchange, "from", 0), nanos(exchange, "to", TimeWindow.FOREVER));
        if (Long.compareUnsigned(window.fromNanos(), window.toNanos()) > 0) {
            throw HttpFailure.badRequest("the parameter from is after the parameter to");
        }
        return window;
    }

    private static long nanos(Exchange exchange, String name, long otherwise) {
        String text = exchange.query(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw HttpFailure.badRequest(
                    "the parameter " + name + " is '" + text + "', expected nanoseconds since 1970");
        }
    }

    static int limit(Exchange exchange) {
        return exchange.query("limit", LIMIT, 1, LIMIT_MAX);
    }

    /** Groups with their usual figures, those with most spans first. */
    static AggregateAnswer of(TraceStore store, Exchange exchange, SpanCondition condition, List<Operand> groupBy) {
        return of(store, exchange, condition, groupBy, limit(exchange));
    }

    /** Groups with their usual figures, those with most spans first, so many at most; an answer that is cut says so. */
    static AggregateAnswer of(
            TraceStore store, Exchange exchange, SpanCondition condition, List<Operand> groupBy, int limit) {
        return ask(store, exchange, request(exchange, condition, groupBy, limit).measuring(FIGURES));
    }

    /** Groups with {@link #SPANS} and {@link #ERRORS} alone: the other figures cost as much again. */
    static AggregateAnswer counts(TraceStore store, Exchange exchange, SpanCondition condition, List<Operand> groupBy) {
        return ask(
                store,
                exchange,
                request(exchange, condition, groupBy, limit(exchange)).measuring(FIGURES.subList(SPANS, ERRORS + 1)));
    }

    private static AggregateRequest request(
            Exchange exchange, SpanCondition condition, List<Operand> groupBy, int limit) {
        return AggregateRequest.of(exchange.project(), window(exchange), condition, exchange.visibility())
                .by(groupBy)
                .ranked(Ranking.top(limit));
    }

    private static AggregateAnswer ask(TraceStore store, Exchange exchange, AggregateRequest request) {
        AggregateAnswer answer = store.aggregate(request, exchange.control());
        return new AggregateAnswer(
                answer.groups(), answer.groupsTotal(), answer.completenessOfList(), answer.statistics());
    }

    /** Answers with all groups. */
    static void write(
            Exchange exchange,
            AggregateAnswer answer,
            String name,
            BiConsumer<AggregateAnswer.Group, JsonGenerator> key)
            throws IOException {
        exchange.completeness(answer.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart(name);
            for (AggregateAnswer.Group group : answer.groups()) {
                json.writeStartObject();
                key.accept(group, json);
                figures(group, json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringProperty("total", Long.toString(answer.groupsTotal()));
            Answers.coverage(answer.completeness(), answer.statistics(), json);
            json.writeEndObject();
        });
    }

    /** The figures of a group, into an object that the caller has opened. */
    static void figures(AggregateAnswer.Group group, JsonGenerator json) {
        json.writeStringProperty("spans", Long.toString(group.whole(SPANS)));
        json.writeStringProperty("errors", Long.toString(group.whole(ERRORS)));
        json.writeStringProperty("firstStart", Long.toUnsignedString(group.whole(FIRST_START)));
        json.writeStringProperty("lastStart", Long.toUnsignedString(group.whole(LAST_START)));
        json.writeStringProperty("durationMax", Long.toUnsignedString(group.whole(DURATION_MAX)));
        TraceId example = example(group);
        if (example != null) {
            json.writeStringProperty("exampleTraceId", example.toString());
        }
    }

    /** The trace of a group's latest span; null if the part of the store that has it is damaged. */
    static @Nullable TraceId example(AggregateAnswer.Group group) {
        Figure example = group.figures().get(EXAMPLE);
        return example instanceof Figure.Example ? ((Figure.Example) example).traceId() : null;
    }

    /** A key's text; empty for a span without one. */
    static String text(@Nullable Literal key) {
        return key instanceof Literal.Text ? ((Literal.Text) key).value() : "";
    }
}
