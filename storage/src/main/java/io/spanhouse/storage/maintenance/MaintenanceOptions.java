package io.spanhouse.storage.maintenance;

/**
 * Limits of maintenance.
 *
 * @param bucketMillis longest stretch of receipt in one bucket
 * @param retentionMillis data is dropped when it is older
 * @param bytesMax the oldest data is dropped when all buckets of all partitions have more bytes
 * @param merging when blocks are merged
 * @param scrubBytesPerSecond how fast blocks and the journal are read to verify them; 0 for never
 */
public record MaintenanceOptions(
        long bucketMillis, long retentionMillis, long bytesMax, Merging merging, long scrubBytesPerSecond) {
    /** A bucket ends at this part of the size limit: else there is nothing to drop but nearly everything. */
    private static final int BUCKETS_OF_LIMIT = 10;

    public MaintenanceOptions {
        if (bucketMillis < 1 || retentionMillis < 1 || bytesMax < 1 || scrubBytesPerSecond < 0) {
            throw new IllegalArgumentException("buckets of " + bucketMillis + " ms, retention of " + retentionMillis
                    + " ms and " + bytesMax + " bytes, scrubbing of " + scrubBytesPerSecond
                    + " bytes a second: expected positive numbers");
        }
    }

    /** Size at which a bucket ends. */
    long bucketBytesMax() {
        return Math.max(1, bytesMax / BUCKETS_OF_LIMIT);
    }

    /**
     * When blocks are merged.
     *
     * @param fanInMin so many small neighbours are merged, at least two
     * @param fanInMax no more than so many at once
     * @param spansMax no merged block gets more spans than this; one with half of them is left alone
     * @param deadPercentMin an SST of which so many percent of the fragments are dead is written anew by itself, over 100 for
     *     never
     */
    public record Merging(int fanInMin, int fanInMax, long spansMax, int deadPercentMin) {
        /** 8 to 16 neighbours, up to 8 million spans; alone with a fifth dead. */
        public static final Merging DEFAULT = new Merging(8, 16, 8_000_000, 20);

        /** No merging at all. */
        public static final Merging OFF = new Merging(Integer.MAX_VALUE, Integer.MAX_VALUE, 2, 101);

        public Merging {
            if (fanInMin < 2 || fanInMax < fanInMin || spansMax < 2 || deadPercentMin < 1) {
                throw new IllegalArgumentException("merging of " + fanInMin + " to " + fanInMax + " blocks up to "
                        + spansMax + " spans, alone with " + deadPercentMin
                        + " percent dead, expected at least 2, no less, at least 2, at least 1");
            }
        }

        /** Alone as usual. */
        public Merging(int fanInMin, int fanInMax, long spansMax) {
            this(fanInMin, fanInMax, spansMax, DEFAULT.deadPercentMin);
        }

        boolean isOff() {
            return fanInMin == Integer.MAX_VALUE;
        }
    }
}
