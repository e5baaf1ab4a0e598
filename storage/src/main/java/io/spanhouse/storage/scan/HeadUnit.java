package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.TraceField;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.head.TraceTable;
import io.spanhouse.storage.head.TraceValues;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Searches a run of the traces of one generation. */
final class HeadUnit implements SearchUnit {
    private final SearchRun run;
    private final PartitionScan scan;
    private final HeadSnapshot.Part part;
    private final int stretch;
    private final int firstTrace;
    private final int endTrace;

    HeadUnit(SearchRun run, PartitionScan scan, HeadSnapshot.Part part, int stretch) {
        this.run = run;
        this.scan = scan;
        this.part = part;
        this.stretch = stretch;
        this.firstTrace = stretch * TraceTable.STRETCH;
        this.endTrace = Math.min(part.traceCount(), firstTrace + TraceTable.STRETCH);
    }

    /** The units of a generation, newest traces first. */
    static List<HeadUnit> of(SearchRun run, PartitionScan scan, HeadSnapshot.Part part) {
        List<HeadUnit> units = new ArrayList<>();
        for (int stretch = (part.traceCount() - 1) / TraceTable.STRETCH; stretch >= 0; stretch--) {
            units.add(new HeadUnit(run, scan, part, stretch));
        }
        return units;
    }

    /** Only for starts there is a bound, and only of whole traces. */
    @Override
    public boolean hasBestKey() {
        return newestFirst() && !run.restricted();
    }

    @Override
    public long bestKey() {
        return part.generation().traces().latestStart(stretch);
    }

    @Override
    public boolean endsWork() {
        return !run.counting() && hasBestKey() && !run.page().wants(bestKey());
    }

    private boolean newestFirst() {
        return run.order().order().equals(TraceOrder.NEWEST);
    }

    @Override
    public boolean countsItself() {
        return true;
    }

    @Override
    public String name() {
        return part.generation() + " of the head";
    }

    @Override
    public void run() {
        try (OpenGroups groups = new OpenGroups()) {
            run(groups);
        }
    }

    private void run(OpenGroups groups) {
        Generation generation = part.generation();
        TraceTable traces = generation.traces();
        TraceInput input = new TraceInput(generation);
        ConditionCounts counts = scan.counts(generation);
        long[] wanted = scan.screened(part, firstTrace, endTrace);
        int read = 0;
        for (int trace = endTrace - 1; trace >= firstTrace; trace--) {
            if (traces.project(trace) != run.project()) {
                continue;
            }
            read++;
            if ((wanted == null || SpanBits.has(wanted, trace - firstTrace))
                    && !scan.disowned().inHead(generation, trace)) {
                if (run.restricted()) {
                    scan.searchByRows(new TraceId(traces.idHigh(trace), traces.idLow(trace)), groups);
                } else if (mayMatter(trace)) {
                    searchReadable(trace, input, counts, groups);
                }
            }
        }
        scan.giveBack(generation, counts);
        run.control().readOfHead(read);
    }

    /**
     * Whether a trace can be found, by its first row alone, without a look at its other values: a trace starts when its
     * first row does, or earlier.
     */
    private boolean mayMatter(int trace) {
        Generation generation = part.generation();
        long latest = generation.startNanos(generation.traces().firstRow(trace, part.rowCount()));
        if (latest == 0) {
            return true;
        }
        return Long.compareUnsigned(latest, run.window().fromNanos()) >= 0 && (!newestFirst() || run.caresFor(latest));
    }

    /** Searches a trace; if a large value that matters cannot be read, that trace alone is missing, and named. */
    private void searchReadable(int trace, TraceInput input, ConditionCounts counts, OpenGroups groups) {
        try {
            search(trace, input, counts, groups);
        } catch (StoreException e) {
            TraceTable traces = part.generation().traces();
            run.coverage().missDamaged("trace " + new TraceId(traces.idHigh(trace), traces.idLow(trace)), e);
        }
    }

