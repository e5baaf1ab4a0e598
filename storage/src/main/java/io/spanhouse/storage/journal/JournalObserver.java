package io.spanhouse.storage.journal;

import java.io.IOException;

/** Hears of every sync and failure as it happens, for histograms and logs; on the journal's own thread. */
public interface JournalObserver {
    /** Hears nothing. */
    JournalObserver NONE = new JournalObserver() {};

    /** A group was written and, unless syncs are by interval, synced. */
    default void group(int records, long bytes, long waitNanos) {}

    /** A sync returned after so long. */
    default void sync(long nanos) {}

    /** A write or sync failed; its records were refused and the segment is left behind. */
    default void failure(IOException cause) {}
}
