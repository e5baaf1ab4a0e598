package io.spanhouse.storage.journal;

import java.util.List;

/** What the journal's thread counts. It alone writes; any thread may take a snapshot. */
final class JournalCounters {
    volatile boolean isWritable = true;
    private long bytesWritten;
    private long records;
    private long spans;
    private long groups;
    private long syncs;
    private long syncNanos;
    private long failures;

    synchronized void group(int appended, long appendedSpans, long bytes) {
        groups++;
        records += appended;
        spans += appendedSpans;
        bytesWritten += bytes;
    }

    synchronized void sync(long nanos) {
        syncs++;
        syncNanos += nanos;
    }

    synchronized void failure() {
        failures++;
        isWritable = false;
    }

    synchronized JournalStatistics snapshot(SegmentLog segments, JournalQueue<?> queue, int damages) {
        List<SegmentInfo> closed = segments.closed();
        long segmentBytes = segments.currentBytes();
        for (SegmentInfo segment : closed) {
            segmentBytes += segment.bytes();
        }
        long current = segments.currentFirst();
        long oldest = closed.isEmpty() ? current : closed.get(0).first();
        return new JournalStatistics(
                bytesWritten,
                records,
                spans,
                groups,
                syncs,
                syncNanos,
                failures,
                queue.refused(),
                queue.bytes(),
                closed.size() + (current == 0 ? 0 : 1),
                segmentBytes,
                oldest,
                segments.nextOffset(),
                damages,
                isWritable);
    }
}
