package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.DifferenceAnswer;
import io.spanhouse.storage.filter.DifferenceAnswer.KeyDifference;
import io.spanhouse.storage.filter.DifferenceRequest;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.ShareDifference;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sets selected spans against the rest, by all attributes in one pass: of each row group, and of the rows of the head, the
 * values of every key are counted by code for both populations. So their counts go together though spans arrive meanwhile,
 * and though a budget ends the pass. Memory is bounded by {@link PopulationTable}; of a key with more values than it keeps
 * the rarest are forgotten, and the answer says how much such a one can differ at most. Values that may have been forgotten
 * for a while and would be listed are counted again by themselves. Good for one run.
 */
final class PopulationDifference implements SpanGathering {
    private static final Comparator<KeyDifference> MOST_DIFFERENT_KEY = Comparator.comparingDouble(KeyDifference::sure)
            .thenComparingDouble(PopulationDifference::largest)
            .reversed();

    private final List<ViewHolder> partitions;
    private final ScanPool pool;
    private final DifferenceRequest request;
    private final QueryControl control;
    private final int keyValuesMax;
    private final PreparedCondition selected;
    private final Coverage coverage = new Coverage();
    private final ConcurrentLinkedQueue<PopulationTable> tables = new ConcurrentLinkedQueue<>();

    PopulationDifference(List<ViewHolder> partitions, ScanPool pool, DifferenceRequest request, QueryControl control) {
        this(partitions, pool, request, control, PopulationTable.KEY_VALUES_MAX);
    }

    /**
     * A run with a limit of its own.
     *
     * @param keyValuesMax most values of a key that are told apart
     */
    PopulationDifference(
            List<ViewHolder> partitions,
            ScanPool pool,
            DifferenceRequest request,
            QueryControl control,
            int keyValuesMax) {
        this.partitions = partitions;
        this.pool = pool;
        this.request = request;
        this.control = control;
        this.keyValuesMax = keyValuesMax;
        this.selected = PreparedCondition.of(request.selected());
    }

    DifferenceAnswer run() {
        try (HeldViews views = HeldViews.acquire(partitions)) {
            views.noteDamage(request.project(), coverage);
            TraceIdSet traces = request.traces().equals(TracePredicate.EVERY)
                    ? null
                    : MatchingTraces.find(counted(), views, pool, coverage, control);
            SpanScan scan = new SpanScan(
                    request.project(), request.window(), request.condition(), request.visibility(), control);
            if (traces != null) {
                scan = scan.of(traces);
            }
            List<UnitWork.Unit> units = new ArrayList<>();
            for (View view : views.list()) {
                units.addAll(scan.units(view, this));
            }
            new UnitWork(units, control, coverage).runOn(pool);
            return answer(addedUp(), views, traces);
        }
    }

    private PopulationTable addedUp() {
        PopulationTable all = take();
        try {
            for (PopulationTable more = tables.poll(); more != null; more = tables.poll()) {
                all.addAll(more);
            }
        } catch (StoreException e) {
            if (e.kind() != FailureKind.TOO_LARGE) {
                throw e;
            }
            coverage.miss(Completeness.Reason.LIMIT, String.valueOf(e.getMessage()));
        }
        return all;
    }

    private PopulationTable take() {
        PopulationTable spare = tables.poll();
        return spare == null ? new PopulationTable(keyValuesMax) : spare;
    }

    private DifferenceAnswer answer(PopulationTable counts, HeldViews views, @Nullable TraceIdSet traces) {
        boolean nothing = counts.selected() + counts.rest() == 0 && ended();
        List<Operand> operands = operands(counts);
        int compared = nothing ? 0 : Math.min(request.limits().compared(), operands.size());
        PopulationRanking ranking = new PopulationRanking(
                counts.selected(),
                counts.rest(),
                request.limits().values(),
                (operand, values) -> recount(operand, values, counts, views, traces));
        List<KeyDifference> keys = new ArrayList<>();
        for (Operand operand : operands.subList(0, compared)) {
            KeyPopulations counted = counts.keys().get(operand);
            KeyDifference key = counted == null ? null : ranking.of(operand, counted);
            if (key != null) {
                keys.add(key);
            }
        }
        if (!nothing && compared < operands.size()) {
            coverage.miss(
                    Completeness.Reason.LIMIT,
                    "there are " + operands.size() + " attributes and fields, of which the " + compared
                            + " with the greatest shares were compared");
        }
        keys.sort(MOST_DIFFERENT_KEY);
        return new DifferenceAnswer(
                counts.selected(),
                counts.rest(),
                keys.subList(0, Math.min(request.limits().keys(), keys.size())),
                compared,
                operands.size(),
                coverage.completeness(),
                control.statistics());
    }

