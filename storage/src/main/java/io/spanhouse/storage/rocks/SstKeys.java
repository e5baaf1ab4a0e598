package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.block.ChunkKind;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Keys of RocksDB, to bytes and back; nobody else builds one. All have {@link ChunkKey#BYTES} bytes and sort as unsigned
 * bytes.
 */
final class SstKeys {
    /** The header lies under a project that no project has, behind all chunks. */
    private static final int HEADER_PROJECT = -1;

    private static final int HEADER_SECTION = 0xFF;

    private SstKeys() {}

    /** The key of a chunk. */
    static byte[] of(ChunkKey key) {
        return bytes(
                key.block(),
                key.project(),
                key.kind().section(),
                key.part(),
                key.kind().code() << 24 | key.column());
    }

    /** The key of the header of the SST that holds a block: the greatest of the SST. */
    static byte[] header(long block) {
        return bytes(block, HEADER_PROJECT, HEADER_SECTION, 0, HEADER_SECTION << 24);
    }

    /** Not greater than any key of a block. */
    static byte[] least(long block) {
        return bytes(block, 0, 0, 0, 0);
    }

    /** Not less than any key of a block. */
    static byte[] greatest(long block) {
        return bytes(block, -1, 0xFF, -1, -1);
    }

    /** Not greater than any key of a project in a block. */
    static byte[] least(long block, int project) {
        return bytes(block, project, 0, 0, 0);
    }

    /** Not less than any key of a project in a block. */
    static byte[] greatest(long block, int project) {
        return bytes(block, project, 0xFF, -1, -1);
    }

    /** Whether a key is that of a header. */
    static boolean isHeader(byte[] key) {
        return key.length == ChunkKey.BYTES && ByteBuffer.wrap(key).getInt(8) == HEADER_PROJECT;
    }

    /** The block number of a key, 0 if it is none of ours. */
    static long block(byte[] key) {
        return key.length == ChunkKey.BYTES ? ByteBuffer.wrap(key).getLong(0) : 0;
    }

    /** The chunk key of some bytes, null if its kind is not known to this program. */
    static @Nullable ChunkKey chunk(byte[] key) {
        ByteBuffer buffer = ByteBuffer.wrap(key);
        int codeAndColumn = buffer.getInt(17);
        ChunkKind kind = ChunkKind.ofCode(codeAndColumn >>> 24);
        if (kind == null) {
            return null;
        }
        return new ChunkKey(
                buffer.getLong(0), buffer.getInt(8), kind, buffer.getInt(13), codeAndColumn & ChunkKey.COLUMN_MAX);
    }

    /** A key for people. */
    static String text(byte[] key) {
        if (key.length != ChunkKey.BYTES) {
            return key.length == 0 ? "the start" : "a key of " + key.length + " bytes";
        }
        ChunkKey chunk = isHeader(key) ? null : chunk(key);
        return chunk == null
                ? (isHeader(key) ? "the header" : "a chunk of an unknown kind")
                : "project " + chunk.project() + " " + chunk.kind() + " part " + Integer.toUnsignedString(chunk.part())
                        + " column " + chunk.column();
    }

    static byte[] bytes(long block, int project, int section, int part, int codeAndColumn) {
        return ByteBuffer.allocate(ChunkKey.BYTES)
                .putLong(block)
                .putInt(project)
                .put((byte) section)
                .putInt(part)
                .putInt(codeAndColumn)
                .array();
    }
}
