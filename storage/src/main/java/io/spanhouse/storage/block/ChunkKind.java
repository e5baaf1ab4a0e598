package io.spanhouse.storage.block;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a chunk holds. The section comes before the part in key order and the code after it, so a writer hands out a block
 * front to back: dictionaries, row group after row group with everything that belongs to each, tables, indexes,
 * directories. Sections and codes are part of the format and never change.
 */
public enum ChunkKind {
    /** Sorted values of one dictionary; part = dictionary, column = page. */
    DICTIONARY(0x10, 0x10),
    /** First value of each page of a dictionary that has more than one; part = dictionary, column = 0. */
    DICTIONARY_INDEX(0x10, 0x11),
    /** One column of the trace rows of a row group; part = row group, column = column. */
    TRACE(0x20, 0x21),
    /** Some raw ids of a row group; column = 65,536 * which ids + slice. */
    IDS(0x20, 0x22),
    /** One column of the spans, events, links, resources or scopes of a row group or table. */
    COLUMN(0x20, 0x23),
    /** All columns of a row group or table that hardly any row has; column = 0. */
    SPARSE(0x20, 0x24),
    /** The operations of a row group: what its spans of each service, name and kind add up to; column = 0. */
    OPERATIONS(0x20, 0x25),
    /** Bloom filter of the plain values of a row group; column = page. */
    FILTER(0x20, 0x26),
    /** One value that is too long for its column; part = row group, column = number. */
    LARGE(0x20, 0x27),
    /**
     * Where frames of scripts are in spans of a row group, {@link io.spanhouse.storage.frames.FramePage}; column = page. A reader
     * that does not know it reads the spans.
     */
    FRAMES(0x20, 0x28),
    /** Counts, columns, shapes and the smallest columns of a row group or table; a reader of the part starts here. */
    GROUP(0x20, 0x2F),
    /** Trace id to row group and trace; part = page, column = 0. */
    TRACE_INDEX(0x40, 0x40),
    /** Bounds of all row groups; part = 0, column = 0. */
    GROUP_DIRECTORY(0xF0, 0xE0),
    /** What is in the block; part = 0, column = 0. A reader starts here. */
    BLOCK_DIRECTORY(0xF0, 0xF0);

    private static final @Nullable ChunkKind[] BY_CODE = byCode();

    private final int section;
    private final int code;

    ChunkKind(int section, int code) {
        this.section = section;
        this.code = code;
    }

    /** The byte that sorts before the part, 0 to 255. */
    public int section() {
        return section;
    }

    /** The byte that sorts after the part, 0 to 255; differs for every kind. */
    public int code() {
        return code;
    }

    /** The kind with a code, null if this program knows none. */
    public static @Nullable ChunkKind ofCode(int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }

    private static @Nullable ChunkKind[] byCode() {
        @Nullable ChunkKind[] kinds = new @Nullable ChunkKind[256];
        Arrays.stream(values()).forEach(kind -> kinds[kind.code] = kind);
        return kinds;
    }
}
