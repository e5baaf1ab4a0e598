package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one trace: finds its fragments, reads from each only what sorts and sums its spans, and then hands the spans out
 * slice by slice.
 */
final class TraceReader {
    private final View view;
    private final TraceRequest request;
    private final QueryControl control;
    private final OpenGroups groups = new OpenGroups();
    private final SpanSort sort = new SpanSort();
    private final ServiceCounts counts = new ServiceCounts();
    private final TraceTally tally = new TraceTally(0);
    private final Coverage coverage = new Coverage();
    private long hidden;

    private TraceReader(View view, TraceRequest request, QueryControl control) {
        this.view = view;
        this.request = request;
        this.control = control;
    }

    /** The spans of one trace, for the caller to close; null if it is certain that there are none. */
    static @Nullable TraceSpans read(ViewHolder partition, TraceRequest request, QueryControl control) {
        View view = partition.acquire();
        TraceReader reader = new TraceReader(view, request, control);
        TraceSpans spans = null;
        try {
            spans = reader.read();
            return spans;
        } finally {
            if (spans == null) {
                reader.groups.close();
                view.close();
            }
        }
    }

    private @Nullable TraceSpans read() {
        control.check();
        List<Fragment> fragments = Fragments.of(view, request.project(), request.traceId(), groups, coverage);
        // A trace that is not found may be one that cannot be found: then there is an answer, without spans, that says
        // so.
        view.noteDamage(request.project(), coverage);
        if (fragments.isEmpty() && coverage.completeness().complete()) {
            return null;
        }
        for (int i = 0; i < fragments.size() && !sort.full(); i++) {
            readKeys(fragments.get(i), i);
        }
        if (sort.full()) {
            coverage.miss(
                    Completeness.Reason.LIMIT,
                    "the trace has more than " + SpanSort.SPANS_MAX + " spans; the further ones are left out");
        }
        if (request.detail() == TraceRequest.Detail.OUTLINE) {
            sort.keep();
        } else {
            sort.sort();
        }
        return new SortedTraceSpans(
                new SortedTraceSpans.Source(view, groups, fragments, request.detail()),
                sort,
                control,
                answer(fragments));
    }

    private void readKeys(Fragment fragment, int number) {
        try {
            fragment.keys(new Keys(number));
        } catch (StoreException e) {
            coverage.missDamaged("part " + number + " of the trace", e);
        }
    }

    /** Takes the keys of one fragment. */
    private final class Keys implements SpanKeySink {
        /** Spans between two looks at the query's reins. */
        private static final int CHECK_SPANS = 8_192;

        private final int fragment;
        private int taken;

        Keys(int fragment) {
            this.fragment = fragment;
        }

        @Override
        public boolean wants() {
            return !sort.full();
        }

        @Override
        public boolean sees(String service) {
            if (++taken % CHECK_SPANS == 0) {
                control.check();
                control.read(0, CHECK_SPANS);
            }
            Set<String> services = request.visibility().services();
            boolean seen = services == null || services.contains(service);
            hidden += seen ? 0 : 1;
            return seen;
        }

        @Override
        public void span(int position, long startNanos, long endNanos, long spanId, boolean failed, String service) {
            if (request.wants(spanId)) {
                sort.add(startNanos, spanId, fragment, position);
            }
            counts.add(service, 1, failed ? 1 : 0);
            tally.addSpan(startNanos, endNanos);
            tally.errors += failed ? 1 : 0;
        }

        @Override
        public void root(SpanRows rows, int row) {
            tally.addRoot(rows, row);
        }
    }

    /** By the owner's row, which counts what has expired; by the visible rows where some must not be seen. */
    private SortedTraceSpans.Answer answer(List<Fragment> fragments) {
        TraceSummary summary = tally.summary(request.traceId(), counts.list(), false);
        try {
            if (!fragments.isEmpty()) {
                summary = summary(summary, fragments);
            }
        } catch (StoreException e) {
            coverage.missDamaged("values of the whole trace", e);
        }
        return new SortedTraceSpans.Answer(summary, hidden, coverage);
    }

    private TraceSummary summary(TraceSummary ofRows, List<Fragment> fragments) {
        Fragment owner = fragments.get(fragments.size() - 1);
        boolean expired = view.blocks().expired(request.project(), owner.firstBucket());
        if (expired) {
            coverage.miss(Completeness.Reason.EXPIRED_PART, "an older part of the trace has expired");
        }
        if (request.visibility().unrestricted()) {
            return Summaries.of(request.traceId(), fragments, ofRows.services(), expired);
        }
        return expired ? tally.summary(request.traceId(), ofRows.services(), true) : ofRows;
    }
}
