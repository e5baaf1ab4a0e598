package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.block.BlockMerger;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.BlockWriter;
import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.ChunkSink;
import io.spanhouse.storage.block.MergeInput;
import io.spanhouse.storage.rocks.StoredBlock;
import java.util.ArrayList;
import java.util.BitSet;
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
    public Merged merge(BlockIdentity identity, List<StoredBlock> inputs, List<BitSet> dead, ChunkSink sink) {
        try (BlockMerger merger = new BlockMerger()) {
            List<BlockReader> blocks = inputs.stream().map(StoredBlock::reader).toList();
            List<MergeInput> taken = SmallGroups.inputs(identity, blocks, dead);
            merger.merge(identity, taken, sink);
            return merged(taken);
        }
    }

    private static Merged merged(List<MergeInput> taken) {
        long spans = 0;
        long traces = 0;
        for (MergeInput input : taken) {
            for (int group : input.groups()) {
                spans += input.block().bounds().get(Bound.ROWS, group);
                traces += input.block().bounds().get(Bound.FRAGMENTS, group);
            }
        }
        return new Merged(spans, traces);
    }

    private static List<MergeInput> whole(List<StoredBlock> blocks) {
        List<MergeInput> inputs = new ArrayList<>();
        blocks.forEach(block -> inputs.add(MergeInput.all(block.reader())));
        return inputs;
    }
}
