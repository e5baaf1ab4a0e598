package io.spanhouse.storage.block;

import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.testing.Moved;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Blocks of a row group of spans with fresh values: written, read whole, two of their columns scanned, eight of them merged.
 * Bytes are those of the blocks, indexes included; of scans the columns' in memory, 4 bytes a name and 8 a duration.
 */
@State(Scope.Thread)
public class BlockSpeed {
    private static final int SPANS = GroupWriter.ROWS_MAX;
    private static final int MERGED_BLOCKS = 8;

    private final BlockWriter writer = new BlockWriter();
    private final BlockMerger merger = new BlockMerger();
    private final ReadScratch scratch = new ReadScratch();
    private final BlockInput input = BlockInputs.of(new ShopSpans(1, false).batch(SPANS));
    private final List<MergeInput> inputs = new ArrayList<>();
    private final BlockReader block = written(0);
    private final int rows = input.orderLength();
    private final int[] codes = new int[rows];
    private final long[] numbers = new long[rows];
    private byte[] bytes = new byte[0];
    private byte[] copied = new byte[0];

    @Setup
    public void fill() {
        long[] size = new long[1];
        writer.write(new BlockIdentity(0, 0, 7), input, (key, chunk, offset, length) -> size[0] += length);
        bytes = new byte[(int) size[0]];
        copied = new byte[bytes.length];
        for (int i = 0; i < MERGED_BLOCKS; i++) {
            inputs.add(MergeInput.all(written(i)));
        }
    }

    @TearDown
    public void close() {
        scratch.close();
        merger.close();
        writer.close();
    }

    private BlockReader written(int number) {
        MemoryChunks chunks = new MemoryChunks();
        writer.write(new BlockIdentity(number, 0, 7), input, chunks);
        return BlockReader.open(chunks, number, 0);
    }

    @Benchmark
    public long seal(Moved moved) {
        long[] size = new long[1];
        writer.write(new BlockIdentity(1, 0, 7), input, (key, chunk, offset, length) -> size[0] += length);
        moved.add(size[0], rows);
        return size[0];
    }

    @Benchmark
    public SpanBatch decode(Moved moved) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        for (int i = 0; i < block.bounds().groups(); i++) {
            try (GroupReader group = block.group(i, scratch);
                    SpanDecoder decoder = new SpanDecoder(group, builder)) {
                decoder.copy(0, group.rows());
            }
        }
        moved.add(bytes.length, rows);
        return builder.build();
    }

    @Benchmark
    public int scanNames(Moved moved) {
        int sum = 0;
        for (int i = 0; i < block.bounds().groups(); i++) {
            try (GroupReader group = block.group(i, scratch)) {
                group.codes(Field.NAME.number()).positions(0, group.rows(), codes, 0);
                sum += codes[group.rows() - 1];
            }
        }
        moved.add(rows * (long) Integer.BYTES, rows);
        return sum;
    }

    @Benchmark
    public long scanDurations(Moved moved) {
        long sum = 0;
        for (int i = 0; i < block.bounds().groups(); i++) {
            try (GroupReader group = block.group(i, scratch)) {
                group.numbers(Field.DURATION.number(), 0, group.rows(), numbers, 0);
                sum += numbers[group.rows() - 1];
            }
        }
        moved.add(rows * (long) Long.BYTES, rows);
        return sum;
    }

    @Benchmark
    public long merge(Moved moved) {
        long[] size = new long[1];
        merger.merge(new BlockIdentity(99, 0, 7), inputs, (key, chunk, offset, length) -> size[0] += length);
        moved.add(size[0], MERGED_BLOCKS * (long) rows);
        return size[0];
    }

    @Benchmark
    public byte[] floor(Moved moved) {
        moved.copy(bytes, copied, rows);
        return copied;
    }
}
