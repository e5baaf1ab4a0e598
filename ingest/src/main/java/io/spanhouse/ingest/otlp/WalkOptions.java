package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.Limits;

/**
 * How requests are judged.
 *
 * @param limits bounds on one span
 * @param retentionSeconds spans that start earlier than this ago are counted as of the past; stored all the same
 * @param refuseOlderThanSeconds spans that start earlier than this ago are refused; 0 refuses none. A span without a
 *     start is not refused
 * @param batchBytesMax most bytes that the spans of one request may take in memory; a request of more is refused whole. The
 *     least of spans takes three times what it has on the wire, so a bound on the body is none on this
 */
public record WalkOptions(Limits limits, long retentionSeconds, long refuseOlderThanSeconds, long batchBytesMax) {
    /** Twice what a request may have on the wire unless configured. */
    public static final long BATCH_BYTES_MAX = 128L << 20;

    /** Default limits, 30 days of retention, nothing refused for its age. */
    public static final WalkOptions DEFAULT = new WalkOptions(Limits.DEFAULT, 30L * 24 * 3600, 0);

    private static final long SECONDS_MAX = 9_000_000_000L;

    public WalkOptions {
        requireSeconds("retentionSeconds", retentionSeconds);
        requireSeconds("refuseOlderThanSeconds", refuseOlderThanSeconds);
        if (batchBytesMax < 1) {
            throw new IllegalArgumentException("batchBytesMax is " + batchBytesMax + ", expected at least 1");
        }
    }

    /** With the usual bound on memory. */
    public WalkOptions(Limits limits, long retentionSeconds, long refuseOlderThanSeconds) {
        this(limits, retentionSeconds, refuseOlderThanSeconds, BATCH_BYTES_MAX);
    }

    private static void requireSeconds(String name, long seconds) {
        if (seconds < 0 || seconds > SECONDS_MAX) {
            throw new IllegalArgumentException(name + " is " + seconds + ", expected 0 to " + SECONDS_MAX);
        }
    }
}
