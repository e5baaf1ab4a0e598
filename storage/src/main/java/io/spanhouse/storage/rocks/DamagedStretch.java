package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.block.ChunkKind;
import java.nio.ByteBuffer;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReaderIterator;

/**
 * Finds the way on behind a damaged stretch of an SST. What keys lie there cannot be known, so keys that may come next are
 * tried, near ones first: the next columns, kinds, parts, sections, then the header. Some hundred seeks at most.
 */
final class DamagedStretch {
    private static final int COLUMNS_TRIED_SINGLY = 64;

    private final SstFileReaderIterator rows;
    private final long block;
    private final int project;
    private final int section;
    private final int part;
    private final int code;
    private final int column;

    private DamagedStretch(SstFileReaderIterator rows, ByteBuffer last) {
        this.rows = rows;
        block = last.getLong();
        project = last.getInt();
        section = last.get() & 0xFF;
        part = last.getInt();
        int codeAndColumn = last.getInt();
        code = codeAndColumn >>> 24;
        column = codeAndColumn & ChunkKey.COLUMN_MAX;
    }

    /**
     * Moves to a readable key behind the last one that was read.
     *
     * @param last empty if nothing was read yet
     * @return false if none was found
     */
    static boolean seekBehind(SstFileReaderIterator rows, byte[] last) {
        if (last.length == ChunkKey.BYTES) {
            return new DamagedStretch(rows, ByteBuffer.wrap(last)).seek();
        }
        // The first stretch of the file: the header, which is its last key, says the number of the block.
        rows.seekToLast();
        if (!isReadable(rows)) {
            return false;
        }
        ByteBuffer first = ByteBuffer.wrap(SstKeys.least(SstKeys.block(rows.key())));
        return new DamagedStretch(rows, first).seek();
    }

    private boolean seek() {
        return seekColumns() || seekKinds() || seekParts() || seekSections() || tried(block, -1, 0xFF, 0, 0xFF, 0);
    }

    private boolean seekColumns() {
        for (long step = 1; column + step <= ChunkKey.COLUMN_MAX; step += step < COLUMNS_TRIED_SINGLY ? 1 : step) {
            if (tried(block, project, section, part, code, (int) (column + step))) {
                return true;
            }
        }
        return false;
    }

    private boolean seekKinds() {
        for (ChunkKind kind : ChunkKind.values()) {
            boolean isBehind = kind.section() == section && kind.code() > code;
            if (isBehind && tried(block, project, section, part, kind.code(), 0)) {
                return true;
            }
        }
        return false;
    }

    private boolean seekParts() {
        long from = Integer.toUnsignedLong(part);
        for (long step = 1; from + step <= 0xFFFF_FFFFL; step *= 2) {
            if (tried(block, project, section, (int) (from + step), 0, 0)) {
                return true;
            }
        }
        return false;
    }

    private boolean seekSections() {
        for (ChunkKind kind : ChunkKind.values()) {
            if (kind.section() > section && tried(block, project, kind.section(), 0, 0, 0)) {
                return true;
            }
        }
        return tried(block, project + 1, 0, 0, 0, 0);
    }

    private boolean tried(long tryBlock, int tryProject, int trySection, int tryPart, int tryCode, int tryColumn) {
        rows.seek(SstKeys.bytes(tryBlock, tryProject, trySection, tryPart, tryCode << 24 | tryColumn));
        return isReadable(rows);
    }

    private static boolean isReadable(SstFileReaderIterator rows) {
        try {
            rows.status();
            return rows.isValid();
        } catch (RocksDBException e) {
            return false;
        }
    }
}
