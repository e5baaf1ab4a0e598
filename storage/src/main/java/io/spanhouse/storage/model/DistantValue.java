package io.spanhouse.storage.model;

/**
 * A long value that lies elsewhere, in a journal or a block, and is read when its bytes are asked for: so that rows with
 * many of them can be held, sorted and decoded in the memory of short ones. Immutable; any thread may read it while what it
 * lies in is open.
 */
public interface DistantValue {
    /** Only longer values lie elsewhere. */
    int LONGER_THAN = 16 << 10;

    /** Bytes of the value. */
    int length();

    /** The hash of the bytes that the format of blocks knows the value by. */
    long hash();

    /** {@link ByteHash} of the bytes, started from 0; read for it if need be. */
    default long byteHash() {
        return ByteHash.hash(read(), 0, length(), 0);
    }

    /**
     * Reads the value; the bytes are the caller's.
     *
     * @throws StoreException CORRUPT if it is not there any more or not what was written
     */
    byte[] read();

    /**
     * Whether this was the last place where the value could be read. Then who stores its row anew stores that the value is
     * damaged; else he fails, and leaves the row where it is.
     */
    boolean isLastCopy();
}
