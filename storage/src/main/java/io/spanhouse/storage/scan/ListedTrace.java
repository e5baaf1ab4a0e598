package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.SpanSetMatch;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trace that was found in a partition.
 *
 * @param scan reads it
 * @param id its id
 * @param tally its values where only some of its rows may be seen; null where its owner's row tells them
 */
record ListedTrace(PartitionScan scan, TraceId id, @Nullable TraceTally tally) implements FoundTrace {
    @Override
    public TraceSummary summary(OpenGroups groups) {
        return tally == null ? scan.summary(id, groups) : scan.summary(id, tally, groups);
    }

    @Override
    public List<SpanSetMatch> spans(SelectedSpans selected, OpenGroups groups) {
        return scan.spans(id, tally, selected, groups);
    }
}
