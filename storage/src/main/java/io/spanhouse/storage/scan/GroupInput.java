package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.GroupBounds;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.TraceField;

/** What is known of all traces of a row group by its bounds alone. */
final class GroupInput implements PredicateInput {
    private static final long UNSIGNED_MAX = -1;

    private final GroupBounds bounds;
    private final int group;
    private final boolean[] met;

    /** Nothing is known of conditions. */
    GroupInput(GroupBounds bounds, int group) {
        this(bounds, group, new boolean[0]);
    }

    /**
     * Some conditions are known.
     *
     * @param met by condition, whether it may be met; one that is not is met by no row of the traces
     */
    GroupInput(GroupBounds bounds, int group, boolean[] met) {
        this.bounds = bounds;
        this.group = group;
        this.met = met;
    }

    @Override
    public int compare(TraceField field, Operator operator, long number) {
        switch (field) {
            case START:
                return range(operator, Bound.TRACE_START_MIN, Bound.TRACE_START_MAX, number, NumberSense.UNSIGNED);
            case END:
                return UNKNOWN;
            case DURATION:
                return range(operator, Bound.TRACE_DURATION_MIN, Bound.TRACE_DURATION_MAX, number, NumberSense.SIGNED);
            case SPANS:
                return range(operator, Bound.TRACE_SPANS_MIN, Bound.TRACE_SPANS_MAX, number, NumberSense.SIGNED);
            case ERRORS:
                return range(operator, Bound.TRACE_ERRORS_MIN, Bound.TRACE_ERRORS_MAX, number, NumberSense.SIGNED);
            case ROOT_START:
                return Relations.range(
                        operator,
                        Long.compareUnsigned(bounds.get(Bound.TRACE_START_MIN, group), number),
                        Long.compareUnsigned(latestRoot(bounds, group), number));
            case ROOT_DURATION:
                return Relations.range(
                        operator, Long.compare(0, number), Long.compare(longestRoot(bounds, group), number));
        }
        throw new AssertionError(field);
    }

    private int range(Operator operator, Bound least, Bound most, long number, NumberSense sense) {
        return Relations.range(
                operator,
                sense.compare(bounds.get(least, group), number),
                sense.compare(bounds.get(most, group), number));
    }

    @Override
    public int root(PreparedPredicate.RootTest test) {
        return UNKNOWN;
    }

    @Override
    public long count(int condition) {
        return condition < met.length && !met[condition] ? 0 : UNKNOWN;
    }

    /** Roots are among the rows of the row group, unless a trace has rows elsewhere. */
    private static boolean hasRoots(GroupBounds bounds, int group) {
        return bounds.get(Bound.CONTINUING, group) == 0;
    }

    private static long latestRoot(GroupBounds bounds, int group) {
        boolean known = hasRoots(bounds, group) && bounds.get(Bound.ROWS_WITHOUT_START, group) == 0;
        return known ? bounds.get(Bound.START_MAX, group) : UNSIGNED_MAX;
    }

    private static long longestRoot(GroupBounds bounds, int group) {
        return hasRoots(bounds, group) ? bounds.get(Bound.DURATION_MAX, group) : Long.MAX_VALUE;
    }

    /** The key of the trace that would come first in an order, or a better one where bounds do not tell. */
    static long bestKey(PageOrder order, GroupBounds bounds, int group) {
        boolean greatest = order.order().descending();
        switch (order.order().key()) {
            case START:
                return bounds.get(greatest ? Bound.TRACE_START_MAX : Bound.TRACE_START_MIN, group);
            case DURATION:
                return bounds.get(greatest ? Bound.TRACE_DURATION_MAX : Bound.TRACE_DURATION_MIN, group);
            case SPANS:
                return bounds.get(greatest ? Bound.TRACE_SPANS_MAX : Bound.TRACE_SPANS_MIN, group);
            case ERRORS:
                return bounds.get(greatest ? Bound.TRACE_ERRORS_MAX : Bound.TRACE_ERRORS_MIN, group);
            case ROOT_START:
                return greatest ? latestRoot(bounds, group) : bounds.get(Bound.TRACE_START_MIN, group);
            case ROOT_DURATION:
                return greatest ? longestRoot(bounds, group) : 0;
            case ROOT_NAME, TRACE_ID:
                return greatest ? UNSIGNED_MAX : 0;
        }
        throw new AssertionError(order);
    }

    /** The key of the trace that would come last in an order. */
    static long worstKey(PageOrder order, GroupBounds bounds, int group) {
        return bestKey(new PageOrder(order.reversed()), bounds, group);
    }
}
