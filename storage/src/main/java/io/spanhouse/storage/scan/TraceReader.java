package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;
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
    private final ServiceCounts services = new ServiceCounts();
    private final TraceTally tally = new TraceTally(0);
    private final List<String> missing = new ArrayList<>();
    private Completeness.Reason reason = Completeness.Reason.COMPLETE;
    private long hidden;

    private TraceReader(View view, TraceRequest request, QueryControl control) {
        this.view = view;
        this.request = request;
        this.control = control;
    }

    /** The spans of one trace, for the caller to close; null if there are none. */
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
        List<Fragment> fragments = Fragments.of(view, request.project(), request.traceId(), groups);
        if (fragments.isEmpty()) {
            return null;
        }
        for (int i = 0; i < fragments.size() && !sort.full(); i++) {
            readKeys(fragments.get(i), i);
        }
        if (sort.full()) {
            miss(
                    Completeness.Reason.LIMIT,
                    "the trace has more than " + SpanSort.SPANS_MAX + " spans; the further ones are left out");
        }
        sort.sort();
        return new SortedTraceSpans(
                new SortedTraceSpans.Source(view, groups, fragments), sort, control, answer(fragments));
    }

    private void readKeys(Fragment fragment, int number) {
        try {
            int[] position = new int[1];
            fragment.visit((rows, list, count) -> addKeys(rows, list, count, number, position));
        } catch (StoreException e) {
            if (e.kind() != FailureKind.CORRUPT) {
                throw e;
            }
            miss(Completeness.Reason.DAMAGED, "part " + number + " of the trace: " + e.getMessage());
        }
    }

    private boolean addKeys(SpanRows rows, int[] list, int count, int fragment, int[] position) {
        control.check();
        control.read(0, count);
        VisibleResources visible = new VisibleResources(rows, request.visibility(), Long.MAX_VALUE);
        for (int i = 0; i < count && !sort.full(); i++) {
            int row = list[i];
            if (visible.sees(row)) {
                sort.add(rows.startNanos(row), rows.spanId(row), fragment, position[0]);
                services.add(rows, row);
                tally.add(rows, row);
            } else {
                hidden++;
            }
            position[0]++;
        }
        return !sort.full();
    }

    private SortedTraceSpans.Answer answer(List<Fragment> fragments) {
        Fragment owner = fragments.get(fragments.size() - 1);
        boolean expired = view.blocks().expired(request.project(), owner.firstBucket());
        if (expired) {
            miss(Completeness.Reason.EXPIRED_PART, "an older part of the trace has expired");
        }
        return new SortedTraceSpans.Answer(
                summary(request.traceId(), fragments, expired), hidden, new Completeness(reason, missing));
    }

    /** By the owner's row, which counts what has expired; by the visible rows where some must not be seen. */
    private TraceSummary summary(TraceId id, List<Fragment> fragments, boolean expired) {
        return request.visibility().equals(Visibility.ALL)
                ? Summaries.of(id, fragments, services.list(), expired)
                : tally.summary(id, services.list(), expired);
    }

    private void miss(Completeness.Reason why, String what) {
        if (reason == Completeness.Reason.COMPLETE) {
            reason = why;
        }
        missing.add(what);
    }
}
