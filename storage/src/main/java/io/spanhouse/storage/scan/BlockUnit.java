package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.GroupBounds;
import io.spanhouse.storage.block.ReadScratch;

/** One row group as a unit of a search: what its bounds say of it before it is opened. */
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
        this.touched = bounds().get(Bound.TICK_MAX, group) > scan.tickMax();
    }

    private GroupBounds bounds() {
        return block.reader().bounds();
    }

    OpenBlock block() {
        return block;
    }

    int group() {
        return group;
    }

    /** Whether rows were taken after the read point, so that bounds and trace rows tell too much. */
    boolean touched() {
        return touched;
    }

    /** Whether a trace of the row group may have rows elsewhere. */
    boolean anyContinues() {
        return bounds().get(Bound.CONTINUING, group) > 0;
    }

    /** Whether bounds alone show that no trace of the row group can be found. */
    boolean unneeded() {
        if (touched) {
            return bounds().get(Bound.TICK_MIN, group) > scan.tickMax() && !anyContinues();
        }
        if (run.restricted()) {
            // Values of the visible part of a trace are in no bound.
            return false;
        }
        return !run.window()
                        .overlaps(
                                bounds().get(Bound.TRACE_START_MIN, group), bounds().get(Bound.TRACE_START_MAX, group))
                || run.predicate().decide(new GroupInput(bounds(), group)) == PredicateInput.NO
                || !run.counting()
                        && run.order().wholeUnitBefore(GroupInput.worstKey(run.order(), bounds(), group), run.after());
    }

    /** What bounds say of the predicate once it is known which conditions rows may meet. */
    int decide(boolean[] met) {
        return run.predicate().decide(new GroupInput(bounds(), group, met));
    }

    @Override
    public boolean hasBestKey() {
        return !touched && !run.restricted();
    }

    @Override
    public long bestKey() {
        return GroupInput.bestKey(run.order(), bounds(), group);
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
        try {
            if (screenedOut(scratch)) {
                return;
            }
            try (GroupScan groupScan = new GroupScan(block, group, scratch, scan.memo(block));
                    OpenGroups groups = new OpenGroups()) {
                new GroupSearch(run, scan, this, groupScan, groups).run();
                run.control().read(0, groupScan.rows());
            }
        } finally {
            block.scratches().give(scratch);
        }
    }

    /** Whether it shows without a look into the row group that no trace of it can be found. */
    private boolean screenedOut(ReadScratch scratch) {
        if (touched || anyContinues() || run.restricted()) {
            return false;
        }
        ValueScreen screen = new ValueScreen(block.reader(), group, scan.memo(block), scratch);
        return decide(screen.mayBeMet(run.predicate().conditions())) == PredicateInput.NO;
    }
}
