package io.spanhouse.storage.filter;

import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups of spans.
 *
 * @param groups those with most spans first, ties by key
 * @param groupsTotal number of groups before the limit
 * @param completeness whether everything was looked at and all groups are listed
 * @param statistics what was read
 */
public record AggregateAnswer(
        List<Group> groups, long groupsTotal, Completeness completeness, ScanStatistics statistics) {
    public AggregateAnswer {
        groups = List.copyOf(groups);
    }

    /**
     * One group.
     *
     * @param key a value per operand of the request, null where the span has none
     * @param spans number of spans
     * @param errors number of spans with status error
     * @param firstStartNanos earliest start, unsigned nanoseconds since 1970
     * @param lastStartNanos latest start, unsigned nanoseconds since 1970
     * @param durationMaxNanos longest duration
     * @param example trace of the span with the latest start
     */
    public record Group(
            List<@Nullable Literal> key,
            long spans,
            long errors,
            long firstStartNanos,
            long lastStartNanos,
            long durationMaxNanos,
            TraceId example) {
        public Group {
            key = Collections.unmodifiableList(new ArrayList<>(key));
        }
    }
}
