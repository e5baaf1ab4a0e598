package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the ids of all traces that meet the predicate of an aggregate, as a search finds them: on whole traces, however late
 * their spans came. A trace's spans can start in the window though the trace starts before it, so traces of all times are
 * looked at.
 */
final class MatchingTraces {
    private MatchingTraces() {}

    static TraceIdSet find(
            AggregateRequest request, HeldViews views, ScanPool pool, Coverage coverage, QueryControl control) {
        SearchRequest search = new SearchRequest(
                request.project(),
                TimeWindow.ALWAYS,
                request.traces(),
                TraceOrder.NEWEST,
                1,
                null,
                true,
                request.visibility());
        PageOrder order = new PageOrder(search.order());
        Ids ids = new Ids(order);
        SearchRun run = new SearchRun(
                search, new PreparedPredicate(search.predicate()), order, ids, null, true, coverage, control);
        List<SearchUnit> units = new ArrayList<>();
        for (View view : views.list()) {
            units.addAll(new PartitionScan(run, view, Long.MAX_VALUE).units());
        }
        new UnitWork(units, control, coverage).runOn(pool);
        return ids.found;
    }

    /** Keeps ids and no page. */
    private static final class Ids extends PageCollector {
        private final TraceIdSet found = new TraceIdSet();

        Ids(PageOrder order) {
            super(order, null, 1);
        }

        @Override
        boolean wants(long key) {
            return true;
        }

        @Override
        boolean wants(PageOrder.Position place) {
            return true;
        }

        @Override
        synchronized void add(Found trace) {
            TraceId id = trace.place().id();
            found.add(id.high(), id.low());
        }
    }
}
