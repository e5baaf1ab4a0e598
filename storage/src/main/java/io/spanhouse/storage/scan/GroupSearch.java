package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.TraceFlag;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.model.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * Searches one row group: trace rows first where they alone show that nothing here comes into the list or what is in it,
 * then conditions by columns, and only traces that continue an older fragment are followed elsewhere. Where the predicate
 * cannot hold for a trace without a matching row, only traces with one are looked at.
 *
 * <p>Rows that were taken after the read point make a trace <em>touched</em>: its row tells too much, so it is decided from
 * those of its rows that may be seen. Ticks grow from fragment to fragment, so the owner's ticks say whether it is.
 */
final class GroupSearch {
    private final SearchRun run;
    private final PartitionScan scan;
    private final BlockUnit unit;
    private final OpenGroups groups;
    private final GroupScan groupScan;
    private final GroupTraces traces;
    private final int firstFragment;
    private final boolean anyDisowned;
    private final TraceScreen screen;
    private final GroupConditions conditions;
    private final BlockTraceInput input;
    /** Traces that match and that only their number is asked of. */
    private long onlyCounted;

    GroupSearch(SearchRun run, PartitionScan scan, BlockUnit unit, GroupScan groupScan, OpenGroups groups) {
        this.run = run;
        this.scan = scan;
        this.unit = unit;
        this.groupScan = groupScan;
        this.groups = groups;
        this.traces = groupScan.traces();
        this.firstFragment = unit.block().reader().firstFragment(unit.group());
        this.anyDisowned = scan.disowned().anyInBlock(unit.block(), firstFragment, firstFragment + traces.size());
        this.screen = new TraceScreen(run.predicate(), groupScan, scan.memo(unit.block()), scan.plainServices());
        this.conditions = new GroupConditions(run.predicate(), groupScan);
        this.input = new BlockTraceInput(traces, groupScan.texts(), conditions, screen);
    }

    void run() {
        if (run.restricted()) {
            searchVisible();
            return;
        }
        int only = run.predicate().onlyCondition();
        if (!unit.touched()) {
            if (run.page().isFull() && !run.counting() && !anyMayBeListed(only)) {
                return;
            }
            if (only >= 0 && screen.decidesAlone(only)) {
                searchByTraceRows(only);
                run.page().count(onlyCounted);
                return;
            }
        }
        searchByConditions();
        run.page().count(onlyCounted);
    }

