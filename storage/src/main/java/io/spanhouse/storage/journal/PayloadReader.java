package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Reads stretches of payloads of records that are still in a journal's files. Checks nothing: the caller knows the hash of
 * what he wants, which costs less than the checksum of a record that may have dozens of mebibytes. Opens the file for each
 * stretch, some 20 microseconds, and leaves caching to the operating system: what is read here was written a short while ago.
 * Any thread.
 */
public final class PayloadReader {
    /** Bytes of one read: the JDK keeps a buffer outside the heap, as long as the longest read, for each thread. */
    private static final int READ_BYTES_MAX = 64 << 10;

    private final StorageFiles files;
    private final Path directory;

    /** A reader of the files of a journal. */
    public PayloadReader(StorageFiles files, Path directory) {
        this.files = files;
        this.directory = directory;
    }

    /**
     * Reads a stretch of a record's payload.
     *
     * @throws StoreException CORRUPT if the file is not there any more, or too short, or cannot be read
     */
    public byte[] read(JournalPlace place, int offset, int length) {
        Path path = directory.resolve(SegmentHeader.fileName(place.segment()));
        byte[] bytes = new byte[length];
        ByteBuffer target = ByteBuffer.wrap(bytes);
        long position = place.position() + RecordHeader.BYTES + offset;
        try (StorageFile file = files.openForReading(path)) {
            for (int at = 0; at < length; at = target.limit()) {
                target.limit(Math.min(length, at + READ_BYTES_MAX));
                file.readFully(target, position + at);
            }
            return bytes;
        } catch (IOException e) {
            throw new StoreException(
                    FailureKind.CORRUPT,
                    length + " bytes at byte " + position + " of " + path.getFileName() + " cannot be read: " + e,
                    e);
        }
    }
}
