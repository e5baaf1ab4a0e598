package io.spanhouse.storage.journal;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file of {@link StorageFiles}. One thread writes; any number may read. */
public interface StorageFile extends Closeable {
    /** Writes from the buffer at a position of the file, perhaps not all; returns how many bytes. */
    int write(ByteBuffer source, long position) throws IOException;

    /** Reads into the buffer from a position of the file, perhaps not all; returns how many bytes, -1 at the end. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Length in bytes. */
    long size() throws IOException;

    /** Makes the file this short. */
    void truncate(long size) throws IOException;

    /** Returns when all that was written, and the length, are on disk. */
    void force() throws IOException;

    /** Writes the whole buffer. */
    default void writeFully(ByteBuffer source, long position) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            int written = write(source, at);
            if (written <= 0) {
                throw new IOException("a write of " + source.remaining() + " bytes took none");
            }
            at += written;
        }
    }

    /** Fills the whole buffer. */
    default void readFully(ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int read = read(target, at);
            if (read < 0) {
                throw new EOFException("the file ends at byte " + at + ", expected " + target.remaining() + " more");
            }
            at += read;
        }
    }
}
