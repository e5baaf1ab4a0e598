package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanSelection;
import io.spanhouse.storage.filter.SpanSetMatch;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds traces: a page of them in an exact order, and on demand the exact number of all. All pages of a list, and its
 * total, are of the spans up to the tick at which the first page was asked for.
 */
final class Search {
    private final List<ViewHolder> partitions;
    private final ScanPool pool;
    private final ReadPoint readPoint;
    private final StoreClock clock;

    Search(List<ViewHolder> partitions, ScanPool pool, ReadPoint readPoint, StoreClock clock) {
        this.partitions = partitions;
        this.pool = pool;
        this.readPoint = readPoint;
        this.clock = clock;
    }

    SearchAnswer run(SearchRequest request, QueryControl control) {
        PreparedPredicate predicate = new PreparedPredicate(request.predicate());
        checkSelection(request);
        long now = clock.epochMillis();
        String text = request.cursor();
        CursorCodec.Cursor cursor = text == null ? null : CursorCodec.decode(text, request, partitions.size(), now);
        long[] ticks = cursor == null ? readPoints() : cursor.ticks();
        long knownTotal = cursor == null ? -1 : cursor.total();
        PageOrder order = new PageOrder(request.order());
        PageOrder.Position after = cursor == null ? null : cursor.last();
        SearchRun run = new SearchRun(
                request,
                predicate,
                order,
                new PageCollector(order, after, request.limit()),
                after,
                request.withTotal() && knownTotal < 0,
                new Coverage(),
                control);
        try (HeldViews views = HeldViews.acquire(partitions).asOf(ticks)) {
            List<SearchUnit> units = new ArrayList<>();
            for (int i = 0; i < ticks.length; i++) {
                units.addAll(new PartitionScan(run, views.list().get(i), ticks[i]).units());
            }
            units.sort(bestFirst(order));
            views.noteDamage(request.project(), run.coverage());
            new UnitWork(units, control, run.coverage()).runOn(pool);
            CursorCodec.Cursor began = new CursorCodec.Cursor(
                    ticks, cursor == null ? now : cursor.beganMillis(), knownTotal, PageOrder.Position.NONE);
            return answer(run, began);
        }
    }

    /** Refuses a selection that makes no sense before anything is read. */
    private static void checkSelection(SearchRequest request) {
        SpanSelection selection = request.spans();
        if (selection != null) {
            new SelectedSpans(selection, new Coverage(), QueryControl.unlimited());
        }
    }

    /** Units without bounds first, then by their best key. */
    private static Comparator<SearchUnit> bestFirst(PageOrder order) {
        return (one, other) -> {
            if (!one.hasBestKey() || !other.hasBestKey()) {
                return Boolean.compare(one.hasBestKey(), other.hasBestKey());
            }
            return order.compareKeys(one.bestKey(), other.bestKey());
        };
    }

    private long[] readPoints() {
        long[] ticks = new long[partitions.size()];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = readPoint.take(i);
        }
        return ticks;
    }

    private static SearchAnswer answer(SearchRun run, CursorCodec.Cursor began) {
        List<PageCollector.Found> page = run.page().page();
        List<List<SpanSetMatch>> spans = new ArrayList<>();
        List<TraceSummary> traces = summaries(run, page, spans);
        Completeness completeness = run.coverage().completeness();
        long total = run.counting() && completeness.complete() ? run.page().total() : began.total();
        return new SearchAnswer(
                traces,
                spans,
                run.page().more() ? nextCursor(run, page, began, total) : null,
                run.request().withTotal() && total >= 0 ? OptionalLong.of(total) : OptionalLong.empty(),
                completeness,
                run.control().statistics());
    }

    /** Summaries of the page's traces, and the spans that are wanted of them. */
    static List<TraceSummary> summaries(SearchRun run, List<PageCollector.Found> page, List<List<SpanSetMatch>> spans) {
        List<TraceSummary> traces = new ArrayList<>(page.size());
        SpanSelection selection = run.request().spans();
        SelectedSpans selected = selection == null ? null : new SelectedSpans(selection, run.coverage(), run.control());
        MeteredChunks.takeBytes();
        try (OpenGroups groups = new OpenGroups()) {
            for (PageCollector.Found found : page) {
                if (run.control().exhausted() == Completeness.Reason.CANCELLED) {
                    // Nobody reads the answer. A page that was found when another budget ended is still to be shown.
                    run.coverage().miss(Completeness.Reason.CANCELLED, "the page was not read to its end");
                    break;
                }
                try {
                    TraceSummary summary = found.values().summary(groups);
                    if (selected != null) {
                        spans.add(found.values().spans(selected, groups));
                    }
                    traces.add(summary);
                } catch (StoreException e) {
                    if (!run.coverage().missStopped(e, run.control(), "the page was not read to its end")) {
                        run.coverage().missDamaged("trace " + found.place().id(), e);
                    }
                }
            }
        }
        run.control().read(MeteredChunks.takeBytes(), 0);
        return traces;
    }

    private static String nextCursor(
            SearchRun run, List<PageCollector.Found> page, CursorCodec.Cursor began, long total) {
        PageCollector.Found last = page.get(page.size() - 1);
        CursorCodec.Cursor cursor = new CursorCodec.Cursor(began.ticks(), began.beganMillis(), total, last.place());
        return CursorCodec.encode(cursor, run.request());
    }
}
