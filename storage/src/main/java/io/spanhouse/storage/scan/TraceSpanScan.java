package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.block.TraceFlag;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.GroupKey;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSet;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.head.TraceTable;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes over spans that are picked by what their whole traces are like: by a pipeline, or to be grouped or measured by what
 * they have by their traces. Each trace is looked at once, where its newest fragment is. One that lies in a row group whole
 * is decided and gathered by columns there, about as fast as a search for it; of others, and of those of the head, the rows
 * are put together, some microseconds a trace and at most what {@link AssembledTrace} holds. Where spans are hidden every
 * trace is put together, since its values are those of the visible part.
 */
final class TraceSpanScan {
    private final AggregateRequest request;
    private final @Nullable TraceIdSet traces;
    private final GroupWindow window;
    private final Coverage coverage;
    private final QueryControl control;
    private final PreparedPredicate predicate;
    private final PreparedPipeline pipeline;

    /**
     * A scan of the spans of a request.
     *
     * @param traces the traces that meet the request's predicate; null for every trace
     */
    TraceSpanScan(AggregateRequest request, @Nullable TraceIdSet traces, Coverage coverage, QueryControl control) {
        this.request = request;
        this.traces = traces;
        this.window = new GroupWindow(request.window());
        this.coverage = coverage;
        this.control = control;
        this.predicate = new PreparedPredicate(new TracePredicate.Spans(pipeline(request)), operands(request));
        this.pipeline = predicate.pipelines().get(0);
    }

    private static SpanPipeline pipeline(AggregateRequest request) {
        SpanPipeline spans = request.spans();
        SpanSet condition = new SpanSet.Where(request.condition());
        if (spans == null) {
            return SpanPipeline.of(condition);
        }
        if (request.condition().equals(SpanCondition.EVERY)) {
            return spans;
        }
        List<SpanPipeline.Stage> stages = new ArrayList<>(spans.stages());
        stages.add(new SpanPipeline.Stage.Within(condition));
        return new SpanPipeline(spans.first(), stages);
    }

    /** What the request looks at of each span, which says whether trees of traces must be known. */
    private static List<Operand> operands(AggregateRequest request) {
        List<Operand> operands = new ArrayList<>();
        for (GroupKey key : request.groupBy()) {
            operands.addAll(key.operands());
        }
        for (Measure measure : request.measures()) {
            Operand operand = AggregateRequest.operandOf(measure);
            if (operand != null) {
                operands.add(operand);
            }
        }
        return operands.stream().filter(AggregateRequest::isInTrace).toList();
    }

    /** The units of work on one partition. */
    List<UnitWork.Unit> units(View view, TraceSpanGathering gathering) {
        Partition partition = new Partition(view, view.disowned(request.project()), gathering);
        List<UnitWork.Unit> units = new ArrayList<>();
        for (HeadSnapshot.Part part : view.parts()) {
            for (int first = 0; first < part.traceCount(); first += TraceTable.STRETCH) {
                int end = Math.min(part.traceCount(), first + TraceTable.STRETCH);
                units.add(new HeadTracesUnit(partition, part, first, end));
            }
        }
        for (OpenBlock block : view.blocks().ofProject(request.project())) {
            BlockMemo memo = new BlockMemo();
            for (int group = 0; group < block.reader().directory().groups(); group++) {
                boolean continues = block.reader().bounds().get(Bound.CONTINUING, group) > 0;
                if (continues || window.overlaps(block, group)) {
                    units.add(new GroupUnit(partition, block, group, memo));
                } else {
                    control.unitsSkipped(1);
                }
            }
        }
        return units;
    }

    private boolean wants(long idHigh, long idLow) {
        TraceIdSet ids = traces;
        return ids == null || ids.contains(idHigh, idLow);
    }

    /** What the units of one partition share. */
    private record Partition(View view, Disowned disowned, TraceSpanGathering gathering) {}

    /** Puts traces together, for one unit. */
    private final class Assembling {
        private final RowBinder binder = new RowBinder(predicate, request.visibility(), Long.MAX_VALUE);
        private final TraceSpanGathering.Sink sink;

        Assembling(TraceSpanGathering gathering) {
            this.sink = gathering.picked();
        }

