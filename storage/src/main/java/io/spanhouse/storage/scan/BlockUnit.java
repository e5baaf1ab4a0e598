package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.GroupBounds;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.block.TraceFlag;
import io.spanhouse.storage.model.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * Searches one row group. Bounds decide first, then trace rows, then conditions by columns, and only traces that continue
 * an older fragment are followed elsewhere.
 *
 * <p>Rows that were taken after the read point make a trace <em>touched</em>: its row tells too much, so it is decided from
 * those of its rows that may be seen. Ticks grow from fragment to fragment, so the owner's ticks say whether it is.
 */
final class BlockUnit implements SearchUnit {
    private final SearchRun run;
    private final PartitionScan scan;
    private final OpenBlock block;
    private final int group;
    private final boolean touched;

    BlockUnit(SearchRun run, PartitionScan scan, OpenBlock block, int group) {
        this.run = run;
        this.scan = scan;
        this.block = block;
        this.group = group;
        this.touched = block.reader().bounds().get(Bound.TICK_MAX, group) > scan.tickMax();
    }

    /** Whether bounds alone show that no trace of the row group can be found. */
    boolean unneeded() {
        GroupBounds bounds = block.reader().bounds();
        if (touched) {
            return bounds.get(Bound.TICK_MIN, group) > scan.tickMax() && bounds.get(Bound.CONTINUING, group) == 0;
        }
        if (run.restricted()) {
            // Values of the visible part of a trace are in no bound.
            return false;
        }
        return !run.window()
                        .overlaps(bounds.get(Bound.TRACE_START_MIN, group), bounds.get(Bound.TRACE_START_MAX, group))
                || run.predicate().decide(new GroupInput(bounds, group)) == PredicateInput.NO
                || !run.counting()
                        && run.order().wholeUnitBefore(GroupInput.worstKey(run.order(), bounds, group), run.after());
    }

    /** Whether the bounds say which key is best: not if values are computed from rows. */
    @Override
    public boolean hasBestKey() {
        return !touched && !run.restricted();
    }

    @Override
    public long bestKey() {
        return GroupInput.bestKey(run.order(), block.reader().bounds(), group);
    }

    @Override
    public boolean endsWork() {
        return !run.counting() && hasBestKey() && !run.page().wants(bestKey());
    }

    @Override
    public String name() {
        return block + " row group " + group;
    }

    @Override
    public void run() {
        ReadScratch scratch = block.scratches().take();
        try (GroupScan groupScan = new GroupScan(block, group, scratch, scan.memo(block))) {
            if (run.restricted()) {
                searchVisible(groupScan);
            } else {
                search(groupScan);
            }
            run.control().read(0, groupScan.rows());
        } finally {
            block.scratches().give(scratch);
        }
    }

    private void search(GroupScan groupScan) {
        GroupTraces traces = groupScan.traces();
        @Nullable RowSet[] conditions = new @Nullable RowSet[run.conditions()];
        BlockTraceInput input =
                new BlockTraceInput(traces, new BlockTexts(groupScan.group(), groupScan.scratch()), conditions);
        boolean evaluated = false;
        for (int fragment = 0; fragment < traces.size(); fragment++) {
            if (touched && isTouched(traces, fragment)) {
                searchTouched(traces, fragment);
                continue;
            }
            input.read(fragment);
            long key = input.key(run.order());
            if (!run.window().contains(input.startNanos) || !run.caresFor(key) || disowned(traces, fragment)) {
                continue;
            }
            int decision = run.predicate().decide(input);
            if (decision == PredicateInput.UNKNOWN) {
                if (!evaluated) {
                    evaluate(groupScan, conditions);
                    evaluated = true;
                }
                decision = decide(traces, fragment, input);
            }
            if (decision == PredicateInput.YES) {
                TraceId id = new TraceId(traces.ids()[2 * fragment], traces.ids()[2 * fragment + 1]);
                run.found(key, id.high(), id.low(), () -> scan.summary(id));
            }
        }
    }

    private void evaluate(GroupScan groupScan, @Nullable RowSet[] conditions) {
        for (int i = 0; i < conditions.length; i++) {
            conditions[i] = groupScan.rows(run.predicate().conditions().get(i));
        }
    }

    private int decide(GroupTraces traces, int fragment, BlockTraceInput input) {
        input.countRows();
        if (input.continues()) {
            long idHigh = traces.ids()[2 * fragment];
            long idLow = traces.ids()[2 * fragment + 1];
            ConditionCounts others = new ConditionCounts(run.predicate(), input.counts());
            scan.addOlder(idHigh, idLow, block, block.reader().firstFragment(group) + fragment, others);
            input.setCounts(others);
        }
        return run.predicate().decide(input);
    }

    private boolean isTouched(GroupTraces traces, int fragment) {
        long least = traces.numbers(Field.TICK_MIN)[fragment];
        return least + traces.numbers(Field.TICK_SPREAD)[fragment] > scan.tickMax();
    }

    private void searchTouched(GroupTraces traces, int fragment) {
        boolean isNew = traces.numbers(Field.TICK_MIN)[fragment] > scan.tickMax();
        boolean continues = TraceFlag.CONTINUES.in((int) traces.flags()[fragment]);
        if ((!isNew || continues) && !disowned(traces, fragment)) {
            scan.searchByRows(traces.ids()[2 * fragment], traces.ids()[2 * fragment + 1]);
        }
    }

    private void searchVisible(GroupScan groupScan) {
        GroupTraces traces = groupScan.traces();
        for (int fragment = 0; fragment < traces.size(); fragment++) {
            boolean isNew = touched && traces.numbers(Field.TICK_MIN)[fragment] > scan.tickMax();
            boolean continues = TraceFlag.CONTINUES.in((int) traces.flags()[fragment]);
            if ((!isNew || continues) && !disowned(traces, fragment)) {
                scan.searchByRows(traces.ids()[2 * fragment], traces.ids()[2 * fragment + 1]);
            }
        }
    }

    private boolean disowned(GroupTraces traces, int fragment) {
        return scan.disowned().inBlock(block, block.reader().firstFragment(group) + fragment, traces, fragment);
    }
}
