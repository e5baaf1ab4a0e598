package io.spanhouse.storage.maintenance;

/** Whether the volume has room for a rewrite, which needs the old and the new bytes at once. Any thread. */
public interface Room {
    /** There always is. */
    Room ENOUGH = bytes -> {};

    /**
     * Lets a rewrite on.
     *
     * @param bytes that it writes at most
     * @throws io.spanhouse.storage.model.StoreException UNAVAILABLE if that would leave too little to ingest
     */
    void require(long bytes);
}
