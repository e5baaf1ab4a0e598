package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.SpanSetMatch;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the units of one search share that work on the same partition: its view, and how to follow a trace through it. */
final class PartitionScan {
    private final SearchRun run;
    private final View view;
    private final long tickMax;
    private final Disowned disowned;
    private final BinderPool binders;
    private final MetRows metRows;
    private final boolean plainServices;
    private final Map<OpenBlock, BlockMemo> memos = new ConcurrentHashMap<>();
    private final Map<Generation, Optional<HeadScreen>> screens = new ConcurrentHashMap<>();
    private final Map<Generation, ConcurrentLinkedQueue<ConditionCounts>> spareCounts = new ConcurrentHashMap<>();

    /**
     * A search of one partition.
     *
     * @param tickMax the read point: rows with a greater tick are not seen
     */
    PartitionScan(SearchRun run, View view, long tickMax) {
        this.run = run;
        this.view = view;
        this.tickMax = tickMax;
        this.disowned = view.disowned(run.project());
        this.binders = new BinderPool(run, tickMax);
        this.metRows = new MetRows(run.predicate());
        this.plainServices = view.blocks().ofProject(run.project()).stream()
                .allMatch(block -> OperationScreen.servicesArePlain(block.reader()));
    }

    View view() {
        return view;
    }

    Disowned disowned() {
        return disowned;
    }

    long tickMax() {
        return tickMax;
    }

    /** Whether in all blocks a span has at most one service, the one that its trace row names. */
    boolean plainServices() {
        return plainServices;
    }

    /** What was found out about a block's values. */
    BlockMemo memo(OpenBlock block) {
        return memos.computeIfAbsent(block, absent -> new BlockMemo());
    }

    /** The search's units of work on this partition. */
    List<SearchUnit> units() {
        List<SearchUnit> units = new ArrayList<>();
        for (int i = view.parts().size() - 1; i >= 0; i--) {
            units.addAll(HeadUnit.of(run, this, view.parts().get(i)));
        }
        for (OpenBlock block : view.blocks().ofProject(run.project())) {
            for (int group = 0; group < block.reader().directory().groups(); group++) {
                BlockUnit unit = new BlockUnit(run, this, block, group);
                if (unit.unneeded()) {
                    run.control().unitsSkipped(1);
                } else {
                    units.add(unit);
                }
            }
        }
        return units;
    }

    /**
     * Which traces of a stretch of a generation are to be looked at, a bit for each; null for all. Where services are
     * restricted a trace is what is left of it, which says the same of its rows.
     */
    long @Nullable [] screened(HeadSnapshot.Part part, int firstTrace, int endTrace) {
        HeadScreen screen = screens.computeIfAbsent(
                        part.generation(), absent -> Optional.ofNullable(HeadScreen.of(run.predicate(), part)))
                .orElse(null);
        return screen == null ? null : screen.traces(firstTrace, endTrace);
    }

    /** Counts bound to a generation; what another unit found out about its values is kept. */
    ConditionCounts counts(Generation generation) {
        ConditionCounts spare = spares(generation).poll();
        return spare == null ? new ConditionCounts(run.predicate(), generation) : spare;
    }

    /** Lets another unit have the counts. */
    void giveBack(Generation generation, ConditionCounts counts) {
        spares(generation).add(counts);
    }

    private ConcurrentLinkedQueue<ConditionCounts> spares(Generation generation) {
        return spareCounts.computeIfAbsent(generation, absent -> new ConcurrentLinkedQueue<>());
    }

    private List<Fragment> fragments(TraceId id, OpenGroups groups) {
        return Fragments.of(view, run.project(), id, groups, run.coverage());
    }

    /**
     * Counts the rows of a trace that are not in one fragment, until there is enough. Damage is noted and costs that trace
     * alone.
     *
     * @param counted the fragment that is counted already
     * @param groups row groups that the unit of work keeps open
     * @return false if not all that matters could be read
     */
    boolean addOthers(TraceId id, Predicate<Fragment> counted, ConditionCounts counts, OpenGroups groups) {
        try {
            addReadable(id, counted, counts, groups);
            return true;
        } catch (StoreException e) {
            run.coverage().missDamaged("trace " + id, e);
            return false;
        }
    }

