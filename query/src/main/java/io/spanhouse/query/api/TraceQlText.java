package io.spanhouse.query.api;

import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.JsonInput;
import io.spanhouse.query.traceql.AggregatePlan;
import io.spanhouse.query.traceql.Pipeline;
import io.spanhouse.query.traceql.SearchPlan;
import io.spanhouse.query.traceql.TraceQlException;
import io.spanhouse.query.traceql.TraceQuery;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.TracePredicate;
import java.util.function.Function;

/**
 * {@code {"traceql":"{ status = error }"}}: a filter, or a part of one, in TraceQL. What is refused is refused in the words of
 * the language: line, column, what was found and what was expected.
 */
final class TraceQlText {
    /** The member that holds the text. */
    static final String NAME = "traceql";

    private TraceQlText() {}

    /** The traces that the query picks spans of. */
    static TracePredicate predicate(JsonInput text) {
        return translated(text, pipeline -> SearchPlan.of(pipeline).predicate());
    }

    /** The spans that the query picks. */
    static SpanPipeline pipeline(JsonInput text) {
        return translated(text, pipeline -> SearchPlan.of(pipeline).pipeline());
    }

    /** A condition that each span which the query picks meets by itself; refused if its trace has a say in it. */
    static SpanCondition condition(JsonInput text) {
        AggregatePlan plan = aggregate(text);
        if (!plan.traces().equals(TracePredicate.EVERY) || plan.spans() != null) {
            throw refused(text, "conditions of the trace stand here, where only those of one span can");
        }
        return plan.condition();
    }

    /** The spans that the query picks, as they are counted. */
    static AggregatePlan aggregate(JsonInput text) {
        return translated(text, AggregatePlan::of);
    }

    private static <T> T translated(JsonInput text, Function<Pipeline, T> translation) {
        try {
            Pipeline pipeline = TraceQuery.parse(text.text()).pipeline();
            if (pipeline == null) {
                throw refused(text, "found a query of metrics, expected one that picks spans");
            }
            return translation.apply(pipeline);
        } catch (TraceQlException e) {
            throw refused(text, String.valueOf(e.getMessage()));
        }
    }

    private static HttpFailure refused(JsonInput text, String why) {
        return HttpFailure.badRequestAt(text.pointer(), "invalid TraceQL query: " + why);
    }
}
