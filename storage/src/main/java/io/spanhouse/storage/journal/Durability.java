package io.spanhouse.storage.journal;

/** When an appended record counts as taken. */
public enum Durability {
    /** After its bytes are synced: what was acknowledged survives a power cut. */
    SYNC,
    /** After its bytes are written: a power cut loses up to the sync interval, the end of the process loses nothing. */
    INTERVAL
}
