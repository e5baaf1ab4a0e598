package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.Limits;

/**
 * How requests are judged.
 *
 * @param limits bounds on one span
 * @param retentionSeconds spans that start earlier than this ago are counted as of the past; stored all the same
 * @param refuseOlderThanSeconds spans that start earlier than this ago are refused; 0 refuses none. A span without a
 *     start is not refused
 */
public record WalkOptions(Limits limits, long retentionSeconds, long refuseOlderThanSeconds) {
    /** Default limits, 30 days of retention, nothing refused for its age. */
    public static final WalkOptions DEFAULT = new WalkOptions(Limits.DEFAULT, 30L * 24 * 3600, 0);

    private static final long SECONDS_MAX = 9_000_000_000L;

    public WalkOptions {
        requireSeconds("retentionSeconds", retentionSeconds);
        requireSeconds("refuseOlderThanSeconds", refuseOlderThanSeconds);
    }

    private static void requireSeconds(String name, long seconds) {
        if (seconds < 0 || seconds > SECONDS_MAX) {
            throw new IllegalArgumentException(name + " is " + seconds + ", expected 0 to " + SECONDS_MAX);
        }
    }
}
