package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.encoding.Compression;
import io.spanhouse.storage.encoding.TextColumn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What a thread that reads blocks keeps from one row group to the next: buffers and decoders, so that a scan makes no
 * garbage. One a thread; not thread-safe. Whoever made it closes it.
 */
public final class ReadScratch implements AutoCloseable {
    /** Buffers and decoders kept for the next row group; a row group that needs more gets them anew. */
    private static final int KEPT_MAX = 256;
    /** Longer buffers are not kept. */
    private static final int KEPT_BYTES_MAX = 1 << 20;

    final Compression compression = new Compression();
    final TextColumn texts = new TextColumn(compression);
    private final ArrayDeque<ChunkBuffer> buffers = new ArrayDeque<>();
    private int[] ints = new int[64];
    private final ArrayDeque<CodeColumn> codeColumns = new ArrayDeque<>();

    /** A buffer that nobody uses. */
    ChunkBuffer takeBuffer() {
        ChunkBuffer buffer = buffers.poll();
        return buffer == null ? new ChunkBuffer() : buffer;
    }

    /** An array of at least so many numbers, until it is asked for again. */
    int[] ints(int count) {
        if (ints.length < count) {
            ints = new int[Math.max(count, ints.length * 2)];
        }
        return ints;
    }

    /** A decoder that nobody uses. */
    CodeColumn takeCodeColumn() {
        CodeColumn column = codeColumns.poll();
        return column == null ? new CodeColumn() : column;
    }

    /** Gives back what is no longer used. */
    void give(List<ChunkBuffer> usedBuffers, List<CodeColumn> usedColumns) {
        for (ChunkBuffer buffer : usedBuffers) {
            giveBuffer(buffer);
        }
        for (CodeColumn column : new ArrayList<>(usedColumns)) {
            if (codeColumns.size() < KEPT_MAX) {
                codeColumns.push(column);
            }
        }
    }

    /** Gives back a buffer. */
    void giveBuffer(ChunkBuffer buffer) {
        if (buffers.size() < KEPT_MAX && buffer.array().length <= KEPT_BYTES_MAX) {
            buffers.push(buffer);
        }
    }

    @Override
    public void close() {
        compression.close();
    }
}
