package io.spanhouse.storage.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes one segment. Bytes gather in a buffer outside the heap, as a gathering write would copy them there one by one,
 * so a group is as few writes as it has megabytes. After a failure it is only good for {@link #abandon}. Used by the
 * journal's thread alone.
 */
final class SegmentWriter implements Closeable {
    private final long first;
    private final StorageFile file;
    private final ByteBuffer buffer;
    private final RecordHeader header;
    /** Bytes given to the file system. */
    private long written;
    /** Bytes known to be on disk. */
    private long synced;

    private SegmentWriter(SegmentHeader start, StorageFile file, ByteBuffer buffer) {
        this.first = start.first();
        this.file = file;
        this.buffer = buffer;
        header = new RecordHeader(start.identity(), start.first());
    }

    /** Creates the file, its header on disk; the caller syncs the directory. */
    static SegmentWriter create(StorageFiles files, Path directory, SegmentHeader start, ByteBuffer buffer)
            throws IOException {
        StorageFile file = files.create(directory.resolve(SegmentHeader.fileName(start.first())));
        SegmentWriter writer = new SegmentWriter(start, file, buffer);
        try {
            file.writeFully(start.encode(), 0);
            file.force();
        } catch (IOException e) {
            writer.close();
            throw e;
        }
        writer.written = start.bytes();
        writer.synced = writer.written;
        buffer.clear();
        return writer;
    }

    long first() {
        return first;
    }

    /** Bytes of the segment, those that wait in the buffer too. */
    long length() {
        return written + buffer.position();
    }

    /** The header to fill for the next {@link #append}. */
    RecordHeader header() {
        return header;
    }

    /** Header CRC of the record that was appended last. */
    int lastCrc() {
        return header.headerCrc;
    }

    /** Adds a record with the fields of {@link #header()}; returns where it starts. */
    long append(ByteBuffer payload) throws IOException {
        if (buffer.remaining() < RecordHeader.BYTES) {
            flush();
        }
        long position = length();
        header.synced = synced;
        header.write(buffer);
        ByteBuffer rest = payload.duplicate();
        while (rest.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int end = rest.limit();
            rest.limit(rest.position() + Math.min(rest.remaining(), buffer.remaining()));
            buffer.put(rest);
            rest.limit(end);
        }
        return position;
    }

    /** Gives the file system what waits in the buffer. */
    void flush() throws IOException {
        buffer.flip();
        int bytes = buffer.remaining();
        file.writeFully(buffer, written);
        written += bytes;
        buffer.clear();
    }

    boolean isSynced() {
        return synced == written;
    }

    /** Returns when all that was flushed is on disk. */
    void force() throws IOException {
        file.force();
        synced = written;
    }

    /**
     * Leaves the segment after a failure. What was not acknowledged is cut off if the disk lets it; if not, the next
     * segment's header says where this one ends.
     */
    void abandon(long acknowledgedBytes) {
        buffer.clear();
        try {
            file.truncate(acknowledgedBytes);
        } catch (IOException e) {
            // The disk has failed already and the caller told of it; the chain to the next segment holds all the same.
        }
        try {
            file.close();
        } catch (IOException e) {
            // As above: nothing that was acknowledged depends on it.
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
