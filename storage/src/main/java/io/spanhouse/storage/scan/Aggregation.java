package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.GroupBounds;
import io.spanhouse.storage.block.OperationExamples;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.GroupKey;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TimeSteps;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.SpanRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures spans in groups. Each thread fills a table of its own, unit after unit, and in the end these are added up; memory
 * is bounded by {@link AggregateTable#CELLS_MAX}, {@link QueryMemory#BYTES_MAX}, {@link LiteralTable#VALUES_MAX} and {@link
 * QuantileLimit#EXACT_VALUES_MAX}, and an answer cut by these says so. Good for one run.
 */
final class Aggregation implements SpanGathering, TraceSpanGathering {
    /** In place of a step: there are several. */
    private static final int MIXED_STEPS = -2;

    /** In place of a step: there are none. */
    private static final int NO_STEPS = -1;

    private final List<ViewHolder> partitions;
    private final ScanPool pool;
    private final AggregateRequest request;
    private final QueryControl control;
    private final Coverage coverage = new Coverage();
    private final LiteralTable literals = new LiteralTable();
    private final MeasureSet measures;
    private final OperationGroups operations;
    private final boolean byOperations;
    private final AggregateExamples examples;
    private final TablePool tables;

    Aggregation(List<ViewHolder> partitions, ScanPool pool, AggregateRequest request, QueryControl control) {
        this(partitions, pool, request, control, QuantileLimit.EXACT_VALUES_MAX);
    }

    /**
     * An aggregation with a limit of its own.
     *
     * @param exactValuesMax most values of an operand whose quantiles are exact
     */
    Aggregation(
            List<ViewHolder> partitions,
            ScanPool pool,
            AggregateRequest request,
            QueryControl control,
            long exactValuesMax) {
        this.partitions = partitions;
        this.pool = pool;
        this.request = request;
        this.control = control;
        this.measures = new MeasureSet(request.measures(), new QueryMemory(), exactValuesMax);
        this.tables = new TablePool(request.groupBy().size() + (request.steps() == null ? 0 : 1), measures);
        this.operations = new OperationGroups(request.groupBy(), literals);
        this.byOperations = OperationGroups.answer(request.groupBy(), measures.accumulators());
        this.examples = new AggregateExamples(this, control);
    }

    AggregateAnswer run() {
        try (HeldViews views = HeldViews.acquire(partitions)) {
            views.noteDamage(request.project(), coverage);
            TraceIdSet traces = request.traces().equals(TracePredicate.EVERY)
                    ? null
                    : MatchingTraces.find(request, views, pool, coverage, control);
            return run(views, traces);
        }
    }

    /**
     * The same on views that the caller holds, which also notes what is damaged in them.
     *
     * @param traces the traces that meet the request's predicate; null for every trace
     */
    AggregateAnswer run(HeldViews views, @Nullable TraceIdSet traces) {
        new UnitWork(request.looksAtTraces() ? byTraces(views, traces) : bySpans(views, traces), control, coverage)
                .runOn(pool);
        AggregateTable all = tables.addedUp(coverage);
        new UnitWork(examples.units(all), control, coverage).runOn(pool);
        return new AggregateRows(request, literals, measures, all).answer(coverage, control);
    }

    private List<UnitWork.Unit> bySpans(HeldViews views, @Nullable TraceIdSet traces) {
        SpanScan scan =
                new SpanScan(request.project(), request.window(), request.condition(), request.visibility(), control);
        if (traces != null) {
            scan = scan.of(traces);
        }
        List<UnitWork.Unit> units = new ArrayList<>();
        for (View view : views.list()) {
            units.addAll(scan.units(view, this));
        }
        measures.expectSpans(scan.rowsAtLeast(views));
        return units;
    }

    private List<UnitWork.Unit> byTraces(HeldViews views, @Nullable TraceIdSet traces) {
        TraceSpanScan scan = new TraceSpanScan(request, traces, coverage, control);
        List<UnitWork.Unit> units = new ArrayList<>();
        for (View view : views.list()) {
            units.addAll(scan.units(view, this));
        }
        return units;
    }

    @Override
    public TraceSpanGathering.Sink picked() {
        return new PickedRows(
                request,
                tables,
                () -> new CollectedRows(literals, request.groupBy(), measures.conditions(), measures.operands()));
    }

    @Override
    public SpanSink on(SpanRows rows) {
        return new Sink(rows);
    }

    @Override
    public void gather(GroupScan scan, BlockMemo memo, RowSet rows) {
        AggregateTable table = tables.take();
        try {
            add(scan, memo, rows, table);
        } finally {
            tables.give(table);
        }
    }

    /** Adds rows of a row group to a table. All that may be damaged is read before the first is counted. */
    private void add(GroupScan scan, BlockMemo memo, RowSet rows, AggregateTable table) {
        OperandColumns columns = new OperandColumns(scan, literals, memo.values());
        List<ValueLists> operands = new ArrayList<>(request.groupBy().size());
        for (GroupKey key : request.groupBy()) {
            operands.add(firstOf(key, operand -> columns.of(operand, rows)));
        }
        BlockMeasuredRows measured = new BlockMeasuredRows(scan);
        table.read(measured);
        table.add(measured, rows, operands, request.steps(), stepOf(scan));
    }

    /** The values of the first operand that a row has one of. */
    private static ValueLists firstOf(GroupKey key, Function<Operand, ValueLists> read) {
        ValueLists values = read.apply(key.operands().get(0));
        if (key.operands().size() == 1) {
            return values;
        }
        ValueLists filled = values.copy();
        for (Operand operand : key.operands().subList(1, key.operands().size())) {
            filled.fill(read.apply(operand));
        }
        return filled;
    }

    /** Takes the examples of operations that were gathered into a table that has their cells; nothing is counted again. */
    void addExamples(GroupScan scan, BlockMemo memo, DecidedOperations taken, AggregateTable into) {
        OperationExamples found = OperationExampleSearch.of(scan, taken.operations());
        synchronized (into) {
            operations.addExamples(scan, memo, taken, found, stepOf(scan), into);
        }
    }

    @Override
    public boolean gatherOperations(GroupScan scan, BlockMemo memo, DecidedOperations taken) {
        int step = byOperations ? stepOf(scan) : MIXED_STEPS;
        if (step == MIXED_STEPS) {
            return false;
        }
        AggregateTable table = tables.take();
        try {
            if (!operations.add(scan, memo, taken, step, table)) {
                return false;
            }
        } finally {
            tables.give(table);
        }
        examples.missingOf(scan, taken);
        return true;
    }

    /** The step of all rows of a row group by its bounds. */
    private int stepOf(GroupScan scan) {
        TimeSteps steps = request.steps();
        if (steps == null) {
            return NO_STEPS;
        }
        GroupBounds bounds = scan.block().reader().bounds();
        int group = scan.group().part();
        if (bounds.get(Bound.ROWS_WITHOUT_START, group) > 0) {
            return MIXED_STEPS;
        }
        long least = bounds.get(Bound.START_MIN, group);
        long most = bounds.get(Bound.START_MAX, group);
        if (!steps.has(least) || !steps.has(most)) {
            return MIXED_STEPS;
        }
        int first = steps.step(least);
        return first == steps.step(most) ? first : MIXED_STEPS;
    }

    /** Gathers rows of the head. */
    private final class Sink implements SpanSink {
        private final SpanRows rows;
        private final IntColumn list = new IntColumn(64);

        Sink(SpanRows rows) {
            this.rows = rows;
        }

        @Override
        public void row(int row) {
            list.add(row);
        }

        @Override
        public void end() {
            if (list.size() == 0) {
                return;
            }
            AggregateTable table = tables.take();
            try {
                HeadMeasuredRows measured = new HeadMeasuredRows(rows, list.array(), list.size());
                table.read(measured);
                table.add(measured, RowSet.all(list.size()), operands(), request.steps(), MIXED_STEPS);
            } finally {
                tables.give(table);
            }
        }

        private List<ValueLists> operands() {
            List<ValueLists> operands = new ArrayList<>(request.groupBy().size());
            for (GroupKey key : request.groupBy()) {
                operands.add(firstOf(key, this::values));
            }
            return operands;
        }

        private ValueLists values(Operand operand) {
            OperandValues values = new OperandValues(rows, OperandReader.of(operand, rows), literals);
            ValueLists lists = new ValueLists(list.size());
            for (int i = 0; i < list.size(); i++) {
                IntColumn found = values.of(list.get(i));
                for (int j = 0; j < found.size(); j++) {
                    lists.add(i, found.get(j));
                }
            }
            return lists;
        }
    }
}
