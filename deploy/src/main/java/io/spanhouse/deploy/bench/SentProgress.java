package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.load.ExportAnswer;
import io.spanhouse.deploy.load.TrafficObserver;
import java.io.IOException;
import java.util.Arrays;
import java.util.IdentityHashMap;

/**
 * Follows traffic that runs while questions are asked: up to which trace all is acknowledged, and from which trace on nothing
 * was sent. Requests have the spans of the series in order, the same number each. Thread-safe.
 */
final class SentProgress implements TrafficObserver, Asking.SentExtent {
    private final long firstTrace;
    private final int batchSpans;
    /** Spans of the first, the first two, ... traces. */
    private final long[] spansUpTo;

    private final IdentityHashMap<byte[], Long> inFlight = new IdentityHashMap<>();
    private long sent;

    /** Follows so many traces from one on. */
    SentProgress(DataSet data, long firstTrace, int traces, int batchSpans) {
        this.firstTrace = firstTrace;
        this.batchSpans = batchSpans;
        this.spansUpTo = new long[traces];
        long spans = 0;
        for (int i = 0; i < traces; i++) {
            spans += data.trace(firstTrace + i).spans();
            spansUpTo[i] = spans;
        }
    }

    @Override
    public synchronized void sending(byte[] request) {
        inFlight.put(request, sent++);
    }

    @Override
    public synchronized void ended(byte[] request, ExportAnswer answer) throws IOException {
        if (answer.outcome() != ExportAnswer.Outcome.ACKED || answer.rejectedSpans() > 0) {
            throw new IOException("a request was not acknowledged: " + answer.detail());
        }
        inFlight.remove(request);
    }

    @Override
    public synchronized long certain() {
        long acked = sent;
        for (long number : inFlight.values()) {
            acked = Math.min(acked, number);
        }
        return firstTrace + tracesWithin(acked * batchSpans);
    }

    @Override
    public synchronized long possible() {
        int whole = tracesWithin(sent * batchSpans);
        boolean cut = whole < spansUpTo.length && sent * batchSpans > (whole == 0 ? 0 : spansUpTo[whole - 1]);
        return firstTrace + whole + (cut ? 1 : 0);
    }

    /** Whole traces among the first so many spans. */
    private int tracesWithin(long spans) {
        int place = Arrays.binarySearch(spansUpTo, spans);
        return place >= 0 ? place + 1 : -place - 1;
    }
}
