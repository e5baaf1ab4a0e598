package io.spanhouse.storage.filter;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Spans to be put in groups by what they have in common, over time if wanted, and what is to be worked out of each group.
 * Rates are counts divided by the length of a step, which is left to who asks.
 *
 * @param project the project's number
 * @param window spans whose start lies in it
 * @param condition which spans
 * @param traces of which traces; decided on the whole trace, wherever its spans start
 * @param spans of the spans that this leaves of their traces; null for all of them. Costs a look at every trace
 * @param groupBy what makes a group; a span with several values of a part is in several groups, one without is in the
 *     group of the absent value; none: one group of all spans, if there are any
 * @param steps cuts of the window, null for none
 * @param measures what to work out, at least one
 * @param ranking which groups are listed
 * @param visibility whose spans may be seen
 */
public record AggregateRequest(
        int project,
        TimeWindow window,
        SpanCondition condition,
        TracePredicate traces,
        @Nullable SpanPipeline spans,
        List<GroupKey> groupBy,
        @Nullable TimeSteps steps,
        List<Measure> measures,
        Ranking ranking,
        Visibility visibility) {
    /** Most measures of one request. */
    public static final int MEASURES_MAX = 32;

    private static final Set<SpanField> NUMBERS = Set.of(
            SpanField.DURATION, SpanField.KIND, SpanField.STATUS_CODE, SpanField.FLAGS, SpanField.EVENT_SINCE_START);

    public AggregateRequest {
        groupBy = List.copyOf(groupBy);
        measures = List.copyOf(measures);
        if (measures.isEmpty() || measures.size() > MEASURES_MAX) {
            throw new IllegalArgumentException(
                    "there are " + measures.size() + " measures, expected 1 to " + MEASURES_MAX);
        }
        if (ranking.measure() < 0 || ranking.measure() >= measures.size()) {
            throw new IllegalArgumentException("ranking is by measure " + ranking.measure() + " of " + measures.size());
        }
        if (measures.get(ranking.measure()) instanceof Measure.Example) {
            throw new IllegalArgumentException("ranking is by a measure that is no number");
        }
        if (steps != null && !steps.cover(window)) {
            throw new IllegalArgumentException("the steps do not cover the window");
        }
        measures.forEach(AggregateRequest::requireNumbers);
    }

    /** The number of all visible spans of a window that meet a condition, to be made more of. */
    public static AggregateRequest of(int project, TimeWindow window, SpanCondition condition, Visibility visibility) {
        return new AggregateRequest(
                project,
                window,
                condition,
                TracePredicate.EVERY,
                null,
                List.of(),
                null,
                List.of(new Measure.Count()),
                Ranking.ALL,
                visibility);
    }

    /** The same of the spans of some traces. */
    public AggregateRequest ofTraces(TracePredicate predicate) {
        return new AggregateRequest(
                project, window, condition, predicate, spans, groupBy, steps, measures, ranking, visibility);
    }

    /** The same of the spans that a pipeline leaves of their traces; null for all of them. */
    public AggregateRequest ofSpans(@Nullable SpanPipeline pipeline) {
        return new AggregateRequest(
                project, window, condition, traces, pipeline, groupBy, steps, measures, ranking, visibility);
    }

    /** The same in groups by the values of each of these operands. */
    public AggregateRequest by(List<Operand> operands) {
        return byKeys(GroupKey.of(operands));
    }

    /** The same in groups. */
    public AggregateRequest byKeys(List<GroupKey> keys) {
        return new AggregateRequest(
                project, window, condition, traces, spans, keys, steps, measures, ranking, visibility);
    }

    /** The same over time. */
    public AggregateRequest in(@Nullable TimeSteps cuts) {
        return new AggregateRequest(
                project, window, condition, traces, spans, groupBy, cuts, measures, ranking, visibility);
    }

    /** The same groups, measured otherwise; listed by the first of these. */
    public AggregateRequest measuring(List<Measure> what) {
        return new AggregateRequest(
                project, window, condition, traces, spans, groupBy, steps, what, Ranking.ALL, visibility);
    }

    /** The same, of which these groups are listed. */
    public AggregateRequest ranked(Ranking order) {
        return new AggregateRequest(
                project, window, condition, traces, spans, groupBy, steps, measures, order, visibility);
    }

    /** Whether spans cannot be measured without a look at the whole traces that they are in. */
    public boolean looksAtTraces() {
        return spans != null
                || groupBy.stream().anyMatch(key -> key.operands().stream().anyMatch(AggregateRequest::isInTrace))
                || measures.stream().anyMatch(measure -> isInTrace(operandOf(measure)));
    }

    /** Whether an operand is what a span has by its trace. */
    public static boolean isInTrace(@Nullable Operand operand) {
        return operand instanceof Operand.InTrace
                || operand instanceof Operand.AsText && isInTrace(((Operand.AsText) operand).of());
    }

    /** The operand whose numbers a measure takes, null if it takes none. */
    public static @Nullable Operand operandOf(Measure measure) {
        if (measure instanceof Measure.Sum) {
            return ((Measure.Sum) measure).operand();
        }
        if (measure instanceof Measure.Average) {
            return ((Measure.Average) measure).operand();
        }
        if (measure instanceof Measure.Minimum) {
            return ((Measure.Minimum) measure).operand();
        }
        if (measure instanceof Measure.Maximum) {
            return ((Measure.Maximum) measure).operand();
        }
        if (measure instanceof Measure.Quantiles) {
            return ((Measure.Quantiles) measure).operand();
        }
        return measure instanceof Measure.Histogram ? ((Measure.Histogram) measure).operand() : null;
    }

    /** Texts, ids and times have no sum, so to ask for one is a mistake and not an empty answer. */
    private static void requireNumbers(Measure measure) {
        Operand operand = operandOf(measure);
        boolean noNumbers = operand instanceof Operand.Field && !NUMBERS.contains(((Operand.Field) operand).field())
                || operand instanceof Operand.AsText
                || operand instanceof Operand.OfTypes
                || operand instanceof Operand.InTrace
                        && !((Operand.InTrace) operand).property().isNumber()
                || operand instanceof Operand.ExceptionFingerprint;
        if (noNumbers) {
            throw new IllegalArgumentException(
                    "a measure is of " + operand + ", expected an attribute or one of the fields " + NUMBERS);
        }
    }
}
