package io.spanhouse.storage.maintenance;

/**
 * What maintenance did since the store was opened; a snapshot.
 *
 * @param seals generations that became blocks
 * @param merges merges of blocks
 * @param rewrites SSTs written anew by themselves: for dead spans, to erase projects or events
 * @param erasedEvents events that were left out because the time that a user gave them was over
 * @param droppedBuckets buckets that retention dropped
 * @param droppedBytes their bytes
 * @param scrubbedBytes bytes read to verify them
 * @param scrubbedDamages places found damaged by that
 * @param failures failed attempts at anything
 * @param lastFailure what failed last, empty if nothing is failing now
 * @param pendingDeletes SSTs that wait for their last reader
 */
public record MaintenanceFigures(
        Work seals,
        Work merges,
        Work rewrites,
        long erasedEvents,
        long droppedBuckets,
        long droppedBytes,
        long scrubbedBytes,
        long scrubbedDamages,
        long failures,
        String lastFailure,
        long pendingDeletes) {
    /**
     * One kind of writing.
     *
     * @param count how often
     * @param spans spans written
     * @param bytes bytes of chunks written, those of scratch files too
     * @param nanos time it took
     */
    public record Work(long count, long spans, long bytes, long nanos) {
        static final Work NOTHING = new Work(0, 0, 0, 0);

        Work plus(long moreSpans, long moreBytes, long moreNanos) {
            return new Work(count + 1, spans + moreSpans, bytes + moreBytes, nanos + moreNanos);
        }
    }
}
