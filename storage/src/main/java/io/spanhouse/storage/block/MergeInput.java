package io.spanhouse.storage.block;

import java.util.stream.IntStream;

/**
 * A block, or some of its row groups, that a merge takes as they are. A row group that is to be left out, or to be written
 * anew because it is small, fragmented or full of dead rows, is not listed; what is written anew comes as a block of its
 * own, for example in {@link MemoryChunks}.
 *
 * @param block the block
 * @param groups its row groups to take, ascending
 */
public record MergeInput(BlockReader block, int[] groups) {
    /** A whole block. */
    public static MergeInput all(BlockReader block) {
        return new MergeInput(block, IntStream.range(0, block.bounds().groups()).toArray());
    }
}
