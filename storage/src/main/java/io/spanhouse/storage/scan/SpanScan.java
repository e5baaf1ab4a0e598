package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.HeadSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes over all spans of a project that start in a window and meet a condition, whatever traces they belong to. No two
 * visible rows are equal, so every row counts once and no trace is assembled.
 */
final class SpanScan {
    /** Rows of the head in one unit. */
    static final int HEAD_ROWS_MAX = 16_384;

    private final int project;
    private final TimeWindow window;
    private final GroupWindow groupWindow;
    private final PreparedCondition condition;
    private final Visibility visibility;
    private final QueryControl control;
    private @Nullable TraceIdSet traces;

    SpanScan(int project, TimeWindow window, SpanCondition condition, Visibility visibility, QueryControl control) {
        this.project = project;
        this.window = window;
        this.groupWindow = new GroupWindow(window);
        this.condition = PreparedCondition.of(condition);
        this.visibility = visibility;
        this.control = control;
    }

    /** Only spans of these traces. */
    SpanScan of(TraceIdSet ids) {
        traces = ids;
        return this;
    }

    /** The units of work on one partition. */
    List<UnitWork.Unit> units(View view, SpanGathering gathering) {
        List<UnitWork.Unit> units = new ArrayList<>();
        DeadFragments dead = view.dead(project);
        for (HeadSnapshot.Part part : view.parts()) {
            for (int first = 0; first < part.rowCount(); first += HEAD_ROWS_MAX) {
                int end = Math.min(part.rowCount(), first + HEAD_ROWS_MAX);
                units.add(new HeadRowsUnit(part, first, end, new Gathered(gathering, dead)));
            }
        }
        for (OpenBlock block : view.blocks().ofProject(project)) {
            BlockMemo memo = new BlockMemo();
            for (int group = 0; group < block.reader().directory().groups(); group++) {
                if (groupWindow.overlaps(block, group)) {
                    units.add(new GroupUnit(block, group, memo, new Gathered(gathering, dead)));
                } else {
                    control.unitsSkipped(1);
                }
            }
        }
        return units;
    }

    /** How many rows of blocks meet the condition at least, by bounds alone; damage left out of account. */
    long rowsAtLeast(HeldViews views) {
        long rows = 0;
        for (View view : views.list()) {
            DeadFragments dead = view.dead(project);
            for (OpenBlock block : view.blocks().ofProject(project)) {
                for (int group = 0; group < block.reader().directory().groups(); group++) {
                    if (takesAll(block, group) && !dead.any(block, group)) {
                        rows += block.reader().bounds().get(Bound.ROWS, group);
                    }
                }
            }
        }
        return rows;
    }

    /** Whether bounds show that every row is to be taken. */
    private boolean takesAll(OpenBlock block, int group) {
        return traces == null && condition.isEvery() && visibility.unrestricted() && groupWindow.hasAll(block, group);
    }

    /** What takes the rows, and which rows it does not. */
    private record Gathered(SpanGathering by, DeadFragments dead) {}

    /** Rows of a row group, found and gathered by columns. */
    private final class GroupUnit implements UnitWork.Unit {
        private final OpenBlock block;
        private final int group;
        private final BlockMemo memo;
        private final Gathered gathering;
        private final boolean anyDead;

        GroupUnit(OpenBlock block, int group, BlockMemo memo, Gathered gathering) {
            this.block = block;
            this.group = group;
            this.memo = memo;
            this.gathering = gathering;
            this.anyDead = gathering.dead.any(block, group);
        }

        @Override
        public void run() {
            ReadScratch scratch = block.scratches().take();
            try {
                if (new ValueScreen(block.reader(), group, memo, scratch).mayBeMet(condition)) {
                    gather(scratch);
                }
            } finally {
                block.scratches().give(scratch);
            }
        }

        private void gather(ReadScratch scratch) {
            try (GroupScan scan = new GroupScan(block, group, scratch, memo)) {
                DecidedOperations operations = scan.operations(condition, visibility);
                boolean done = operations != null && (operations.takeNone() || gatherOperations(scan, operations));
                if (!done) {
                    RowSet rows = scan.rows(condition);
                    if (!rows.isNone()) {
                        rows = rows.and(groupWindow.rows(scan))
                                .and(scan.rowColumns().visibleRows(visibility));
                        rows = anyDead ? rows.and(gathering.dead.alive(block, group, scan.traces())) : rows;
                    }
                    TraceIdSet ids = traces;
                    if (!rows.isNone() && ids != null) {
                        rows = ofTraces(scan, rows, ids);
                    }
                    if (!rows.isNone()) {
                        gathering.by.gather(scan, memo, rows);
                    }
                }
                control.read(0, scan.rows());
            }
        }

        /** Whether operations tell all of the rows that are to be taken; only where each row of them counts. */
        private boolean gatherOperations(GroupScan scan, DecidedOperations operations) {
            return !anyDead
                    && traces == null
                    && groupWindow.hasAll(block, group)
                    && operations.known()
                    && gathering.by.gatherOperations(scan, memo, operations);
        }

        private RowSet ofTraces(GroupScan scan, RowSet rows, TraceIdSet wanted) {
            int[] rowEnds = scan.traces().rowEnds();
            long[] ids = scan.traces().ids();
            long[] words = RowSet.words(rows.size());
            boolean any = false;
            int fragment = 0;
            int row = rows.next(0);
            while (row < rows.size()) {
                while (rowEnds[fragment] <= row) {
                    fragment++;
                }
                if (wanted.contains(ids[2 * fragment], ids[2 * fragment + 1])) {
                    any = true;
                    for (; row < rowEnds[fragment]; row = rows.next(row + 1)) {
                        RowSet.set(words, row);
                    }
                } else {
                    row = rows.next(rowEnds[fragment]);
                }
            }
            return any ? RowSet.of(words, rows.size()) : RowSet.none(rows.size());
        }

        @Override
        public String name() {
            return block + " row group " + group;
        }
    }

    private final class HeadRowsUnit implements UnitWork.Unit {
        private final HeadSnapshot.Part part;
        private final Generation generation;
        private final int first;
        private final int end;
        private final Gathered gathering;

        HeadRowsUnit(HeadSnapshot.Part part, int first, int end, Gathered gathering) {
            this.part = part;
            this.generation = part.generation();
            this.first = first;
            this.end = end;
            this.gathering = gathering;
        }

        @Override
        public void run() {
            SpanConditionEvaluator evaluator = new SpanConditionEvaluator(generation, condition);
            VisibleResources visible = new VisibleResources(generation, visibility, Long.MAX_VALUE);
            SpanSink sink = gathering.by.on(generation);
            TraceIdSet ids = traces;
            int read = 0;
            for (int row = first; row < end; row++) {
                if (generation.project(row) != project) {
                    continue;
                }
                read++;
                if (window.contains(generation.startNanos(row))
                        && !gathering.dead.isDead(generation, row, part.rowCount())
                        && visible.sees(row)
                        && (ids == null || ids.contains(generation.traceIdHigh(row), generation.traceIdLow(row)))
                        && evaluator.test(row)) {
                    sink.row(row);
                }
            }
            sink.end();
            control.readOfHead(read);
        }

        @Override
        public boolean countsItself() {
            return true;
        }

        @Override
        public String name() {
            return generation + " of the head";
        }
    }
}
