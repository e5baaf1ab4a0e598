package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.JsonInput;
import io.spanhouse.query.traceql.AggregatePlan;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.GroupKey;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.TimeSteps;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TracePredicate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code POST aggregate}: spans in groups, over time if a step is given, with any measures: breakdowns, series, quantiles and
 * heat maps are all this. Groups that the limit leaves out are counted in {@code total}; they were asked for, so the answer
 * is not partial for it.
 */
final class Aggregate implements Endpoint {
    /** Most groups of one answer. */
    static final int LIMIT_MAX = 10_000;

    /** Most parts of a group's key. */
    static final int KEYS_MAX = 16;

    private static final int LIMIT = 100;
    private static final Set<String> MEMBERS =
            Set.of("window", "traceql", "condition", "filter", "groupBy", "step", "measures", "order", "limit");

    private final TraceStore store;

    Aggregate(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        JsonInput body = JsonInput.body(exchange.body()).object(MEMBERS);
        AggregateRequest request = read(body, exchange);
        AggregateAnswer answer = store.aggregate(request, exchange.control());
        exchange.completeness(answer.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            writeSteps(request.steps(), json);
            json.writeArrayPropertyStart("groups");
            answer.groups().forEach(group -> writeGroup(group, json));
            json.writeEndArray();
            json.writeStringProperty("total", Long.toString(answer.groupsTotal()));
            Answers.coverage(answer.completeness(), answer.statistics(), json);
            json.writeEndObject();
        });
    }

    private static AggregateRequest read(JsonInput body, Exchange exchange) {
        Filters filters = new Filters();
        JsonInput condition = body.member("condition");
        JsonInput limit = body.member("limit");
        TimeWindow window = Search.window(body.member("window"));
        SpanCondition spans = condition.present() ? filters.condition(condition) : SpanCondition.EVERY;
        TracePredicate traces = filters.predicate(body.member("filter"));
        JsonInput traceql = body.member(TraceQlText.NAME);
        SpanPipeline pipeline = null;
        if (traceql.present()) {
            AggregatePlan plan = TraceQlText.aggregate(traceql);
            spans = new SpanCondition.All(List.of(spans, plan.condition()));
            traces = new TracePredicate.All(List.of(traces, plan.traces()));
            pipeline = plan.spans();
        }
        try {
            return AggregateRequest.of(exchange.project(), window, spans, exchange.visibility())
                    .ofTraces(traces)
                    .ofSpans(pipeline)
                    .byKeys(keys(body.member("groupBy")))
                    .in(steps(body.member("step"), window))
                    .measuring(new Measures(filters).read(body.member("measures")))
                    .ranked(ranking(body.member("order"), limit.present() ? limit.whole(1, LIMIT_MAX) : LIMIT));
        } catch (IllegalArgumentException e) {
            // The parts are in order, and do not go together.
            throw HttpFailure.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static List<GroupKey> keys(JsonInput groupBy) {
        List<GroupKey> keys = new ArrayList<>();
        if (groupBy.present()) {
            for (JsonInput key : groupBy.elements()) {
                if (keys.size() == KEYS_MAX) {
                    throw groupBy.unexpected("at most " + KEYS_MAX + " parts");
                }
                keys.add(key(key));
            }
        }
        return keys;
    }

    private static GroupKey key(JsonInput key) {
        if (!key.isObject() || !key.member("firstOf").present()) {
            return new GroupKey(List.of(Operands.operand(key)));
        }
        key.object(Set.of("firstOf"));
        List<Operand> operands = new ArrayList<>();
        for (JsonInput operand : key.member("firstOf").elements()) {
            operands.add(Operands.operand(operand));
        }
        return new GroupKey(operands);
    }

    private static @Nullable TimeSteps steps(JsonInput step, TimeWindow window) {
        return step.present() ? TimeSteps.aligned(window, Operands.signed(step)) : null;
    }

    private static Ranking ranking(JsonInput order, int limit) {
        if (!order.present()) {
            return Ranking.top(limit);
        }
        order.object(Set.of("measure", "descending"));
        JsonInput measure = order.member("measure");
        JsonInput descending = order.member("descending");
        return new Ranking(
                measure.present() ? measure.whole(0, AggregateRequest.MEASURES_MAX - 1) : 0,
                !descending.present() || descending.truth(),
                limit);
    }

    private static void writeSteps(@Nullable TimeSteps steps, JsonGenerator json) {
        if (steps != null) {
            json.writeObjectPropertyStart("steps");
            json.writeStringProperty("first", Long.toUnsignedString(steps.firstNanos()));
            json.writeStringProperty("step", Long.toString(steps.stepNanos()));
            json.writeNumberProperty("count", steps.count());
            json.writeEndObject();
        }
    }

    private static void writeGroup(AggregateAnswer.Group group, JsonGenerator json) {
        json.writeStartObject();
        json.writeArrayPropertyStart("key");
        for (Literal value : group.key()) {
            if (value == null) {
                json.writeNull();
            } else {
                Literals.write(value, json);
            }
        }
        json.writeEndArray();
        Figures.writeAll(group.figures(), json);
        json.writeArrayPropertyStart("cells");
        for (AggregateAnswer.Cell cell : group.cells()) {
            json.writeStartObject();
            json.writeNumberProperty("step", cell.step());
            Figures.writeAll(cell.figures(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
