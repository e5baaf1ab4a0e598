package io.spanhouse.storage;

import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.block.BlockMerger;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.BlockWriter;
import io.spanhouse.storage.block.ChunkSink;
import io.spanhouse.storage.block.MergeInput;
import io.spanhouse.storage.maintenance.BlockBuilding;
import io.spanhouse.storage.rocks.StoredBlock;
import java.util.ArrayList;
import java.util.List;

/** Makes blocks for maintenance with the writers of {@code storage.block}. Two threads use it at once at most. */
final class StoreBlocks implements BlockBuilding {
    @Override
    public void write(BlockIdentity identity, BlockInput input, ChunkSink sink) {
        try (BlockWriter writer = new BlockWriter()) {
            writer.write(identity, input, sink);
        }
    }

    @Override
    public void merge(BlockIdentity identity, List<StoredBlock> inputs, ChunkSink sink) {
        List<MergeInput> blocks = new ArrayList<>();
        for (StoredBlock input : inputs) {
            blocks.add(MergeInput.all(
                    BlockReader.open(input.chunks(), input.identity().block(), input.project())));
        }
        try (BlockMerger merger = new BlockMerger()) {
            merger.merge(identity, blocks, sink);
        }
    }
}