    /** Whether trace rows leave it open that a trace comes into the list as it is now. */
    private boolean anyMayBeListed(int only) {
        long[] keys = keys();
        for (int fragment = 0; fragment < traces.size(); fragment++) {
            if ((keys == null || wants(keys, fragment))
                    && run.window().contains(traces.starts()[fragment])
                    && (only < 0 || screen.decide(only, fragment) != PredicateInput.NO)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the list wants a trace by its key. */
    private boolean wants(long[] keys, int fragment) {
        boolean signed = run.order().order().key() == TraceOrder.Key.DURATION;
        return run.page().wants(signed ? Math.max(0, keys[fragment]) : keys[fragment]);
    }

    /** The sort keys of all traces where they are one column, durations as they are kept; else null. */
    private long @Nullable [] keys() {
        switch (run.order().order().key()) {
            case START:
                return traces.starts();
            case SPANS:
                return traces.spans();
            case ERRORS:
                return traces.errors();
            case DURATION:
                return traces.durations();
            case ROOT_START, ROOT_DURATION, ROOT_NAME, TRACE_ID:
                return null;
        }
        throw new AssertionError(run.order());
    }

    private long key(int fragment) {
        boolean byId = run.order().order().key() == TraceOrder.Key.TRACE_ID;
        return run.order().key(input, byId ? traces.ids()[2 * fragment] : 0);
    }

    /** Traces that lie here whole are decided by their services, and most of them are but counted. */
    private void searchByTraceRows(int only) {
        long[] keys = keys();
        long[] starts = traces.starts();
        long[] flags = traces.flags();
        for (int fragment = 0; fragment < starts.length; fragment++) {
            boolean wanted = keys == null || wants(keys, fragment);
            int decision = wanted || run.counting() ? screen.decide(only, fragment) : PredicateInput.NO;
            if (decision == PredicateInput.NO || !run.window().contains(starts[fragment])) {
                continue;
            }
            if (TraceFlag.CONTINUES.in((int) flags[fragment])) {
                search(fragment);
            } else if (wanted) {
                input.read(fragment);
                search(fragment, decision);
            } else if (!disowned(fragment)) {
                onlyCounted++;
            }
        }
    }

    private void searchByConditions() {
        boolean followed = unit.touched() || unit.anyContinues();
        if (!followed && unit.decide(conditions.met()) == PredicateInput.NO) {
            return;
        }
        boolean onlyWithRows = unit.decide(new boolean[run.conditions()]) == PredicateInput.NO;
        RowSet anyMet = onlyWithRows ? conditions.any() : RowSet.none(groupScan.rows());
        if (onlyWithRows && !unit.touched() && !anyMet.isAll()) {
            searchThoseWithRows(anyMet);
        } else {
            searchAll();
        }
    }

    /** Traces with a row that meets a condition, and those that may have one elsewhere. */
    private void searchThoseWithRows(RowSet rows) {
        int[] rowEnds = traces.rowEnds();
        boolean continues = unit.anyContinues();
        boolean only = run.predicate().onlyCondition() >= 0;
        int row = rows.next(0);
        for (int fragment = 0; fragment < rowEnds.length; fragment++) {
            boolean has = row < rowEnds[fragment];
            boolean more = continues && TraceFlag.CONTINUES.in((int) traces.flags()[fragment]);
            if (has || more) {
                input.read(fragment);
                search(fragment, only && !more ? PredicateInput.YES : PredicateInput.UNKNOWN);
            }
            row = has ? rows.next(rowEnds[fragment]) : row;
        }
    }

    private void searchAll() {
        for (int fragment = 0; fragment < traces.size(); fragment++) {
            if (unit.touched() && isTouched(fragment)) {
                if (mayBeSeen(fragment) && !disowned(fragment)) {
                    scan.searchByRows(id(fragment), groups);
                }
            } else {
                search(fragment);
            }
        }
    }

    private void search(int fragment) {
        input.read(fragment);
        search(fragment, PredicateInput.UNKNOWN);
    }

    /**
     * Searches the trace that the input was moved to.
     *
     * @param known what is known of the predicate already
     */
    private void search(int fragment, int known) {
        long key = key(fragment);
        if (!run.window().contains(input.startNanos) || !run.caresFor(key) || disowned(fragment)) {
            return;
        }
        int decision = known == PredicateInput.UNKNOWN ? run.predicate().decide(input) : known;
        if (decision == PredicateInput.UNKNOWN) {
            decision = decide(fragment);
        }
        if (decision != PredicateInput.YES) {
            return;
        }
        if (!run.page().wants(key)) {
            onlyCounted++;
            return;
        }
        TraceId id = id(fragment);
        run.found(run.order().position(key, input, id.high(), id.low()), scan.owned(id));
    }

    /** Decides by rows; what cannot be read is noted and leaves the trace out. */
    private int decide(int fragment) {
        if (input.continues() && run.predicate().usesTrace()) {
            return scan.decideAssembled(id(fragment), input, input.traceFacts(), groups);
        }
        input.countRows();
        if (input.continues() && !addOthers(fragment)) {
            return PredicateInput.UNKNOWN;
        }
        int decision = run.predicate().decide(input);
        // Only where counts leave it open, its spans are put together.
        return decision == PredicateInput.UNKNOWN && input.continues()
                ? scan.decideWhole(id(fragment), input, input.traceFacts(), groups)
                : decision;
    }

    private boolean addOthers(int fragment) {
        ConditionCounts counts = new ConditionCounts(run.predicate(), input.counts());
        boolean read =
                scan.addOthers(id(fragment), other -> other.is(unit.block(), firstFragment + fragment), counts, groups);
        input.setCounts(counts);
        return read;
    }

    private TraceId id(int fragment) {
        return new TraceId(traces.ids()[2 * fragment], traces.ids()[2 * fragment + 1]);
    }

    private boolean isTouched(int fragment) {
        return traces.numbers(Field.TICK_MIN)[fragment] + traces.numbers(Field.TICK_SPREAD)[fragment] > scan.tickMax();
    }

    /** Whether a trace has rows from before the read point, here or in older fragments. */
    private boolean mayBeSeen(int fragment) {
        return traces.numbers(Field.TICK_MIN)[fragment] <= scan.tickMax()
                || TraceFlag.CONTINUES.in((int) traces.flags()[fragment]);
    }

    /** Traces none of whose rows may be seen are left out before they are put together. */
    private void searchVisible() {
        RowSet visible = groupScan.rowColumns().visibleRows(run.request().visibility());
        for (int fragment = 0; fragment < traces.size(); fragment++) {
            boolean any = visible.count(traces.rowStart(fragment), traces.rowEnds()[fragment]) > 0
                    || TraceFlag.CONTINUES.in((int) traces.flags()[fragment]);
            if (any && mayBeSeen(fragment) && !disowned(fragment)) {
                scan.searchByRows(id(fragment), groups);
            }
        }
    }

    private boolean disowned(int fragment) {
        return anyDisowned && scan.disowned().inBlock(unit.block(), firstFragment + fragment, traces, fragment);
    }
}
