package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.filter.Kinship;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSelection;
import io.spanhouse.storage.filter.SpanSet;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.Visibility;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search asks for, in whichever form it came: traces with one span that meets all of it. Not thread-safe; filled, then
 * turned into a request.
 */
public final class TraceQuery {
    /** Most traces unless the query says how many. */
    static final int DEPTH = 100;

    /** Most traces of one answer. */
    static final int DEPTH_MAX = SearchRequest.LIMIT_MAX;

    private static final Operand START = new Operand.Field(SpanField.START);
    private static final Operand DURATION = new Operand.Field(SpanField.DURATION);

    /** Spans with a parent that their trace does not have. */
    private static final SpanSelection ORPHANS = new SpanSelection(
            SpanPipeline.of(new SpanSet.Related(
                    new SpanSet.Where(SpanCondition.EVERY),
                    Kinship.CHILD,
                    SpanSet.Related.Form.NOT,
                    new SpanSet.Where(new SpanCondition.Exists(new Operand.Field(SpanField.PARENT_SPAN_ID))))),
            1,
            List.of());

    private final List<SpanCondition> conditions = new ArrayList<>();
    private @Nullable String legacy;
    private boolean filtered;
    private @Nullable Long startMin;
    private @Nullable Long startMax;
    private long durationMin;
    private long durationMax;
    private int depth = DEPTH;

    /** Of the service; an empty name means any. */
    public TraceQuery service(String name) {
        return name.isEmpty() ? this : legacy("a service", Tags.service(name));
    }

    /** With the name; empty means any. */
    public TraceQuery operation(String name) {
        return name.isEmpty()
                ? this
                : legacy(
                        "an operation",
                        new SpanCondition.Comparison(
                                new Operand.Field(SpanField.NAME), Operator.EQUAL, new Literal.Text(name)));
    }

    /** With a tag. */
    public TraceQuery tag(String key, String text) {
        return legacy("attributes", Tags.tag(key, text));
    }

    /** Of a duration in these bounds, both inside; 0 for none. */
    public TraceQuery durations(long minNanos, long maxNanos) {
        durationMin = minNanos;
        durationMax = maxNanos;
        if (minNanos != 0) {
            legacy("durations", number(DURATION, Operator.GREATER_OR_EQUAL, minNanos));
        }
        if (maxNanos != 0) {
            legacy("durations", number(DURATION, Operator.LESS_OR_EQUAL, maxNanos));
        }
        return this;
    }

    /** Started between these, both inside, unsigned nanoseconds since 1970; null for any time. */
    public TraceQuery starts(@Nullable Long min, @Nullable Long max) {
        startMin = min;
        startMax = max;
        return this;
    }

    /** That meets a structured filter. */
    public TraceQuery filter(SpanCondition condition) {
        conditions.add(condition);
        filtered = true;
        return this;
    }

    /**
     * So many traces at most.
     *
     * @param name names the number in complaints
     */
    public TraceQuery depth(int traces, String name) {
        if (traces > DEPTH_MAX) {
            throw HttpFailure.badRequest(
                    name + " is " + traces + ", expected at most " + DEPTH_MAX + ", which is the cap of one answer");
        }
        depth = traces <= 0 ? DEPTH : traces;
        return this;
    }

    private TraceQuery legacy(String what, SpanCondition condition) {
        conditions.add(condition);
        legacy = what;
        return this;
    }

    /**
     * Refuses bounds that nothing can be between.
     *
     * @throws HttpFailure 400
     */
    TraceQuery requireOrder() {
        if (startMin != null && startMax != null && Long.compareUnsigned(startMin, startMax) > 0) {
            throw HttpFailure.badRequest("the least start is after the greatest, expected it before");
        }
        if (durationMax != 0 && durationMax < durationMin) {
            throw HttpFailure.badRequest("the greatest duration, " + durationMax + " ns, is below the least, "
                    + durationMin + " ns, expected it above");
        }
        return this;
    }

    /**
     * Refuses these, and one moment in the place of two.
     *
     * @throws HttpFailure 400
     */
    TraceQuery requireStretch() {
        if (startMin != null && startMin.equals(startMax)) {
            throw HttpFailure.badRequest("the least start is the greatest, expected it before");
        }
        return requireOrder();
    }

    /**
     * The request to the store, newest first.
     *
     * @throws HttpFailure 400 if a filter stands beside what it excludes
     */
    public SearchRequest request(int project, Visibility visibility) {
        return request(project, visibility, null);
    }

    /** The same, with the orphans of each trace counted. */
    SearchRequest countingOrphans(int project, Visibility visibility) {
        return request(project, visibility, ORPHANS);
    }

    private SearchRequest request(int project, Visibility visibility, @Nullable SpanSelection spans) {
        if (filtered && legacy != null) {
            throw HttpFailure.badRequest("the query has a filter and " + legacy + ", expected one or the other");
        }
        List<SpanCondition> all = new ArrayList<>(conditions);
        Long min = startMin;
        Long max = startMax;
        if (min != null && min != 0) {
            all.add(number(START, Operator.GREATER_OR_EQUAL, min));
        }
        if (max != null) {
            all.add(number(START, Operator.LESS_OR_EQUAL, max));
        }
        return new SearchRequest(
                project,
                // A trace starts no later than the span that is looked for, and perhaps long before.
                new TimeWindow(0, max == null || max == TimeWindow.FOREVER ? TimeWindow.FOREVER : max + 1),
                all.isEmpty() ? TracePredicate.EVERY : new TracePredicate.AnySpan(new SpanCondition.All(all)),
                TraceOrder.NEWEST,
                depth,
                null,
                false,
                visibility,
                spans);
    }

    private static SpanCondition number(Operand operand, Operator operator, long number) {
        return new SpanCondition.Comparison(operand, operator, new Literal.Whole(number));
    }
}
