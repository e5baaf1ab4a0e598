package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.filter.ArrivalsAnswer;
import io.spanhouse.storage.filter.ArrivalsRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.model.LongColumn;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds traces that got rows between two read points and meet a predicate. What came is known by ticks: in the head they are
 * the last rows of a generation, in blocks the row groups and trace rows whose ticks reach beyond the first point; nothing else
 * is looked at. So a look costs what came since the last one, some 10 us a trace, and nothing if nothing came.
 */
final class ArrivedTraces {
    private static final int TRACES_OF_UNIT = 256;

    private final List<ViewHolder> partitions;
    private final ScanPool pool;
    private final ReadPoint readPoint;
    private final ArrivalsRequest request;
    private final QueryControl control;
    private final Coverage coverage = new Coverage();

    ArrivedTraces(
            List<ViewHolder> partitions,
            ScanPool pool,
            ReadPoint readPoint,
            ArrivalsRequest request,
            QueryControl control) {
        this.partitions = partitions;
        this.pool = pool;
        this.readPoint = readPoint;
        this.request = request;
        this.control = control;
    }

    ArrivalsAnswer run() {
        PreparedPredicate predicate = new PreparedPredicate(request.predicate());
        long[] now = new long[partitions.size()];
        for (int i = 0; i < now.length; i++) {
            now[i] = readPoint.take(i);
        }
        String text = request.since();
        long[] since = text == null ? now : ArrivalsCursor.decode(text, now);
        String next = ArrivalsCursor.encode(now);
        if (Arrays.equals(since, now)) {
            return new ArrivalsAnswer(List.of(), 0, next, Completeness.COMPLETE, control.statistics());
        }
        PageOrder order = new PageOrder(TraceOrder.NEWEST);
        SearchRun run = new SearchRun(
                search(),
                predicate,
                order,
                new PageCollector(order, null, request.limit()),
                null,
                true,
                coverage,
                control);
        try (HeldViews views = HeldViews.acquire(partitions).asOf(now)) {
            views.noteDamage(request.project(), coverage);
            List<Unit> units = new ArrayList<>();
            for (int i = 0; i < now.length; i++) {
                View view = views.list().get(i);
                LongColumn ids = arrived(view, since[i], now[i]);
                PartitionScan scan = new PartitionScan(run, view, now[i]);
                for (int first = 0; first < ids.size(); first += 2 * TRACES_OF_UNIT) {
                    units.add(new Unit(scan, ids, first, since[i]));
                }
            }
            new UnitWork(units, control, coverage).runOn(pool);
            List<TraceSummary> traces = Search.summaries(run, run.page().page(), new ArrayList<>());
            return new ArrivalsAnswer(traces, run.page().total(), next, coverage.completeness(), control.statistics());
        }
    }

    private SearchRequest search() {
        return new SearchRequest(
                request.project(),
                TimeWindow.ALWAYS,
                request.predicate(),
                TraceOrder.NEWEST,
                request.limit(),
                null,
                true,
                request.visibility());
    }

    /** Ids of the traces with rows of later ticks, high and low by turns, each once. */
    private LongColumn arrived(View view, long since, long now) {
        TraceIdSet known = new TraceIdSet();
        LongColumn ids = new LongColumn(64);
        for (HeadSnapshot.Part part : view.parts()) {
            Generation generation = part.generation();
            for (int row = generation.rowsAsOf(since, part.rowCount()); row < part.rowCount(); row++) {
                if (generation.project(row) == request.project()) {
                    add(generation.traceIdHigh(row), generation.traceIdLow(row), known, ids);
                }
            }
        }
        for (OpenBlock block : view.blocks().ofProject(request.project())) {
            for (int group = 0; group < block.reader().directory().groups(); group++) {
                boolean reaches = block.reader().bounds().get(Bound.TICK_MAX, group) > since
                        && block.reader().bounds().get(Bound.TICK_MIN, group) <= now;
                if (reaches && control.exhausted() == Completeness.Reason.COMPLETE) {
                    addReadable(block, group, since, known, ids);
                }
            }
        }
        return ids;
    }

    private void addReadable(OpenBlock block, int group, long since, TraceIdSet known, LongColumn ids) {
        ReadScratch scratch = block.scratches().take();
        try (GroupScan scan = new GroupScan(block, group, scratch, new BlockMemo())) {
            long[] least = scan.traces().numbers(Field.TICK_MIN);
            long[] spread = scan.traces().numbers(Field.TICK_SPREAD);
            for (int fragment = 0; fragment < scan.traces().size(); fragment++) {
                if (least[fragment] + spread[fragment] > since) {
                    add(scan.traces().ids()[2 * fragment], scan.traces().ids()[2 * fragment + 1], known, ids);
                }
            }
        } catch (StoreException e) {
            coverage.missDamaged(block + " row group " + group, e);
        } finally {
            block.scratches().give(scratch);
        }
    }

    private static void add(long high, long low, TraceIdSet known, LongColumn ids) {
        if (!known.contains(high, low)) {
            known.add(high, low);
            ids.add(high);
            ids.add(low);
        }
    }

    /** Some of the traces, each decided by all its rows up to now. */
    private final class Unit implements UnitWork.Unit {
        private final PartitionScan scan;
        private final LongColumn ids;
        private final int first;
        private final long since;

        Unit(PartitionScan scan, LongColumn ids, int first, long since) {
            this.scan = scan;
            this.ids = ids;
            this.first = first;
            this.since = since;
        }

        @Override
        public void run() {
            try (OpenGroups groups = new OpenGroups()) {
                int end = Math.min(ids.size(), first + 2 * TRACES_OF_UNIT);
                for (int i = first; i < end; i += 2) {
                    TraceId id = new TraceId(ids.get(i), ids.get(i + 1));
                    if (request.visibility().unrestricted() || scan.sawSince(id, since, groups)) {
                        scan.searchByRows(id, groups);
                    }
                }
            }
        }

        @Override
        public String name() {
            return (ids.size() - first) / 2 + " traces that got spans";
        }
    }
}
