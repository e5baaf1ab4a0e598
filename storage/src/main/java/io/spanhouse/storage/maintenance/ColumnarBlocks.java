package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.block.BlockMerger;
import io.spanhouse.storage.block.BlockWriter;
import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.block.ChunkSink;
import io.spanhouse.storage.block.MergeInput;
import io.spanhouse.storage.model.DistantValue;
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
        List<MergeInput> whole = new ArrayList<>();
        inputs.forEach(block -> whole.add(MergeInput.all(block.reader())));
        return BlockMerger.fits(whole);
    }

    @Override
    public Merged merge(BlockIdentity identity, List<Source> inputs, Manner manner, ChunkSink sink) {
        try (BlockMerger merger = new BlockMerger();
                Regrouping regrouping = new Regrouping(identity, manner)) {
            List<MergeInput> taken = regrouping.gather(inputs);
            if (!taken.isEmpty()) {
                merger.merge(identity, taken, new BreathingSink(sink, manner.breath()));
            }
            return merged(taken, regrouping);
        }
    }

    private static Merged merged(List<MergeInput> taken, Regrouping regrouping) {
        long spans = 0;
        long traces = 0;
        for (MergeInput input : taken) {
            for (int group : input.groups()) {
                spans += input.block().bounds().get(Bound.ROWS, group);
                traces += input.block().bounds().get(Bound.FRAGMENTS, group);
            }
        }
        return new Merged(spans, traces, regrouping.erasedEvents(), regrouping.scratchBytes());
    }

    /** Lets others on at every chunk. */
    private record BreathingSink(ChunkSink sink, Runnable breath) implements ChunkSink {
        @Override
        public void put(ChunkKey key, byte[] bytes, int offset, int length) {
            sink.put(key, bytes, offset, length);
            breath.run();
        }

        @Override
        public boolean defer(ChunkKey key, DistantValue value) {
            return sink.defer(key, value);
        }
    }
}
