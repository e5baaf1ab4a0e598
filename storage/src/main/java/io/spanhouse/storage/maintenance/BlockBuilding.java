package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.block.ChunkSink;
import io.spanhouse.storage.rocks.StoredBlock;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/** Makes blocks of rows and of blocks. */
public interface BlockBuilding {
    /** Makes a writer of blocks of rows. The caller closes it. */
    Writer writer();

    /** Whether several blocks of one project may become one. */
    boolean fit(List<StoredBlock> inputs);

    /**
     * Writes blocks of one project as one, without losing or changing a row but as said: fragments that are dead may be left
     * out, events that are erased are.
     *
     * @param inputs in the order of their generations, that {@link #fit}; the caller holds them
     */
    Merged merge(BlockIdentity identity, List<Source> inputs, Manner manner, ChunkSink sink);

    /**
     * A block that is to be merged or written anew.
     *
     * @param block the block
     * @param dead its fragments that are dead
     */
    record Source(StoredBlock block, BitSet dead) {}

    /**
     * How a merge is done.
     *
     * @param limits which row groups are written anew, and how much memory that may take
     * @param erasure events that are to go
     * @param scratch names of files that are free, in a directory that is emptied when the store opens
     * @param breath called every few milliseconds of work, to let others on
     */
    record Manner(Limits limits, EventErasure erasure, Supplier<Path> scratch, Runnable breath) {}

    /**
     * What of a merge is written anew.
     *
     * @param rowsMin row groups with fewer rows, if there is another one; {@link Integer#MAX_VALUE} for all
     * @param rowsAtOnce so many rows are written anew together, which takes some 300 bytes of memory for each
     * @param keptBytesMax bytes of chunks that were written anew and are kept in memory until the merge has copied them;
     *     more go to scratch files
     */
    record Limits(int rowsMin, int rowsAtOnce, long keptBytesMax) {
        /** Those under 8,192 rows; 131,072 rows at once, which take some 4 MiB of chunks; 32 MiB. */
        public static final Limits USUAL = new Limits(8_192, 1 << 17, 32 << 20);

        /** Those under half of a whole row group, for when nothing more comes to a bucket. */
        public static final Limits AT_END = new Limits(16_384, USUAL.rowsAtOnce, USUAL.keptBytesMax);

        /** All of them. */
        public static final Limits ALL = new Limits(Integer.MAX_VALUE, USUAL.rowsAtOnce, USUAL.keptBytesMax);
    }

    /**
     * What a merge wrote.
     *
     * @param spans rows; if there are none, nothing was written
     * @param traces fragments
     * @param erasedEvents events that were left out
     * @param scratchBytes bytes that were written to scratch files
     */
    record Merged(long spans, long traces, long erasedEvents, long scratchBytes) {}

    /** Writes one block after the other: those of all projects of a generation, which share its tables. One thread. */
    interface Writer extends AutoCloseable {
        /** Writes rows as a block. */
        void write(BlockIdentity identity, BlockInput input, ChunkSink sink);

        @Override
        void close();
    }
}
