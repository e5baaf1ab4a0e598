package io.spanhouse.deploy.verify;

/**
 * What a server uses, at one moment or over some time.
 *
 * @param residentBytes memory of the process, the most
 * @param heapBytesLeast used heap, the least: what a collection left
 * @param openFiles open files and sockets, the most
 * @param diskBytes length of its files without the journal, which keeps some 256 MiB of what is sealed whatever the
 *     retention, the most
 * @param droppedBuckets stretches of receipt that retention dropped since the start
 */
public record SoakSample(long residentBytes, long heapBytesLeast, long openFiles, long diskBytes, long droppedBuckets) {
    /** Nothing was seen yet. */
    static final SoakSample NONE = new SoakSample(0, Long.MAX_VALUE, 0, 0, 0);

    SoakSample with(SoakSample other) {
        return new SoakSample(
                Math.max(residentBytes, other.residentBytes),
                Math.min(heapBytesLeast, other.heapBytesLeast),
                Math.max(openFiles, other.openFiles),
                Math.max(diskBytes, other.diskBytes),
                Math.max(droppedBuckets, other.droppedBuckets));
    }
}
