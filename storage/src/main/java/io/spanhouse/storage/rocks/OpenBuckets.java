package io.spanhouse.storage.rocks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which buckets of a store have their RocksDB open. An open one costs some 5 ms to open, a handful of file descriptors and
 * some hundred KiB, so of many only the newest are opened at the start, others when they are first read, and those that
 * nobody has read for longest are closed when there are too many: they sleep until somebody reads them again. What is asked
 * of all of them, headers of SSTs, directories of blocks, filters of traces, is in memory whether they sleep or not.
 *
 * <p>Any thread. Who makes room holds the lock of no bucket.
 */
final class OpenBuckets {
    /** So many of a partition are opened at the start, the newest. */
    static final int AT_START = 64;

    /** So many are open at once, unless more are being read at one moment. */
    static final int MOST = 400;

    private final int most;
    private final Set<Bucket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong opened = new AtomicLong();

    OpenBuckets(int most) {
        this.most = most;
    }

    /** A time that goes on when a bucket is opened: whoever was read since then was read lately. */
    long now() {
        return opened.get();
    }

    void opened(Bucket bucket) {
        open.add(bucket);
        opened.incrementAndGet();
    }

    void closed(Bucket bucket) {
        open.remove(bucket);
    }

    int count() {
        return open.size();
    }

    /** Lets buckets sleep until there are not too many awake; those that are being read stay. */
    void makeRoom() {
        if (open.size() <= most) {
            return;
        }
        synchronized (this) {
            List<Bucket> oldest = new ArrayList<>(open);
            // Times go on while this sorts, so they are looked at once.
            List<Use> uses = new ArrayList<>(oldest.size());
            oldest.forEach(bucket -> uses.add(new Use(bucket, bucket.lastUse())));
            uses.sort(Comparator.comparingLong(Use::time));
            for (int i = 0; i < uses.size() && open.size() > most; i++) {
                uses.get(i).bucket().sleepIfIdle();
            }
        }
    }

    private record Use(Bucket bucket, long time) {}
}
