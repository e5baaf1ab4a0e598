package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.GroupBounds;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.ServiceGraphAnswer;
import io.spanhouse.storage.filter.ServiceGraphRequest;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.head.HeadSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Counts calls between services. Each trace is looked at where its newest fragment is: one that lies in a single place of a
 * block by the columns there, every other by its rows. Bounded like an {@link Aggregation}. Good for one run.
 */
final class ServiceGraph {
    /** Traces of the head in one unit. */
    private static final int HEAD_TRACES_MAX = 4_096;

    private static final Operand DURATION = new Operand.Field(SpanField.DURATION);

    private static final List<Measure> MEASURES = List.of(
            new Measure.Count(),
            new Measure.Errors(),
            new Measure.Sum(DURATION),
            new Measure.Maximum(DURATION),
            new Measure.Quantiles(DURATION, List.of(0.5, 0.95, 0.99)));

    private final List<ViewHolder> partitions;
    private final ScanPool pool;
    private final ServiceGraphRequest request;
    private final QueryControl control;
    private final Coverage coverage = new Coverage();
    private final LiteralTable services = new LiteralTable();
    private final MeasureSet measures = new MeasureSet(MEASURES, new QueryMemory(), QuantileLimit.EXACT_VALUES_MAX);
    private final TablePool tables = new TablePool(2, measures);

    ServiceGraph(List<ViewHolder> partitions, ScanPool pool, ServiceGraphRequest request, QueryControl control) {
        this.partitions = partitions;
        this.pool = pool;
        this.request = request;
        this.control = control;
    }

    ServiceGraphAnswer run() {
        try (HeldViews views = HeldViews.acquire(partitions)) {
            List<UnitWork.Unit> units = new ArrayList<>();
            for (View view : views.list()) {
                addUnits(view, units);
            }
            views.noteDamage(request.project(), coverage);
            new UnitWork(units, control, coverage).runOn(pool);
            return answer(tables.addedUp(coverage));
        }
    }

    private void addUnits(View view, List<UnitWork.Unit> units) {
        PartitionCalls calls = new PartitionCalls(view, request, services, tables, coverage, control);
        for (HeadSnapshot.Part part : view.parts()) {
            for (int first = 0; first < part.traceCount(); first += HEAD_TRACES_MAX) {
                units.add(calls.ofHead(part, first, Math.min(part.traceCount(), first + HEAD_TRACES_MAX)));
            }
        }
        for (OpenBlock block : view.blocks().ofProject(request.project())) {
            for (int group = 0; group < block.reader().directory().groups(); group++) {
                if (mayMatter(block.reader().bounds(), group)) {
                    units.add(calls.ofBlock(block, group));
                } else {
                    control.unitsSkipped(1);
                }
            }
        }
    }

    /** The start of what can be seen of a trace is in no bound. */
    private boolean mayMatter(GroupBounds bounds, int group) {
        return !request.visibility().unrestricted()
                || request.window()
                        .overlaps(bounds.get(Bound.TRACE_START_MIN, group), bounds.get(Bound.TRACE_START_MAX, group));
    }

    private ServiceGraphAnswer answer(AggregateTable table) {
        List<ServiceGraphAnswer.Edge> edges = new ArrayList<>(table.size());
        for (int cell = 0; cell < table.size(); cell++) {
            List<Figure> figures = measures.figures(table, cell);
            edges.add(new ServiceGraphAnswer.Edge(
                    service(table.key(cell, 0)),
                    service(table.key(cell, 1)),
                    ((Figure.Whole) figures.get(0)).value(),
                    ((Figure.Whole) figures.get(1)).value(),
                    figures.get(2),
                    ((Figure.Whole) figures.get(3)).value(),
                    (Figure.Quantiles) figures.get(4)));
        }
        edges.sort(Comparator.comparing(ServiceGraphAnswer.Edge::caller, LiteralOrder.TEXTS)
                .thenComparing(ServiceGraphAnswer.Edge::callee, LiteralOrder.TEXTS));
        return new ServiceGraphAnswer(edges, coverage.completeness(), control.statistics());
    }

    private String service(int number) {
        Literal service = services.literal(number);
        return service instanceof Literal.Text ? ((Literal.Text) service).value() : "";
    }
}
