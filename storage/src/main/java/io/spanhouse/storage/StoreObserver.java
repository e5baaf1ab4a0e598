package io.spanhouse.storage;

/**
 * Hears of single events that a figure added up would hide, for histograms. Called by the store's own threads, several at
 * once with several partitions; it counts and returns.
 */
public interface StoreObserver {
    /** Hears nothing. */
    StoreObserver NONE = new StoreObserver() {};

    /** A sync of a journal to disk returned after so long; every append waits for one. */
    default void journalSynced(long nanos) {}

    /** So many appends were written together and share one sync. */
    default void groupWritten(int appends, long bytes) {}

    /** The keep time of so many recordings of scripts was over. */
    default void recordingsExpired(long recordings) {}
}