    private void addReadable(TraceId id, Predicate<Fragment> counted, ConditionCounts counts, OpenGroups groups) {
        List<Fragment> fragments = fragments(id, groups);
        for (int i = fragments.size() - 1; i >= 0 && !counts.enough(); i--) {
            Fragment fragment = fragments.get(i);
            if (!counted.test(fragment) && !addByColumns(fragment, counts)) {
                fragment.visit((rows, list, count) -> addRows(rows, list, count, counts));
            }
        }
    }

    private boolean addByColumns(Fragment fragment, ConditionCounts counts) {
        if (!(fragment instanceof BlockFragment)) {
            return false;
        }
        BlockFragment stored = (BlockFragment) fragment;
        MetRows.Kept kept = metRows.get(stored.block(), stored.groupNumber(), memo(stored.block()));
        if (kept == null) {
            return false;
        }
        RowSet[] sets = kept.conditions();
        for (int i = 0; i < sets.length; i++) {
            counts.add(i, sets[i].count(stored.rowStart(), stored.rowEnd()));
        }
        return true;
    }

    private boolean addRows(SpanRows rows, int[] list, int count, ConditionCounts into) {
        Generation generation = rows instanceof Generation ? (Generation) rows : null;
        ConditionCounts counts = generation == null ? new ConditionCounts(run.predicate(), rows) : counts(generation);
        counts.clear();
        for (int i = 0; i < count && !counts.enough(); i++) {
            counts.add(list[i]);
        }
        into.addAll(counts);
        if (generation != null) {
            giveBack(generation, counts);
        }
        run.control().read(0, count);
        return !into.enough();
    }

    /**
     * Decides a trace none of whose rows is hidden by putting it together: by columns where they are known, else by rows.
     *
     * @return {@link PredicateInput#UNKNOWN} if not all that matters could be read
     */
    int decideWhole(TraceId id, PredicateInput values, TraceFacts facts, OpenGroups groups) {
        ColumnTrace trace = null;
        if (!run.predicate().usesTrace() && run.predicate().setExpressions() == 0) {
            try {
                trace = byColumns(fragments(id, groups));
            } catch (StoreException e) {
                run.coverage().missDamaged("trace " + id, e);
                return PredicateInput.UNKNOWN;
            }
        }
        return trace == null
                ? decideAssembled(id, values, facts, groups)
                : run.predicate().decide(new AssembledInput(values, trace));
    }

    private @Nullable ColumnTrace byColumns(List<Fragment> fragments) {
        List<BlockFragment> stored = new ArrayList<>(fragments.size());
        List<MetRows.Kept> kept = new ArrayList<>(fragments.size());
        for (Fragment fragment : fragments) {
            if (!(fragment instanceof BlockFragment)) {
                return null;
            }
            BlockFragment one = (BlockFragment) fragment;
            MetRows.Kept known = metRows.get(one.block(), one.groupNumber(), memo(one.block()));
            if (known == null) {
                return null;
            }
            stored.add(one);
            kept.add(known);
        }
        return stored.isEmpty() ? null : ColumnTrace.of(stored, kept);
    }

    /**
     * Decides a trace by putting all its rows together. Damage is noted and costs that trace alone.
     *
     * @param values of the whole trace
     * @param facts what its spans have by it, but for the tree
     * @return {@link PredicateInput#UNKNOWN} if not all that matters could be read
     */
    int decideAssembled(TraceId id, PredicateInput values, TraceFacts facts, OpenGroups groups) {
        RowBinder binder = binders.take();
        try {
            AssembledTrace trace = AssembledTrace.of(fragments(id, groups), binder, facts, run.control());
            return run.predicate().decide(new AssembledInput(values, trace));
        } catch (StoreException e) {
            run.coverage().missDamaged("trace " + id, e);
            return PredicateInput.UNKNOWN;
        } finally {
            binders.give(binder);
        }
    }

    /** Decides a trace from those of its rows that may be seen, and nothing else. */
    void searchByRows(TraceId id, OpenGroups groups) {
        try {
            searchReadable(id, groups);
        } catch (StoreException e) {
            run.coverage().missDamaged("trace " + id, e);
        }
    }

    /** Whether a trace has a row that may be seen and was taken after a tick; true where that cannot be read. */
    boolean sawSince(TraceId id, long tick, OpenGroups groups) {
        try {
            for (Fragment fragment : fragments(id, groups)) {
                if (!fragment.visit((rows, list, count) -> !anySince(rows, list, count, tick))) {
                    return true;
                }
            }
            return false;
        } catch (StoreException e) {
            run.coverage().missDamaged("trace " + id, e);
            return true;
        }
    }

