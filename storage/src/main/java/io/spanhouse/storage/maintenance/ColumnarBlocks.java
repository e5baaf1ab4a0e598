package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.block.BlockMerger;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.BlockWriter;
import io.spanhouse.storage.block.ChunkSink;
import io.spanhouse.storage.block.MergeInput;
import io.spanhouse.storage.rocks.StoredBlock;
import java.util.ArrayList;
import java.util.List;

/** Blocks in columns, as they are stored. Any thread. */
public final class ColumnarBlocks implements BlockBuilding {
    @Override
    public Writer writer() {
        BlockWriter writer = new BlockWriter();
        return new Writer() {
            @Override
            public void write(BlockIdentity identity, BlockInput input, ChunkSink sink) {
                writer.write(identity, input, sink);
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    @Override
    public boolean fit(List<StoredBlock> inputs) {
        return BlockMerger.fits(whole(inputs));
    }

    @Override
    public void merge(BlockIdentity identity, List<StoredBlock> inputs, ChunkSink sink) {
        try (BlockMerger merger = new BlockMerger()) {
            List<BlockReader> blocks = inputs.stream().map(StoredBlock::reader).toList();
            merger.merge(identity, SmallGroups.inputs(identity, blocks), sink);
        }
    }

    private static List<MergeInput> whole(List<StoredBlock> blocks) {
        List<MergeInput> inputs = new ArrayList<>();
        blocks.forEach(block -> inputs.add(MergeInput.all(block.reader())));
        return inputs;
    }
}
