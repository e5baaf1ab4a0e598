package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.traceql.ConditionTranslation;
import io.spanhouse.query.traceql.FieldExpression;
import io.spanhouse.query.traceql.SearchPlan;
import io.spanhouse.query.traceql.TraceQlException;
import io.spanhouse.query.traceql.TraceQuery;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSelection;
import io.spanhouse.storage.filter.SpanSet;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceField;
import io.spanhouse.storage.filter.TracePredicate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /api/search} asks for.
 *
 * @param window when the traces start
 * @param predicate what they meet
 * @param selection the spans to be shown
 * @param plan what is shown with them
 * @param limit most traces
 */
record SearchQuery(TimeWindow window, TracePredicate predicate, SpanSelection selection, SearchPlan plan, int limit) {
    private static final int LIMIT = 20;
    private static final int LIMIT_MAX = 262_144;
    private static final int SPANS = 3;
    private static final int SPANS_MAX = 100;

    static SearchQuery read(Exchange exchange) {
        String q = exchange.query("q");
        boolean tagged = exchange.query("tags") != null;
        if (tagged && q != null) {
            throw HttpFailure.badRequest("invalid request: can't specify tags and q in the same query");
        }
        TimeWindow window = Window.read(exchange);
        List<TracePredicate> predicates = new ArrayList<>();
        SearchPlan plan = q == null ? ofTags(TagsQuery.read(exchange)) : ofQuery(q);
        predicates.add(plan.predicate());
        duration(exchange, predicates);
        List<Operand> values = new ArrayList<>();
        for (FieldExpression listed : plan.listed()) {
            values.add(ConditionTranslation.operand(listed));
        }
        int spans = exchange.query("spss", SPANS, 0, SPANS_MAX);
        SpanSelection selection = new SpanSelection(plan.pipeline(), spans == 0 ? SPANS_MAX : spans, values);
        return new SearchQuery(window, new TracePredicate.All(predicates), selection, plan, limit(exchange));
    }

    private static int limit(Exchange exchange) {
        String text = exchange.query("limit");
        if ("0".equals(text)) {
            throw HttpFailure.badRequest("invalid limit: must be a positive number");
        }
        return exchange.query("limit", LIMIT, 1, LIMIT_MAX);
    }

    private static SearchPlan ofQuery(String q) {
        try {
            TraceQuery query = TraceQuery.parse(q);
            if (query.pipeline() == null) {
                throw HttpFailure.badRequest("invalid TraceQL query: found a query of metrics, expected one that picks"
                        + " spans; metrics are asked at /api/metrics/query_range");
            }
            SearchPlan plan = SearchPlan.of(query.pipeline());
            return new SearchPlan(
                    plan.pipeline(),
                    plan.predicate(),
                    SearchPlan.shownOf(plan.listed()),
                    plan.keys(),
                    plan.statistics());
        } catch (TraceQlException e) {
            throw TempoErrors.of(e);
        }
    }

    /** Every tag is met by some span; those spans are shown. */
    private static SearchPlan ofTags(List<SpanCondition> conditions) {
        List<TracePredicate> all = new ArrayList<>();
        for (SpanCondition condition : conditions) {
            all.add(new TracePredicate.AnySpan(condition));
        }
        SpanCondition any = conditions.isEmpty() ? SpanCondition.EVERY : new SpanCondition.Any(conditions);
        return new SearchPlan(
                SpanPipeline.of(new SpanSet.Where(any)), new TracePredicate.All(all), List.of(), List.of(), List.of());
    }

    private static void duration(Exchange exchange, List<TracePredicate> predicates) {
        Long least = nanos(exchange, "minDuration");
        Long most = nanos(exchange, "maxDuration");
        if (least != null && most != null && most <= least) {
            throw HttpFailure.badRequest("invalid maxDuration: must be greater than minDuration");
        }
        if (least != null) {
            predicates.add(new TracePredicate.Comparison(TraceField.DURATION, Operator.GREATER_OR_EQUAL, least));
        }
        if (most != null) {
            predicates.add(new TracePredicate.Comparison(TraceField.DURATION, Operator.LESS_OR_EQUAL, most));
        }
    }

    /** Nothing and 0 are no bound. */
    private static @Nullable Long nanos(Exchange exchange, String parameter) {
        String text = exchange.query(parameter);
        if (text == null || text.isEmpty()) {
            return null;
        }
        long nanos = Durations.nanos(parameter, text);
        return nanos == 0 ? null : nanos;
    }
}
