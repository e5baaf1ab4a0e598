package io.spanhouse.query.cloudtrace;

import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceField;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a list was asked, whichever way it came.
 *
 * @param view how much of each trace is shown
 * @param pageSize traces wanted; 0 and less leave it to the server
 * @param pageToken where the page before ended; empty for the first
 * @param startNanos first time inside; 0 for no bound
 * @param endNanos last time inside; 0 for now
 * @param filter in the filter language
 * @param orderBy a key, perhaps followed by {@code desc}
 */
record ListQuery(
        TraceView view, int pageSize, String pageToken, long startNanos, long endNanos, String filter, String orderBy) {
    private static final int PAGE_SIZE = 100;
    private static final Pattern ORDER = Pattern.compile("(trace_id|name|duration|start)( desc)?");

    ListQuery {
        if (endNanos != 0 && Long.compareUnsigned(startNanos, endNanos) > 0) {
            throw HttpFailure.badRequest("startTime " + Timestamps.text(startNanos) + " is after endTime "
                    + Timestamps.text(endNanos) + ", expected it not to be");
        }
    }

    /** Most traces of the page. */
    int limit() {
        return Math.min(pageSize <= 0 ? PAGE_SIZE : pageSize, view.pageSizeMax());
    }

    /** The newest first unless asked otherwise. */
    TraceOrder order() {
        if (orderBy.isEmpty()) {
            return new TraceOrder(TraceOrder.Key.ROOT_START, true);
        }
        Matcher matcher = ORDER.matcher(orderBy);
        if (!matcher.matches()) {
            throw HttpFailure.badRequest("the parameter orderBy is '" + orderBy
                    + "', expected one of trace_id, name, duration, start, perhaps followed by ' desc'");
        }
        TraceOrder.Key key = switch (matcher.group(1)) {
            case "trace_id" -> TraceOrder.Key.TRACE_ID;
            case "name" -> TraceOrder.Key.ROOT_NAME;
            case "duration" -> TraceOrder.Key.ROOT_DURATION;
            default -> TraceOrder.Key.ROOT_START;
        };
        return new TraceOrder(key, matcher.group(2) != null);
    }

    /** No root starts before its trace, so the end bounds the traces' starts too, and most of the store can be skipped. */
    static TimeWindow window(long lastNanos) {
        return new TimeWindow(0, lastNanos == TimeWindow.FOREVER ? TimeWindow.FOREVER : lastNanos + 1);
    }

    /** What the filter says, on traces whose root started from the start to the end, both included. */
    TracePredicate predicate(long lastNanos) {
        TracePredicate filtered = FilterPredicate.of(filter);
        TracePredicate notAfter =
                new TracePredicate.Comparison(TraceField.ROOT_START, Operator.LESS_OR_EQUAL, lastNanos);
        return startNanos == 0
                ? new TracePredicate.All(List.of(notAfter, filtered))
                : new TracePredicate.All(List.of(
                        new TracePredicate.Comparison(TraceField.ROOT_START, Operator.GREATER_OR_EQUAL, startNanos),
                        notAfter,
                        filtered));
    }
}
