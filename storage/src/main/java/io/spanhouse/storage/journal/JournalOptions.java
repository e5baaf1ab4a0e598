package io.spanhouse.storage.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How a journal is kept.
 *
 * @param directory where its files are; nobody else writes there
 * @param identity whose it is
 * @param files the file system
 * @param ticks the store's slow clock; asked once a record, in the order of offsets
 * @param observer hears of syncs and failures
 * @param bounds sizes and times
 */
public record JournalOptions(
        Path directory,
        JournalIdentity identity,
        StorageFiles files,
        LongSupplier ticks,
        JournalObserver observer,
        Bounds bounds) {

    /** Ordinary options: the real disk, no observer, default bounds. */
    public static JournalOptions of(Path directory, JournalIdentity identity, LongSupplier ticks) {
        return new JournalOptions(directory, identity, new DiskFiles(), ticks, JournalObserver.NONE, Bounds.DEFAULT);
    }

    /** The same with other bounds. */
    public JournalOptions with(Bounds other) {
        return new JournalOptions(directory, identity, files, ticks, observer, other);
    }

    /** The same on another file system. */
    public JournalOptions with(StorageFiles other) {
        return new JournalOptions(directory, identity, other, ticks, observer, bounds);
    }

    /** The same with another observer. */
    public JournalOptions with(JournalObserver other) {
        return new JournalOptions(directory, identity, files, ticks, other, bounds);
    }

    /**
     * Sizes and times of a journal.
     *
     * @param segmentBytes a segment this long is followed by a new one; it may be longer by one group
     * @param keepBytes how much of what is sealed stays, so that the newest blocks can be built again
     * @param queueBytesMax frames that may wait; more are refused
     * @param groupBytesMax frames that are written before one sync; at least one frame is
     * @param groupDelay how long a group waits for more records before it is written
     * @param durability when a record counts as taken
     * @param syncInterval time between syncs, for {@link Durability#INTERVAL}
     */
    public record Bounds(
            long segmentBytes,
            long keepBytes,
            long queueBytesMax,
            long groupBytesMax,
            Duration groupDelay,
            Durability durability,
            Duration syncInterval) {
        /** 64 MiB segments, 256 MiB kept, 64 MiB waiting, groups of 8 MiB at once, synced each. */
        public static final Bounds DEFAULT = new Bounds(
                64L << 20, 256L << 20, 64L << 20, 8L << 20, Duration.ZERO, Durability.SYNC, Duration.ofMillis(200));

        public Bounds {
            requirePositive("segmentBytes", segmentBytes);
            requirePositive("queueBytesMax", queueBytesMax);
            requirePositive("groupBytesMax", groupBytesMax);
            if (keepBytes < 0 || groupDelay.isNegative() || syncInterval.isNegative() || syncInterval.isZero()) {
                throw new IllegalArgumentException("keepBytes is " + keepBytes + ", groupDelay " + groupDelay
                        + ", syncInterval " + syncInterval + ": expected none negative and an interval over 0");
            }
        }

        /** The same with other sizes of segments and of what is kept. */
        public Bounds withSegments(long bytes, long kept) {
            return new Bounds(bytes, kept, queueBytesMax, groupBytesMax, groupDelay, durability, syncInterval);
        }

        /** The same with other bounds of the queue and of one group. */
        public Bounds withQueue(long queueBytes, long groupBytes, Duration delay) {
            return new Bounds(segmentBytes, keepBytes, queueBytes, groupBytes, delay, durability, syncInterval);
        }

        /** The same with records taken when written, and synced each interval. */
        public Bounds withInterval(Duration interval) {
            return new Bounds(
                    segmentBytes, keepBytes, queueBytesMax, groupBytesMax, groupDelay, Durability.INTERVAL, interval);
        }

        private static void requirePositive(String name, long value) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + " is " + value + ", expected more than 0");
            }
        }
    }
}
