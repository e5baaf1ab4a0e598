package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.ChunkKind;
import java.util.EnumSet;
import java.util.Set;

/** Which chunks of a new SST go to the cache as they are written; the writer drops its pages from the page cache. */
public enum WriteThrough {
    /** Newly received spans, which most queries ask for: everything but what is read one at a time. */
    SEAL(EnumSet.complementOf(EnumSet.of(ChunkKind.LARGE, ChunkKind.IDS))),
    /** A rewrite of older blocks: only what finds and orders traces. */
    REWRITE(EnumSet.of(ChunkKind.TRACE, ChunkKind.TRACE_INDEX, ChunkKind.GROUP_DIRECTORY, ChunkKind.BLOCK_DIRECTORY));

    /** Never changed after the constructor. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<ChunkKind> kinds;

    WriteThrough(Set<ChunkKind> kinds) {
        this.kinds = kinds;
    }

    boolean includes(ChunkKind kind) {
        return kinds.contains(kind);
    }
}
