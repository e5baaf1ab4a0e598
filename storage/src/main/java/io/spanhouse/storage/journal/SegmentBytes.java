package io.spanhouse.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A window over a segment that is read from front to back: at least a mebibyte at a time, more only for a record that is
 * known to be longer. Not thread-safe.
 */
final class SegmentBytes {
    private static final int WINDOW_BYTES = 1 << 20;

    private final StorageFile file;
    private final long size;
    private ByteBuffer window;
    private long windowStart;

    /** @param bytesMax so much of the file counts */
    SegmentBytes(StorageFile file, long bytesMax) throws IOException {
        this.file = file;
        size = Math.min(file.size(), bytesMax);
        window = ByteBuffer.allocate((int) Math.min(size, WINDOW_BYTES));
        window.limit(0);
    }

    long size() {
        return size;
    }

    /** The window, holding these bytes of the file, which are within its size. */
    ByteBuffer holding(long position, int length) throws IOException {
        if (position < windowStart || position + length > windowStart + window.limit()) {
            if (window.capacity() < length) {
                window = ByteBuffer.allocate(length);
            }
            window.clear();
            window.limit((int) Math.min(window.capacity(), size - position));
            windowStart = position;
            file.readFully(window, position);
            window.position(0);
        }
        return window;
    }

    /** Where a byte of the file is in the window that {@link #holding} gave last. */
    int index(long position) {
        return (int) (position - windowStart);
    }

    /** Position of the next four bytes of a record's magic from {@code from} on; the size if there are none. */
    long nextMagic(long from) throws IOException {
        long position = from;
        while (position + RecordHeader.BYTES <= size) {
            ByteBuffer bytes = holding(position, RecordHeader.BYTES);
            int last = bytes.limit() - RecordHeader.BYTES;
            for (int i = index(position); i <= last; i++) {
                if (bytes.get(i) == (byte) (RecordHeader.MAGIC >>> 24) && bytes.getInt(i) == RecordHeader.MAGIC) {
                    return windowStart + i;
                }
            }
            position = windowStart + last + 1;
        }
        return size;
    }
}
