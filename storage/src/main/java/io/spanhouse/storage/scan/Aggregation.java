package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts spans in groups. Each unit of work fills a table of its own, which is then added to the query's; memory is
 * bounded by {@link GroupTable#GROUPS_MAX} and {@link LiteralTable#VALUES_MAX}, and an answer cut by these says so.
 */
final class Aggregation {
    /** Most groups that one span may be in, by its values of all operands. */
    static final int GROUPS_OF_SPAN_MAX = 10_000;

    private final List<ViewHolder> partitions;
    private final ScanPool pool;

    Aggregation(List<ViewHolder> partitions, ScanPool pool) {
        this.partitions = partitions;
        this.pool = pool;
    }

    AggregateAnswer run(AggregateRequest request, QueryControl control) {
        SpanScan scan =
                new SpanScan(request.project(), request.window(), request.condition(), request.visibility(), control);
        LiteralTable literals = new LiteralTable();
        GroupTable groups = new GroupTable(request.groupBy().size());
        try (HeldViews views = HeldViews.acquire(partitions)) {
            List<UnitWork.Unit> units = new ArrayList<>();
            for (View view : views.list()) {
                units.addAll(scan.units(view, rows -> new Sink(rows, request.groupBy(), literals, groups)));
            }
            UnitWork work = new UnitWork(units, control);
            views.noteDamage(request.project(), work);
            pool.run(work);
            return answer(request, groups, literals, work, control);
        }
    }

    private static AggregateAnswer answer(
            AggregateRequest request, GroupTable table, LiteralTable literals, UnitWork work, QueryControl control) {
        if (table.size() > request.limit()) {
            work.miss(
                    Completeness.Reason.LIMIT,
                    "there are " + table.size() + " groups, of which the first " + request.limit() + " are listed");
        }
        List<AggregateAnswer.Group> groups = new ArrayList<>(table.size());
        for (int group = 0; group < table.size(); group++) {
            List<@Nullable Literal> key = new ArrayList<>(request.groupBy().size());
            for (int i = 0; i < request.groupBy().size(); i++) {
                key.add(literals.literal(table.key(group, i)));
            }
            groups.add(new AggregateAnswer.Group(
                    key,
                    table.spans(group),
                    table.errors(group),
                    table.firstStart(group),
                    table.lastStart(group),
                    table.durationMax(group),
                    table.example(group)));
        }
        groups.sort(Comparator.comparingLong((AggregateAnswer.Group group) -> -group.spans())
                .thenComparing(AggregateAnswer.Group::key, LiteralOrder::compareKeys));
        return new AggregateAnswer(
                groups.subList(0, Math.min(request.limit(), groups.size())),
                table.size(),
                work.completeness(),
                control.statistics());
    }

    /** Groups the rows of one unit. */
    private static final class Sink implements SpanSink {
        private final SpanRows rows;
        private final OperandValues[] operands;
        private final GroupTable all;
        private final GroupTable own;
        private final IntColumn[] values;
        private final int[] key;

        Sink(SpanRows rows, List<Operand> groupBy, LiteralTable literals, GroupTable all) {
            this.rows = rows;
            this.all = all;
            operands = new OperandValues[groupBy.size()];
            for (int i = 0; i < operands.length; i++) {
                operands[i] = new OperandValues(rows, OperandReader.of(groupBy.get(i), rows), literals);
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
                if (combinations > GROUPS_OF_SPAN_MAX) {
                    throw new StoreException(
                            FailureKind.TOO_LARGE,
                            "a span is in more than " + GROUPS_OF_SPAN_MAX + " groups by its many values");
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
            synchronized (all) {
                all.addAll(own);
            }
        }
    }
}
