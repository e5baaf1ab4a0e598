package io.spanhouse.storage.block;

/**
 * Names one chunk of one block of one project. Keys sort by block, project, section of the kind, part, code of the kind,
 * column, all unsigned; as bytes that is
 *
 * <pre>
 * block u64 | project u32 | section u8 | part u32 | kind code u8 | column u24      21 bytes, big-endian
 * </pre>
 *
 * @param block number of the block
 * @param project number of the project
 * @param kind what the chunk holds
 * @param part row group, dictionary or page, by kind; unsigned
 * @param column column, page or number, by kind; 0 to {@link #COLUMN_MAX}
 */
public record ChunkKey(long block, int project, ChunkKind kind, int part, int column) implements Comparable<ChunkKey> {
    /** Bytes of a key. */
    public static final int BYTES = 21;

    /** The largest column number: 24 bits. */
    public static final int COLUMN_MAX = (1 << 24) - 1;

    public ChunkKey {
        if (column < 0 || column > COLUMN_MAX) {
            throw new IllegalArgumentException("column is " + column + ", expected 0 to " + COLUMN_MAX);
        }
    }

    @Override
    public int compareTo(ChunkKey other) {
        int order = Long.compareUnsigned(block, other.block);
        if (order == 0) {
            order = Integer.compareUnsigned(project, other.project);
        }
        if (order == 0) {
            order = Integer.compare(kind.section(), other.kind.section());
        }
        if (order == 0) {
            order = Integer.compareUnsigned(part, other.part);
        }
        if (order == 0) {
            order = Integer.compare(kind.code(), other.kind.code());
        }
        return order == 0 ? Integer.compare(column, other.column) : order;
    }
}
