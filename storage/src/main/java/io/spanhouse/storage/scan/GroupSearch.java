package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.TraceFlag;
import io.spanhouse.storage.model.TraceId;

/**
 * Searches one row group: conditions by columns first, then trace rows, and only traces that continue an older fragment
 * are followed elsewhere. Where the predicate cannot hold for a trace without a matching row, only traces with one are
 * looked at.
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

    GroupSearch(SearchRun run, PartitionScan scan, BlockUnit unit, GroupScan groupScan, OpenGroups groups) {
        this.run = run;
        this.scan = scan;
        this.unit = unit;
        this.groupScan = groupScan;
        this.groups = groups;
        this.traces = groupScan.traces();
        this.firstFragment = unit.block().reader().firstFragment(unit.group());
    }

    void run() {
        if (run.restricted()) {
            searchVisible();
            return;
        }
        RowSet[] conditions = new RowSet[run.conditions()];
        boolean[] met = new boolean[conditions.length];
        RowSet anyMet = RowSet.none(groupScan.rows());
        for (int i = 0; i < conditions.length; i++) {
            conditions[i] = groupScan.rows(run.predicate().conditions().get(i));
            met[i] = !conditions[i].isNone();
            anyMet = anyMet.or(conditions[i]);
        }
        boolean followed = unit.touched() || unit.anyContinues();
        if (!followed && unit.decide(met) == PredicateInput.NO) {
            return;
        }
        BlockTraceInput input = new BlockTraceInput(
                traces, groupScan.texts(), conditions, new BlockFacts(run.predicate(), groupScan, conditions));
        boolean onlyWithRows = unit.decide(new boolean[conditions.length]) == PredicateInput.NO;
        if (onlyWithRows && !followed && !anyMet.isAll()) {
            searchThoseWithRows(anyMet, input);
        } else {
            searchAll(input);
        }
    }

    private void searchThoseWithRows(RowSet rows, BlockTraceInput input) {
        int[] rowEnds = traces.rowEnds();
        int fragment = 0;
        for (int row = rows.next(0); row < rows.size(); row = rows.next(rowEnds[fragment])) {
            while (rowEnds[fragment] <= row) {
                fragment++;
            }
            search(fragment, input);
        }
    }

    private void searchAll(BlockTraceInput input) {
        for (int fragment = 0; fragment < traces.size(); fragment++) {
            if (unit.touched() && isTouched(fragment)) {
                if (mayBeSeen(fragment) && !disowned(fragment)) {
                    scan.searchByRows(id(fragment), groups);
                }
            } else {
                search(fragment, input);
            }
        }
    }

    private void search(int fragment, BlockTraceInput input) {
        input.read(fragment);
        long key = run.order().key(input, traces.ids()[2 * fragment]);
        if (!run.window().contains(input.startNanos) || !run.caresFor(key) || disowned(fragment)) {
            return;
        }
        int decision = run.predicate().decide(input);
        if (decision == PredicateInput.UNKNOWN) {
            decision = decide(fragment, input);
        }
        if (decision == PredicateInput.YES) {
            TraceId id = id(fragment);
            PageOrder.Position place = run.order().position(key, input, id.high(), id.low());
            run.found(place, scan.owned(id));
        }
    }

    /** Decides by rows; what cannot be read is noted and leaves the trace out. */
    private int decide(int fragment, BlockTraceInput input) {
        if (input.continues() && run.predicate().usesTrace()) {
            return scan.decideAssembled(id(fragment), input, input.traceFacts(), groups);
        }
        input.countRows();
        if (input.continues() && !addOthers(fragment, input)) {
            return PredicateInput.UNKNOWN;
        }
        int decision = run.predicate().decide(input);
        // Only where counts leave it open, its spans are put together.
        return decision == PredicateInput.UNKNOWN && input.continues()
                ? scan.decideWhole(id(fragment), input, input.traceFacts(), groups)
                : decision;
    }

    private boolean addOthers(int fragment, BlockTraceInput input) {
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
        return scan.disowned().inBlock(unit.block(), firstFragment + fragment, traces, fragment);
    }
}
