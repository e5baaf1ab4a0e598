package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.head.WholeTrace;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a list shows of a trace, put together from its owner's row and from what is counted in its rows. */
final class Summaries {
    private Summaries() {}

    /**
     * A summary.
     *
     * @param fragments oldest first; the newest one's values are those of the whole trace
     * @param services counted in the rows that are here
     * @param expiredPart whether older rows are not here any more
     */
    static TraceSummary of(
            TraceId id, List<Fragment> fragments, List<TraceSummary.ServiceCount> services, boolean expiredPart) {
        WholeTrace whole = whole(fragments);
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

    /** What spans have by their trace, by its newest fragment. */
    static TraceFacts facts(List<Fragment> fragments) {
        if (fragments.isEmpty()) {
            throw new StoreException(FailureKind.CORRUPT, "no part of it can be read");
        }
        WholeTrace whole = fragments.get(fragments.size() - 1).whole();
        TraceFacts.Numbers numbers =
                new TraceFacts.Numbers(whole.startNanos(), whole.endNanos(), whole.spans(), whole.errors());
        WholeTrace.Root root = whole.root();
        return root == null
                ? new TraceFacts(numbers, null, null)
                : new TraceFacts(numbers, root.name(), root.service());
    }

    /** Values of a whole trace, its root's span id looked up if the owner's row does not have it. */
    static WholeTrace whole(List<Fragment> fragments) {
        WholeTrace whole = fragments.get(fragments.size() - 1).whole();
        WholeTrace.Root root = whole.root();
        if (root == null || root.spanId() != 0) {
            return whole;
        }
        long least = 0;
        for (Fragment fragment : fragments) {
            long id = fragment.rootSpanId(root.startNanos());
            if (id != 0 && (least == 0 || Long.compareUnsigned(id, least) < 0)) {
                least = id;
            }
        }
        WholeTrace.Root found = new WholeTrace.Root(
                least, root.startNanos(), root.endNanos(), root.kind(), root.statusCode(), root.name(), root.service());
        return new WholeTrace(
                whole.startNanos(), whole.endNanos(), whole.spans(), whole.errors(), found, whole.services());
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