    private static double largest(KeyDifference key) {
        return key.values().isEmpty()
                ? 0
                : Math.abs(key.values().get(0).shares().difference());
    }

    private boolean ended() {
        return control.exhausted() != Completeness.Reason.COMPLETE;
    }

    /** Both populations counted, not in groups. */
    private AggregateRequest counted() {
        return AggregateRequest.of(request.project(), request.window(), request.condition(), request.visibility())
                .ofTraces(request.traces());
    }

    /** Counts single values again; what a budget leaves of that is told as it is found. */
    private List<ShareDifference> recount(
            Operand operand,
            List<Literal> values,
            PopulationTable counts,
            HeldViews views,
            @Nullable TraceIdSet traces) {
        List<ShareDifference> found = new ArrayList<>();
        int atOnce = AggregateRequest.MEASURES_MAX / 2;
        for (int from = 0; from < values.size(); from += atOnce) {
            List<Literal> some = values.subList(from, Math.min(values.size(), from + atOnce));
            List<Measure> measures = new ArrayList<>();
            for (Literal value : some) {
                SpanCondition has = new SpanCondition.Comparison(operand, Operator.EQUAL, value);
                measures.add(new Measure.CountOf(new SpanCondition.All(List.of(has, request.selected()))));
                measures.add(new Measure.CountOf(has));
            }
            AggregateAnswer answer =
                    new Aggregation(partitions, pool, counted().measuring(measures), control).run(views, traces);
            for (String sentence : answer.completeness().missing()) {
                coverage.miss(answer.completeness().reason(), sentence);
            }
            for (int i = 0; i < some.size(); i++) {
                boolean any = !answer.groups().isEmpty();
                long chosen = any ? answer.groups().get(0).whole(2 * i) : 0;
                long all = any ? answer.groups().get(0).whole(2 * i + 1) : 0;
                found.add(new ShareDifference(
                        Math.min(chosen, counts.selected()),
                        counts.selected(),
                        Math.min(all - chosen, counts.rest()),
                        counts.rest()));
            }
        }
        return found;
    }

    /** Those that were asked for; else fields first, then attributes by the greater of their shares of the two populations. */
    private List<Operand> operands(PopulationTable counts) {
        if (!request.operands().isEmpty()) {
            return request.operands();
        }
        Map<Operand.Attribute, Double> shares = new LinkedHashMap<>();
        counts.keys().forEach((operand, key) -> {
            if (operand instanceof Operand.Attribute) {
                double share = key.greatestShare(counts.selected(), counts.rest());
                if (share > 0) {
                    shares.put((Operand.Attribute) operand, share);
                }
            }
        });
        List<Map.Entry<Operand.Attribute, Double>> attributes = new ArrayList<>(shares.entrySet());
        attributes.sort(Map.Entry.<Operand.Attribute, Double>comparingByValue()
                .reversed()
                .thenComparing(entry -> entry.getKey().level())
                .thenComparing(entry -> entry.getKey().key(), LiteralOrder.TEXTS));
        List<Operand> operands = new ArrayList<>(DifferenceRequest.FIELDS);
        attributes.forEach(attribute -> operands.add(attribute.getKey()));
        return operands;
    }

    /** What is counted apart from attributes in use. */
    private List<Operand> single() {
        return request.operands().isEmpty()
                ? DifferenceRequest.FIELDS
                : request.operands().stream().distinct().toList();
    }

    @Override
    public void gather(GroupScan scan, BlockMemo memo, RowSet rows) {
        PopulationTable table = take();
        try {
            PopulationGroup group = new PopulationGroup(scan, rows, rows.and(scan.rows(selected)), table);
            group.countSpans();
            single().forEach(group::count);
            if (request.operands().isEmpty()) {
                group.countAttributes();
            }
        } finally {
            tables.add(table);
        }
    }

    @Override
    public SpanSink on(SpanRows rows) {
        return new Sink(rows);
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
            SpanConditionEvaluator evaluator = new SpanConditionEvaluator(rows, selected);
            long[] words = RowSet.words(list.size());
            for (int i = 0; i < list.size(); i++) {
                if (evaluator.test(list.get(i))) {
                    RowSet.set(words, i);
                }
            }
            PopulationTable table = take();
            try {
                PopulationRows counted = new PopulationRows(rows, list, RowSet.of(words, list.size()), table);
                counted.countSpans();
                single().forEach(counted::count);
                if (request.operands().isEmpty()) {
                    counted.countAttributes();
                }
            } finally {
                tables.add(table);
            }
        }
    }
}
