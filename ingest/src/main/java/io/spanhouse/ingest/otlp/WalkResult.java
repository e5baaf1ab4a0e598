package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.SpanBatch;
import java.util.List;

/**
 * What came of reading one request: the batch to store, and what to count and to tell the client. Immutable.
 *
 * <p>Counts are of spans: a span with two bad texts counts once.
 */
public final class WalkResult {
    /** So many refused spans have their reason spelled out. */
    public static final int REJECTION_MESSAGES_MAX = 3;

    private final SpanBatch batch;
    private final long[] rejected;
    private final long[] repaired;
    private final List<String> rejectionMessages;
    private final long spansAltered;
    private final long framesDropped;

    WalkResult(SpanBatch batch, long[] rejected, long[] repaired, List<String> rejectionMessages, long spansAltered) {
        this(batch, rejected, repaired, rejectionMessages, spansAltered, 0);
    }

    private WalkResult(
            SpanBatch batch,
            long[] rejected,
            long[] repaired,
            List<String> rejectionMessages,
            long spansAltered,
            long framesDropped) {
        this.batch = batch;
        this.rejected = rejected.clone();
        this.repaired = repaired.clone();
        this.rejectionMessages = List.copyOf(rejectionMessages);
        this.spansAltered = spansAltered;
        this.framesDropped = framesDropped;
    }

    /** All spans of a request of another protocol, none of them refused or repaired. */
    public static WalkResult of(SpanBatch batch) {
        return new WalkResult(
                batch, new long[SpanRejection.values().length], new long[SpanRepair.values().length], List.of(), 0);
    }

    /** The same spans after frames were dropped that no trace definition asks for. */
    public WalkResult withoutFrames(SpanBatch without, long frames) {
        return new WalkResult(without, rejected, repaired, rejectionMessages, spansAltered, framesDropped + frames);
    }

    /** The spans to store; may be empty. */
    public SpanBatch batch() {
        return batch;
    }

    /** Number of spans in the batch. */
    public long spansAccepted() {
        return batch.rowCount();
    }

    /** Number of spans refused for any reason. */
    public long spansRejected() {
        long sum = 0;
        for (long count : rejected) {
            sum += count;
        }
        return sum;
    }

    /** Number of spans refused for one reason. */
    public long rejected(SpanRejection reason) {
        return rejected[reason.ordinal()];
    }

    /** Why the first refused spans were refused, at most {@link #REJECTION_MESSAGES_MAX}. */
    public List<String> rejectionMessages() {
        return rejectionMessages;
    }

    /** Number of taken spans that one thing was remarkable about. */
    public long repaired(SpanRepair repair) {
        return repaired[repair.ordinal()];
    }

    /** Number of taken spans that are stored other than sent. */
    public long spansAltered() {
        return spansAltered;
    }

    /** Number of frames of recordings that were dropped because a trace definition asks for fewer. */
    public long framesDropped() {
        return framesDropped;
    }
}
