package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.LongHashSet;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.SpanRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts spans in groups. Each unit of work fills a table of its own, which is then added to the query's; memory is
 * bounded by {@link GroupTable#GROUPS_MAX} and {@link LiteralTable#VALUES_MAX}, and an answer cut by these says so. Good for
 * one run.
 */
final class Aggregation implements SpanGathering {
    private final List<ViewHolder> partitions;
    private final ScanPool pool;
    private final AggregateRequest request;
    private final QueryControl control;
    private final Coverage coverage = new Coverage();
    private final LiteralTable literals = new LiteralTable();
    private final GroupTable groups;
    private final @Nullable OperationGroups operations;
    /** Row groups that were counted without a look at their rows; guarded by itself. */
    private final List<GroupPlace> counted = new ArrayList<>();

    private record GroupPlace(OpenBlock block, int group) {}

    Aggregation(List<ViewHolder> partitions, ScanPool pool, AggregateRequest request, QueryControl control) {
        this.partitions = partitions;
        this.pool = pool;
        this.request = request;
        this.control = control;
        this.groups = new GroupTable(request.groupBy().size());
        this.operations =
                OperationGroups.answer(request.groupBy()) ? new OperationGroups(request.groupBy(), literals) : null;
    }

    AggregateAnswer run() {
        SpanScan scan =
                new SpanScan(request.project(), request.window(), request.condition(), request.visibility(), control);
        try (HeldViews views = HeldViews.acquire(partitions)) {
            List<UnitWork.Unit> units = new ArrayList<>();
            for (View view : views.list()) {
                units.addAll(scan.units(view, this));
            }
            views.noteDamage(request.project(), coverage);
            new UnitWork(units, control, coverage).runOn(pool);
            new UnitWork(exampleUnits(), control, coverage).runOn(pool);
            return answer();
        }
    }

    private AggregateAnswer answer() {
        if (groups.size() > request.limit()) {
            coverage.miss(
                    Completeness.Reason.LIMIT,
                    "there are " + groups.size() + " groups, of which the first " + request.limit() + " are listed");
        }
        List<AggregateAnswer.Group> all = new ArrayList<>(groups.size());
        for (int group = 0; group < groups.size(); group++) {
            all.add(answer(group));
        }
        all.sort(Comparator.comparingLong((AggregateAnswer.Group group) -> -group.spans())
                .thenComparing(AggregateAnswer.Group::key, LiteralOrder::compareKeys));
        return new AggregateAnswer(
                all.subList(0, Math.min(request.limit(), all.size())),
                all.size(),
                coverage.completeness(),
                control.statistics());
    }

    private AggregateAnswer.Group answer(int group) {
        List<@Nullable Literal> key = new ArrayList<>(request.groupBy().size());
        for (int i = 0; i < request.groupBy().size(); i++) {
            key.add(literals.literal(groups.key(group, i)));
        }
        return new AggregateAnswer.Group(
                key,
                groups.spans(group),
                groups.errors(group),
                groups.firstStart(group),
                groups.lastStart(group),
                groups.durationMax(group),
                groups.example(group));
    }

    private void add(GroupTable own) {
        synchronized (groups) {
            groups.addAll(own);
        }
    }

    @Override
    public SpanSink on(SpanRows rows) {
        return new Sink(rows);
    }

    @Override
    public void gather(GroupScan scan, BlockMemo memo, RowSet rows) {
        GroupTable own = new GroupTable(request.groupBy().size());
        count(scan, memo, rows, own);
        add(own);
    }

    private void count(GroupScan scan, BlockMemo memo, RowSet rows, GroupTable into) {
        OperandColumns columns = new OperandColumns(scan, literals, memo.values());
        new GroupCounts(request.groupBy(), columns, rows, into).count(scan, rows);
    }

    @Override
    public boolean gatherWhole(GroupScan scan) {
        if (operations == null || !operations.count(scan, groups)) {
            return false;
        }
        synchronized (counted) {
            counted.add(new GroupPlace(scan.block(), scan.group().part()));
        }
        return true;
    }

    private List<ExampleUnit> exampleUnits() {
        LongHashSet lastStarts = new LongHashSet();
        for (int group = 0; group < groups.size(); group++) {
            lastStarts.add(groups.lastStart(group));
        }
        List<ExampleUnit> units = new ArrayList<>();
        for (GroupPlace place : counted) {
            units.add(new ExampleUnit(place, lastStarts));
        }
        return units;
    }

    /** Looks up examples of groups in a row group that was counted by its operations. */
    private final class ExampleUnit implements UnitWork.Unit {
        private final GroupPlace place;
        private final LongHashSet lastStarts;

        ExampleUnit(GroupPlace place, LongHashSet lastStarts) {
            this.place = place;
            this.lastStarts = lastStarts;
        }

        @Override
        public void run() {
            ReadScratch scratch = place.block.scratches().take();
            BlockMemo memo = new BlockMemo();
            try (GroupScan scan = new GroupScan(place.block, place.group, scratch, memo)) {
                if (OperationGroups.hasLastStart(scan, lastStarts)) {
                    GroupTable examples = new GroupTable(request.groupBy().size());
                    count(scan, memo, withLastStart(scan.rowColumns().starts()), examples);
                    synchronized (groups) {
                        groups.takeExamples(examples);
                    }
                }
            } finally {
                place.block.scratches().give(scratch);
            }
        }

        private RowSet withLastStart(long[] starts) {
            long[] words = RowSet.words(starts.length);
            for (int row = 0; row < starts.length; row++) {
                if (lastStarts.contains(starts[row])) {
                    RowSet.set(words, row);
                }
            }
            return RowSet.of(words, starts.length);
        }

        @Override
        public String name() {
            return place.block + " row group " + place.group;
        }
    }

    /** Groups rows of the head, one by one. */
    private final class Sink implements SpanSink {
        private final SpanRows rows;
        private final OperandValues[] operands;
        private final GroupTable own;
        private final IntColumn[] values;
        private final int[] key;

        Sink(SpanRows rows) {
            this.rows = rows;
            operands = new OperandValues[request.groupBy().size()];
            for (int i = 0; i < operands.length; i++) {
                Operand operand = request.groupBy().get(i);
                operands[i] = new OperandValues(rows, OperandReader.of(operand, rows), literals);
            }
            own = new GroupTable(operands.length);
            values = new IntColumn[operands.length];
            key = new int[operands.length];
        }

        @Override
        public void row(int row) {
            long combinations = 1;
            for (int i = 0; i < operands.length; i++) {
                values[i] = operands[i].of(row);
                combinations *= values[i].size();
                if (combinations > GroupCounts.GROUPS_OF_SPAN_MAX) {
                    throw GroupCounts.tooMany();
                }
            }
            long start = rows.startNanos(row);
            long duration = FieldReaders.duration(start, rows.endNanos(row));
            boolean failed = rows.statusCode(row) == TraceTally.STATUS_ERROR;
            for (int combination = 0; combination < combinations; combination++) {
                setKey(combination);
                own.add(own.group(key), start, duration, failed, rows.traceIdHigh(row), rows.traceIdLow(row));
            }
        }

        /** A combination's number is read as digits, one for each operand. */
        private void setKey(int combination) {
            int rest = combination;
            for (int i = 0; i < key.length; i++) {
                int count = values[i].size();
                key[i] = values[i].get(rest % count);
                rest /= count;
            }
        }

        @Override
        public void end() {
            add(own);
        }
    }
}
