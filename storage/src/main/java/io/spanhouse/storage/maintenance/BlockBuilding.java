package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.block.ChunkSink;
import io.spanhouse.storage.rocks.StoredBlock;
import java.util.BitSet;
import java.util.List;

/** Makes blocks of rows and of blocks. */
public interface BlockBuilding {
    /** Makes a writer of blocks of rows. The caller closes it. */
    Writer writer();

    /** Whether several blocks of one project may become one. */
    boolean fit(List<StoredBlock> inputs);

    /**
     * Writes several blocks of one project as one, without losing or changing a row. Dead rows may be left out.
     *
     * @param inputs in the order of their generations, at least two, that {@link #fit}; the caller holds them
     * @param dead of each, the fragments that are dead
     */
    Merged merge(BlockIdentity identity, List<StoredBlock> inputs, List<BitSet> dead, ChunkSink sink);

    /** What a merge wrote. */
    record Merged(long spans, long traces) {}

    /** Writes one block after the other: those of all projects of a generation, which share its tables. One thread. */
    interface Writer extends AutoCloseable {
        /** Writes rows as a block. */
        void write(BlockIdentity identity, BlockInput input, ChunkSink sink);

        @Override
        void close();
    }
}
