package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.head.WholeTrace;
import io.spanhouse.storage.model.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a list shows of a trace, put together from its owner's row and from what is counted in its rows. */
final class Summaries {
    private Summaries() {}

    /**
     * A summary.
     *
     * @param whole from the newest fragment
     * @param services counted in the rows that are here
     * @param expiredPart whether older rows are not here any more
     */
    static TraceSummary of(
            TraceId id, WholeTrace whole, List<TraceSummary.ServiceCount> services, boolean expiredPart) {
        return new TraceSummary(
                id,
                whole.startNanos(),
                whole.endNanos(),
                FieldReaders.duration(whole.startNanos(), whole.endNanos()),
                whole.spans(),
                whole.errors(),
                root(whole.root()),
                services,
                expiredPart);
    }

    private static TraceSummary.@Nullable Root root(WholeTrace.@Nullable Root root) {
        if (root == null) {
            return null;
        }
        return new TraceSummary.Root(
                root.spanId(),
                root.name(),
                root.service(),
                root.kind(),
                root.startNanos(),
                FieldReaders.duration(root.startNanos(), root.endNanos()));
    }
}