    private void search(int trace, TraceInput input, ConditionCounts counts, OpenGroups groups) {
        TraceTable traces = part.generation().traces();
        input.read(traces, trace, part.rowCount());
        long idHigh = traces.idHigh(trace);
        long idLow = traces.idLow(trace);
        long key = run.order().key(input, idHigh);
        if (!run.window().contains(input.startNanos) || !run.caresFor(key)) {
            return;
        }
        PageOrder.Position place = run.order().position(key, input, idHigh, idLow);
        if (!run.cares(place)) {
            return;
        }
        int decision = run.predicate().decide(input);
        if (decision == PredicateInput.UNKNOWN) {
            decision = run.predicate().usesTrace() ? PredicateInput.UNKNOWN : decide(trace, input, counts, groups);
            if (decision == PredicateInput.UNKNOWN && run.predicate().assembles()) {
                decision = scan.decideAssembled(new TraceId(idHigh, idLow), input, input.traceFacts(), groups);
            }
        }
        if (decision == PredicateInput.YES) {
            run.found(place, scan.owned(place.id()));
        }
    }

    /** Decides by counts of rows; what cannot be read is noted and leaves the trace out. */
    private int decide(int trace, TraceInput input, ConditionCounts counts, OpenGroups groups) {
        TraceTable traces = part.generation().traces();
        counts.clear();
        for (int row = traces.firstRow(trace, part.rowCount());
                row != TraceTable.NONE && !counts.enough();
                row = traces.nextRow(row, part.rowCount())) {
            counts.add(row);
        }
        if (input.continues()
                && !counts.enough()
                && !scan.addOthers(
                        new TraceId(traces.idHigh(trace), traces.idLow(trace)),
                        fragment -> fragment.isIn(part.generation()),
                        counts,
                        groups)) {
            return PredicateInput.UNKNOWN;
        }
        input.counts = counts;
        return run.predicate().decide(input);
    }

    /** The values of a trace as the predicate wants them. */
    private static final class TraceInput extends TraceNumbers implements PredicateInput {
        private final Generation generation;
        private final TraceValues values = new TraceValues();
        private final ByteSlice slice = new ByteSlice();
        private @Nullable ConditionCounts counts;

        TraceInput(Generation generation) {
            this.generation = generation;
        }

        void read(TraceTable traces, int trace, int rowCount) {
            traces.read(trace, rowCount, values);
            startNanos = values.startNanos;
            endNanos = values.endNanos;
            spans = values.spans;
            errors = values.errors;
            counts = null;
        }

        @Override
        long rootStartGiven() {
            return values.hasRoot ? values.rootStartNanos : 0;
        }

        @Override
        long rootDurationGiven() {
            return values.rootEndNanos - values.rootStartNanos;
        }

        @Override
        String rootName() {
            return values.hasRoot ? generation.strings().text(values.rootName) : "";
        }

        boolean continues() {
            return values.continues;
        }

        /** What spans have by the trace. */
        TraceFacts traceFacts() {
            return values.hasRoot
                    ? new TraceFacts(
                            TraceFacts.Numbers.of(this),
                            generation.strings().text(values.rootName),
                            generation.strings().text(values.rootService))
                    : new TraceFacts(TraceFacts.Numbers.of(this), null, null);
        }

        @Override
        public int compare(TraceField field, Operator operator, long number) {
            return meets(field, operator, number) ? YES : NO;
        }

        @Override
        public int root(PreparedPredicate.RootTest test) {
            if (!values.hasRoot) {
                return NO;
            }
            boolean name = test.property() == TracePredicate.Root.Property.NAME;
            generation.strings().get(name ? values.rootName : values.rootService, slice);
            return test.test().text(slice) ? YES : NO;
        }

        @Override
        public long count(int condition) {
            return counts == null ? UNKNOWN : counts.count(condition);
        }
    }
}