        /** Gathers the spans of one trace; if not all of it can be read, that trace alone is missing, and named. */
        void gather(TraceId id, List<Fragment> fragments) {
            try {
                TraceFacts facts =
                        request.visibility().unrestricted() ? Summaries.facts(fragments) : visibleFacts(fragments);
                AssembledTrace trace = AssembledTrace.of(fragments, binder, facts, control);
                long[] spans = pipeline.spans(trace, null);
                if (SpanBits.isEmpty(spans)) {
                    return;
                }
                trace.each((bound, row, span) -> {
                    boolean inWindow = request.window().contains(bound.rows().startNanos(row));
                    if (inWindow && SpanBits.has(spans, span)) {
                        sink.row(bound.rows(), row, facts, span);
                    }
                });
            } catch (StoreException e) {
                coverage.missDamaged("trace " + id, e);
            }
        }

        private TraceFacts visibleFacts(List<Fragment> fragments) {
            Visibility visibility = request.visibility();
            TraceTally tally = new TraceTally(0);
            for (Fragment fragment : fragments) {
                fragment.visit((rows, list, count) -> {
                    VisibleResources visible = new VisibleResources(rows, visibility, Long.MAX_VALUE);
                    for (int i = 0; i < count; i++) {
                        if (visible.sees(list[i])) {
                            tally.add(rows, list[i]);
                        }
                    }
                    return true;
                });
            }
            return tally.traceFacts();
        }
    }

    /** The traces of one row group. */
    private final class GroupUnit implements UnitWork.Unit {
        private final Partition partition;
        private final OpenBlock block;
        private final int group;
        private final BlockMemo memo;

        GroupUnit(Partition partition, OpenBlock block, int group, BlockMemo memo) {
            this.partition = partition;
            this.block = block;
            this.group = group;
            this.memo = memo;
        }

        @Override
        public void run() {
            ReadScratch scratch = block.scratches().take();
            Assembling assembling = new Assembling(partition.gathering);
            try (GroupScan scan = new GroupScan(block, group, scratch, memo);
                    OpenGroups groups = new OpenGroups()) {
                RowSet rows = pick(scan, assembling, groups);
                if (rows.next(0) < rows.size()) {
                    partition.gathering.gather(scan, memo, rows);
                }
                assembling.sink.end();
                control.read(0, scan.rows());
            } finally {
                block.scratches().give(scratch);
            }
        }

        /** The rows that are picked of traces that lie here whole; others are gathered on the way. */
        private RowSet pick(GroupScan scan, Assembling assembling, OpenGroups groups) {
            GroupTraces rows = scan.traces();
            int first = block.reader().firstFragment(group);
            boolean anyDisowned = partition.disowned.anyInBlock(block, first, first + rows.size());
            FragmentPicks picks = new FragmentPicks(predicate, scan);
            for (int i = 0; i < rows.size(); i++) {
                long high = rows.ids()[2 * i];
                long low = rows.ids()[2 * i + 1];
                boolean owner = !anyDisowned || !partition.disowned.inBlock(block, first + i, rows, i);
                if (!owner || !wants(high, low)) {
                    continue;
                }
                if (TraceFlag.CONTINUES.in((int) rows.flags()[i])
                        || !request.visibility().unrestricted()) {
                    TraceId id = new TraceId(high, low);
                    assembling.gather(id, Fragments.of(partition.view, request.project(), id, groups, coverage));
                } else {
                    picks.pick(i);
                }
            }
            return picks.rows().and(window.rows(scan));
        }

        @Override
        public String name() {
            return block + " row group " + group;
        }
    }

    /** Some traces of a generation. */
    private final class HeadTracesUnit implements UnitWork.Unit {
        private final Partition partition;
        private final HeadSnapshot.Part part;
        private final int first;
        private final int end;

        HeadTracesUnit(Partition partition, HeadSnapshot.Part part, int first, int end) {
            this.partition = partition;
            this.part = part;
            this.first = first;
            this.end = end;
        }

        @Override
        public void run() {
            Generation generation = part.generation();
            TraceTable rows = generation.traces();
            Assembling assembling = new Assembling(partition.gathering);
            try (OpenGroups groups = new OpenGroups()) {
                for (int trace = first; trace < end; trace++) {
                    long high = rows.idHigh(trace);
                    long low = rows.idLow(trace);
                    if (rows.project(trace) == request.project()
                            && !partition.disowned.inHead(generation, trace)
                            && wants(high, low)) {
                        TraceId id = new TraceId(high, low);
                        assembling.gather(id, Fragments.of(partition.view, request.project(), id, groups, coverage));
                    }
                }
                assembling.sink.end();
            }
        }

        @Override
        public String name() {
            return part.generation() + " of the head";
        }
    }
}
