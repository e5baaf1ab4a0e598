package io.spanhouse.storage.block;

/**
 * An array that one chunk after another is read into. It grows to the longest and keeps {@link #SLACK} bytes behind the
 * chunk, so that decoders may load eight bytes anywhere in it. Not thread-safe.
 */
public final class ChunkBuffer {
    /** Bytes behind the chunk that may be read, whatever they hold. */
    public static final int SLACK = 8;

    private byte[] array = new byte[4096];
    private int length;

    /** Makes room for a chunk of this many bytes; what was there is lost. The caller fills {@link #array()} from 0. */
    public void resize(int chunkBytes) {
        if (array.length - SLACK < chunkBytes) {
            array = new byte[Math.max(chunkBytes + SLACK, Math.min(array.length * 2, 1 << 20))];
        }
        length = chunkBytes;
    }

    /** The chunk is in the first {@link #length()} bytes. */
    public byte[] array() {
        return array;
    }

    /** Bytes of the chunk. */
    public int length() {
        return length;
    }
}
