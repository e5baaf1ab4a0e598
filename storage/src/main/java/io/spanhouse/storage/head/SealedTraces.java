package io.spanhouse.storage.head;

import io.spanhouse.storage.block.TraceFlag;
import io.spanhouse.storage.block.TraceRows;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.LongColumn;
import io.spanhouse.storage.model.StringTable;

/**
 * The trace rows of one project of a generation in the order of its block: a copy, since a block is written column by
 * column. About 110 bytes a trace. Not thread-safe while it is filled.
 */
final class SealedTraces implements TraceRows {
    private final StringTable strings;
    private final LongColumn idHigh;
    private final LongColumn idLow;
    private final IntColumn rowEnd;
    private final LongColumn startNanos;
    private final LongColumn endNanos;
    private final IntColumn spans;
    private final IntColumn errors;
    private final IntColumn flags;
    private final LongColumn firstBucket;
    private final IntColumn rootName;
    private final IntColumn rootService;
    private final IntColumn rootKind;
    private final IntColumn rootStatus;
    private final LongColumn rootStartNanos;
    private final LongColumn rootDurationNanos;
    private final LongColumn tickMin;
    private final LongColumn tickMax;
    private final IntColumn services = new IntColumn(64);
    private final IntColumn serviceEnds;

    SealedTraces(StringTable strings, int size) {
        this.strings = strings;
        idHigh = new LongColumn(size);
        idLow = new LongColumn(size);
        rowEnd = new IntColumn(size);
        startNanos = new LongColumn(size);
        endNanos = new LongColumn(size);
        spans = new IntColumn(size);
        errors = new IntColumn(size);
        flags = new IntColumn(size);
        firstBucket = new LongColumn(size);
        rootName = new IntColumn(size);
        rootService = new IntColumn(size);
        rootKind = new IntColumn(size);
        rootStatus = new IntColumn(size);
        rootStartNanos = new LongColumn(size);
        rootDurationNanos = new LongColumn(size);
        tickMin = new LongColumn(size);
        tickMax = new LongColumn(size);
        serviceEnds = new IntColumn(size);
    }

    /** Starts a trace. */
    void id(long high, long low) {
        idHigh.add(high);
        idLow.add(low);
    }

    /** Sets the range of the fragment's ticks. */
    void ticks(long least, long greatest) {
        tickMin.add(least);
        tickMax.add(greatest);
    }

    /** Ends a trace whose last row lies before a position. */
    void end(TraceValues values, int end) {
        rowEnd.add(end);
        startNanos.add(values.startNanos);
        endNanos.add(values.endNanos);
        spans.add((int) Math.min(values.spans, Integer.MAX_VALUE));
        errors.add((int) Math.min(values.errors, Integer.MAX_VALUE));
        flags.add((values.continues ? TraceFlag.CONTINUES.bit() : 0)
                | (values.hasRoot ? TraceFlag.HAS_ROOT.bit() : 0)
                | (values.reborn ? TraceFlag.REBORN.bit() : 0)
                | TraceFlag.ofRank(values.rank));
        firstBucket.add(values.firstBucket);
        rootName.add(values.rootName);
        rootService.add(values.rootService);
        rootKind.add(values.rootKind);
        rootStatus.add(values.rootStatus);
        rootStartNanos.add(values.rootStartNanos);
        rootDurationNanos.add(values.rootEndNanos - values.rootStartNanos);
        for (int i = 0; i < values.services.size(); i++) {
            services.add(values.services.get(i));
        }
        serviceEnds.add(services.size());
    }

    @Override
    public int size() {
        return rowEnd.size();
    }

    @Override
    public long idHigh(int trace) {
        return idHigh.get(trace);
    }

    @Override
    public long idLow(int trace) {
        return idLow.get(trace);
    }

    @Override
    public int rowEnd(int trace) {
        return rowEnd.get(trace);
    }

    @Override
    public long startNanos(int trace) {
        return startNanos.get(trace);
    }

    @Override
    public long endNanos(int trace) {
        return endNanos.get(trace);
    }

    @Override
    public int spans(int trace) {
        return spans.get(trace);
    }

    @Override
    public int errors(int trace) {
        return errors.get(trace);
    }

    @Override
    public int flags(int trace) {
        return flags.get(trace);
    }

    @Override
    public long firstBucket(int trace) {
        return firstBucket.get(trace);
    }

    @Override
    public int rootName(int trace) {
        return rootName.get(trace);
    }

    @Override
    public int rootService(int trace) {
        return rootService.get(trace);
    }

    @Override
    public int rootKind(int trace) {
        return rootKind.get(trace);
    }

    @Override
    public int rootStatus(int trace) {
        return rootStatus.get(trace);
    }

    @Override
    public long rootStartNanos(int trace) {
        return rootStartNanos.get(trace);
    }

    @Override
    public long rootDurationNanos(int trace) {
        return rootDurationNanos.get(trace);
    }

    @Override
    public long tickMin(int trace) {
        return tickMin.get(trace);
    }

    @Override
    public long tickMax(int trace) {
        return tickMax.get(trace);
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