    private boolean anySince(SpanRows rows, int[] list, int count, long tick) {
        VisibleResources visible = new VisibleResources(rows, run.request().visibility(), tickMax);
        for (int i = 0; i < count; i++) {
            if (rows.tick(list[i]) > tick && visible.sees(list[i])) {
                return true;
            }
        }
        return false;
    }

    private void searchReadable(TraceId id, OpenGroups groups) {
        TraceTally tally = new TraceTally(run.conditions());
        for (Fragment fragment : fragments(id, groups)) {
            fragment.visit((rows, list, count) -> tally(rows, list, count, tally));
        }
        long key = run.order().key(tally, id.high());
        PageOrder.Position place = run.order().position(key, tally, id.high(), id.low());
        if (tally.spans > 0
                && run.window().contains(tally.startNanos)
                && run.cares(place)
                && decide(id, tally, groups) == PredicateInput.YES) {
            run.found(place, new ListedTrace(this, id, tally));
        }
    }

    private int decide(TraceId id, TraceTally tally, OpenGroups groups) {
        return run.predicate().assembles()
                ? decideAssembled(id, tally, tally.traceFacts(), groups)
                : run.predicate().decide(tally);
    }

    /** A trace whose owner's row tells its values. */
    FoundTrace owned(TraceId id) {
        return new ListedTrace(this, id, null);
    }

    /** The spans of a listed trace that a selection wants. */
    List<SpanSetMatch> spans(TraceId id, @Nullable TraceTally tally, SelectedSpans selected, OpenGroups groups) {
        List<Fragment> fragments = fragments(id, groups);
        TraceFacts facts = tally == null ? Summaries.facts(fragments) : tally.traceFacts();
        RowBinder binder = new RowBinder(selected.predicate(), run.request().visibility(), tickMax);
        return selected.of(fragments, binder, facts);
    }

    private boolean tally(SpanRows rows, int[] list, int count, TraceTally tally) {
        VisibleResources visible = new VisibleResources(rows, run.request().visibility(), tickMax);
        List<SpanConditionEvaluator> evaluators = new ArrayList<>();
        boolean counted = !run.predicate().assembles();
        for (PreparedCondition condition : counted ? run.predicate().conditions() : List.<PreparedCondition>of()) {
            evaluators.add(new SpanConditionEvaluator(rows, condition));
        }
        for (int i = 0; i < count; i++) {
            int row = list[i];
            if (visible.sees(row)) {
                tally.add(rows, row);
                for (int condition = 0; condition < evaluators.size(); condition++) {
                    if (evaluators.get(condition).test(row)) {
                        tally.met(condition);
                    }
                }
            }
        }
        run.control().read(0, count);
        return true;
    }

    /** The summary of a trace of which only some rows may be seen. */
    TraceSummary summary(TraceId id, TraceTally tally, OpenGroups groups) {
        return tally.summary(id, visibleServices(fragments(id, groups)), false);
    }

    private List<TraceSummary.ServiceCount> visibleServices(List<Fragment> fragments) {
        ServiceCounts counts = new ServiceCounts();
        for (Fragment fragment : fragments) {
            fragment.visit((rows, list, count) -> {
                VisibleResources visible =
                        new VisibleResources(rows, run.request().visibility(), tickMax);
                for (int i = 0; i < count; i++) {
                    if (visible.sees(list[i])) {
                        counts.add(rows, list[i]);
                    }
                }
                return true;
            });
        }
        return counts.list();
    }

    /** The summary of a trace whose rows may all be seen, by its owner's row, which counts what has expired too. */
    TraceSummary summary(TraceId id, OpenGroups groups) {
        List<Fragment> fragments = fragments(id, groups);
        if (fragments.isEmpty()) {
            throw new StoreException(FailureKind.CORRUPT, "no part of it can be read");
        }
        long firstBucket = fragments.get(fragments.size() - 1).firstBucket();
        ServiceCounts counts = new ServiceCounts();
        fragments.forEach(fragment -> fragment.addServices(counts));
        return Summaries.of(id, fragments, counts.list(), view.blocks().expired(run.project(), firstBucket));
    }
}
