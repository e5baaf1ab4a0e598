package io.spanhouse.storage.block;

import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.LongColumn;
import io.spanhouse.storage.model.StringTable;

/**
 * Trace rows that grow, a fragment at a time: set the fields in any order, {@link #end} the fragment. About 110 bytes a
 * fragment. Not thread-safe.
 */
public final class TraceRowsBuilder implements TraceRows {
    private static final int LONGS = 10;
    private static final int ID_HIGH = 0;
    private static final int ID_LOW = 1;
    private static final int START = 2;
    private static final int END = 3;
    private static final int FIRST_BUCKET = 4;
    private static final int ROOT_START = 5;
    private static final int ROOT_DURATION = 6;
    private static final int TICK_MIN = 7;
    private static final int TICK_MAX = 8;
    private static final int COUNTS = 9;

    private final StringTable strings;
    private final LongColumn[] longs = new LongColumn[LONGS];
    private final long[] open = new long[LONGS];
    private final IntColumn rowEnds = new IntColumn(16);
    private final IntColumn flags = new IntColumn(16);
    private final IntColumn rootNames = new IntColumn(16);
    private final IntColumn rootServices = new IntColumn(16);
    private final IntColumn rootKinds = new IntColumn(16);
    private final IntColumn rootStatuses = new IntColumn(16);
    private final IntColumn services = new IntColumn(16);
    private final IntColumn serviceEnds = new IntColumn(16);
    private Root root = Root.NONE;
    private int openFlags;

    /**
     * A root span.
     *
     * @param name its name, a code of the strings
     * @param service its service, a code of the strings
     * @param kind its kind number
     * @param status its status code number
     * @param startNanos its start
     * @param durationNanos its end minus its start
     */
    public record Root(int name, int service, int kind, int status, long startNanos, long durationNanos) {
        static final Root NONE = new Root(0, 0, 0, 0, 0, 0);
    }

    /** @param strings the table of names and services */
    public TraceRowsBuilder(StringTable strings) {
        this.strings = strings;
        for (int i = 0; i < LONGS; i++) {
            longs[i] = new LongColumn(16);
        }
    }

    /** The trace's id. */
    public TraceRowsBuilder id(long high, long low) {
        open[ID_HIGH] = high;
        open[ID_LOW] = low;
        return this;
    }

    /** The trace's start and end. */
    public TraceRowsBuilder times(long startNanos, long endNanos) {
        open[START] = startNanos;
        open[END] = endNanos;
        return this;
    }

    /** The trace's numbers of spans and of errors. */
    public TraceRowsBuilder counts(int spans, int errors) {
        open[COUNTS] = (long) spans << Integer.SIZE | errors;
        return this;
    }

    /** The trace has older fragments. */
    public TraceRowsBuilder continues(long firstBucket) {
        openFlags |= TraceFlag.CONTINUES.bit();
        open[FIRST_BUCKET] = firstBucket;
        return this;
    }

    /** How many fragments of the trace were there before. */
    public TraceRowsBuilder rank(int rank) {
        openFlags |= TraceFlag.ofRank(rank);
        return this;
    }

    /** Every older fragment of the trace is dead. */
    public TraceRowsBuilder reborn() {
        openFlags |= TraceFlag.REBORN.bit();
        return this;
    }

    /** The trace was thinned. */
    public TraceRowsBuilder thinned() {
        openFlags |= TraceFlag.THINNED.bit();
        return this;
    }

    /** The trace's root span is known. */
    public TraceRowsBuilder root(Root newRoot) {
        openFlags |= TraceFlag.HAS_ROOT.bit();
        root = newRoot;
        return this;
    }

    /** The range of the fragment's ticks. */
    public TraceRowsBuilder ticks(long least, long greatest) {
        open[TICK_MIN] = least;
        open[TICK_MAX] = greatest;
        return this;
    }

    /** A service of the trace, a code of the strings; each once. */
    public TraceRowsBuilder addService(int service) {
        services.add(service);
        return this;
    }

    /** Ends the fragment whose rows lie before a position. */
    public void end(int rowEnd) {
        for (int i = 0; i < LONGS; i++) {
            longs[i].add(open[i]);
            open[i] = 0;
        }
        rowEnds.add(rowEnd);
        flags.add(openFlags);
        rootNames.add(root.name());
        rootServices.add(root.service());
        rootKinds.add(root.kind());
        rootStatuses.add(root.status());
        longs[ROOT_START].set(size() - 1, root.startNanos());
        longs[ROOT_DURATION].set(size() - 1, root.durationNanos());
        serviceEnds.add(services.size());
        root = Root.NONE;
        openFlags = 0;
    }

    @Override
    public int size() {
        return rowEnds.size();
    }

    @Override
    public long idHigh(int trace) {
        return longs[ID_HIGH].get(trace);
    }

    @Override
    public long idLow(int trace) {
        return longs[ID_LOW].get(trace);
    }

    @Override
    public int rowEnd(int trace) {
        return rowEnds.get(trace);
    }

    @Override
    public long startNanos(int trace) {
        return longs[START].get(trace);
    }

    @Override
    public long endNanos(int trace) {
        return longs[END].get(trace);
    }

    @Override
    public int spans(int trace) {
        return (int) (longs[COUNTS].get(trace) >>> Integer.SIZE);
    }

    @Override
    public int errors(int trace) {
        return (int) longs[COUNTS].get(trace);
    }

    @Override
    public int flags(int trace) {
        return flags.get(trace);
    }

    @Override
    public long firstBucket(int trace) {
        return longs[FIRST_BUCKET].get(trace);
    }

    @Override
    public int rootName(int trace) {
        return rootNames.get(trace);
    }

    @Override
    public int rootService(int trace) {
        return rootServices.get(trace);
    }

    @Override
    public int rootKind(int trace) {
        return rootKinds.get(trace);
    }

    @Override
    public int rootStatus(int trace) {
        return rootStatuses.get(trace);
    }

    @Override
    public long rootStartNanos(int trace) {
        return longs[ROOT_START].get(trace);
    }

    @Override
    public long rootDurationNanos(int trace) {
        return longs[ROOT_DURATION].get(trace);
    }

    @Override
    public long tickMin(int trace) {
        return longs[TICK_MIN].get(trace);
    }

    @Override
    public long tickMax(int trace) {
        return longs[TICK_MAX].get(trace);
    }

    @Override
    public int serviceStart(int trace) {
        return trace == 0 ? 0 : serviceEnds.get(trace - 1);
    }

    @Override
    public int serviceEnd(int trace) {
        return serviceEnds.get(trace);
    }

    @Override
    public int service(int position) {
        return services.get(position);
    }

    @Override
    public StringTable strings() {
        return strings;
    }
}
