package io.spanhouse.storage.journal;

/**
 * The journal at one moment.
 *
 * @param bytesWritten bytes given to the file system since open, headers included
 * @param records records written and acknowledged since open
 * @param spans spans in them
 * @param groups groups written since open
 * @param syncs syncs since open
 * @param syncNanos time spent in them
 * @param failures writes and syncs that failed
 * @param refused appends refused because the queue was full
 * @param queuedBytes bytes that wait or are being written
 * @param segments segments on disk
 * @param segmentBytes their bytes
 * @param oldestOffset first offset of the oldest segment, 0 without any
 * @param nextOffset the next offset to be handed out
 * @param damages what recovery and verifying found damaged
 * @param isWritable false after a failure, until an append or a probe succeeds
 */
public record JournalStatistics(
        long bytesWritten,
        long records,
        long spans,
        long groups,
        long syncs,
        long syncNanos,
        long failures,
        long refused,
        long queuedBytes,
        int segments,
        long segmentBytes,
        long oldestOffset,
        long nextOffset,
        int damages,
        boolean isWritable) {}
