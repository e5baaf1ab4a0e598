package io.spanhouse.storage.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.index.FilterHash;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Data that no sane system sends and every store gets: it comes back, and costs what it must and no more. */
final class OddShapesTest {
    private static final int PROJECT = 1;
    private static final long SEED = 5;

    private final SpanBatchBuilder builder = new SpanBatchBuilder();
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void tenThousandKeys() {
        for (int span = 0; span < 3_000; span++) {
            start(span / 4, span);
            for (int i = 0; i < 8; i++) {
                text("key-" + random.nextInt(10_000), "v" + random.nextInt(3));
            }
            builder.endSpan();
        }
        BlockInput input = BlockInputs.of(builder.build());
        MemoryChunks chunks = write(1, input);
        check(input, chunks);
        // A value of a rare column costs its code, its place in the shape and its column's few bytes, not a chunk.
        assertThat(chunks.chunks().keySet().stream().filter(key -> key.kind() == ChunkKind.COLUMN))
                .hasSizeLessThan(100);
        try (ReadScratch scratch = new ReadScratch()) {
            assertThat(open(1, chunks).group(0, scratch).header().sparseColumns())
                    .isPositive();
        }
    }

    @Test
    void oneKeyAThousandTimes() {
        for (int span = 0; span < 20; span++) {
            start(span / 4, span);
            for (int i = 0; i < 1_000; i++) {
                text("again", "v" + (i + span) % 7);
            }
            builder.endSpan();
        }
        BlockInput input = BlockInputs.of(builder.build());
        check(input, write(1, input));
    }

    /** More ways to go than {@link ShapeTree} has places for, with some of them gone often. */
    @Test
    void fewKeysInEveryOrder() {
        for (int span = 0; span < 12_000; span++) {
            start(span / 4, span);
            int attributes = span % 3 == 0 ? 4 : random.nextInt(10);
            for (int i = 0; i < attributes; i++) {
                text("key-" + (span % 3 == 0 ? i / 2 : random.nextInt(7)), "v" + random.nextInt(3));
            }
            builder.endSpan();
        }
        BlockInput input = BlockInputs.of(builder.build());
        check(input, write(1, input));
    }

    @Test
    void aResourceForEverySpan() {
        List<String> expected = new ArrayList<>();
        List<MergeInput> inputs = new ArrayList<>();
        for (int block = 1; block <= 2; block++) {
            for (int span = 0; span < 3_000; span++) {
                start(span / 4, span);
                for (int i = 0; i < 3; i++) {
                    builder.resourceAttribute(pair("instance-" + i, "i" + span + "-" + span * 7919L));
                }
                builder.resourceAttribute(pair("service.name", "s" + span % 20));
                builder.resource(builder.resource(true, span % 3, 0, 0)).endSpan();
            }
            BlockInput input = BlockInputs.of(builder.build(), 0, block);
            expected.addAll(BlockContents.of(input));
            inputs.add(MergeInput.all(open(block, write(block, input))));
        }
        MemoryChunks merged = new MemoryChunks();
        try (BlockMerger merger = new BlockMerger()) {
            merger.merge(new BlockIdentity(3, PROJECT, SEED), inputs, merged);
        }
        BlockReader block = open(3, merged);
        assertThat(block.directory().resources()).isEqualTo(3_000);
        Collections.sort(expected);
        assertThat(BlockContents.of(block)).isEqualTo(expected);
    }

    @Test
    void oneTraceIsNeverCut() {
        for (int span = 0; span < 33_000; span++) {
            start(span < 32_900 ? 7 : 8, span);
            builder.parentSpanId(span == 0 ? 0 : 1 + random.nextInt(span)).endSpan();
        }
        BlockInput input = BlockInputs.of(builder.build());
        BlockReader block = open(1, write(1, input));
        assertThat(block.bounds().groups()).isEqualTo(2);
        assertThat(block.bounds().get(Bound.ROWS, 0)).isEqualTo(32_900);
        try (ReadScratch scratch = new ReadScratch()) {
            new BlockVerifier(block, scratch).verify();
        }
    }

    @Test
    void longValuesHaveKeysOfTheirOwnUnlessTheyRepeat() {
        byte[] prompt = new byte[40_000];
        for (int span = 0; span < 60; span++) {
            start(span, span);
            random.nextBytes(prompt);
            bytes("prompt", prompt);
            if (span % 2 == 0) {
                text("template", "x".repeat(20_000 + span % 3));
            }
            builder.endSpan();
        }
        BlockInput input = BlockInputs.of(builder.build());
        MemoryChunks chunks = write(1, input);
        check(input, chunks);
        assertThat(chunks.chunks().keySet().stream().filter(key -> key.kind() == ChunkKind.LARGE))
                .hasSize(60);
        assertThat(chunks.chunks().entrySet().stream()
                        .filter(entry -> entry.getKey().kind() == ChunkKind.COLUMN))
                .allMatch(entry -> entry.getValue().length < 10_000);
    }

    @Test
    void namesThatNeverRepeat() {
        for (int span = 0; span < 2_000; span++) {
            start(span / 3, span);
            builder.name(builder.string("GET /user/" + random.nextLong())).endSpan();
        }
        BlockInput input = BlockInputs.of(builder.build());
        MemoryChunks chunks = write(1, input);
        check(input, chunks);
        try (ReadScratch scratch = new ReadScratch();
                GroupReader group = open(1, chunks).group(0, scratch)) {
            assertThat(group.operations()).isNull();
        }
    }

    @Test
    void plainTextsAreFoundByFilterAndOthersAreNot() {
        for (int span = 0; span < 2_000; span++) {
            start(span / 3, span);
            text("id", "id-" + span + "-x");
            builder.endSpan();
        }
        BlockReader block = open(1, write(1, BlockInputs.of(builder.build())));
        assertThat(block.directory()
                        .dictionary(block.columns(Level.SPAN, "id").get(0).dictionary())
                        .mode())
                .isEqualTo(DictionaryMode.TEXT);
        try (ReadScratch scratch = new ReadScratch()) {
            int falseHits = 0;
            for (int span = 0; span < 2_000; span++) {
                assertThat(block.mayContainText(0, hash("id", "id-" + span + "-x"), scratch))
                        .isTrue();
                falseHits += block.mayContainText(0, hash("id", "id-" + span + "-y"), scratch) ? 1 : 0;
            }
            assertThat(falseHits).isLessThan(60);
        }
    }

    @Test
    void aDictionaryThatWouldGrowTooLargeBecomesTwoColumns() {
        List<String> expected = new ArrayList<>();
        List<MergeInput> inputs = new ArrayList<>();
        for (int block = 1; block <= 2; block++) {
            byte[] value = new byte[60_000];
            List<byte[]> values = new ArrayList<>();
            for (int i = 0; i < 90; i++) {
                random.nextBytes(value);
                values.add(value.clone());
            }
            for (int span = 0; span < 180; span++) {
                start(span / 3, span);
                bytes("certificate", values.get(span % values.size()));
                builder.endSpan();
            }
            BlockInput input = BlockInputs.of(builder.build(), 0, block);
            expected.addAll(BlockContents.of(input));
            inputs.add(MergeInput.all(open(block, write(block, input))));
        }
        MemoryChunks merged = new MemoryChunks();
        try (BlockMerger merger = new BlockMerger()) {
            merger.merge(new BlockIdentity(3, PROJECT, SEED), inputs, merged);
        }
        BlockReader block = open(3, merged);
        assertThat(block.columns(Level.SPAN, "certificate")).hasSize(2);
        Collections.sort(expected);
        assertThat(BlockContents.of(block)).isEqualTo(expected);
    }

    private void start(long trace, long span) {
        long start = 1_700_000_000_000_000_000L + trace * 1_000_000 + span * 10;
        builder.resource(false, 0, 0, 0);
        builder.scope(new ScopeColumns.Fields(false, 0, 0, 0, 0));
        builder.startSpan()
                .traceId(trace, trace + 1)
                .spanId(span + 1)
                .startNanos(start)
                .endNanos(start + 5);
    }

    private void text(String key, String value) {
        builder.attribute(pair(key, value));
    }

    private int pair(String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return builder.pair(builder.string(key), ValueType.STRING, bytes, 0, bytes.length);
    }

    private void bytes(String key, byte[] value) {
        builder.attribute(builder.pair(builder.string(key), ValueType.BYTES, value, 0, value.length));
    }

    private static long hash(String key, String value) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        long keyHash = FilterHash.ofKey(keyBytes, 0, keyBytes.length, ValueType.STRING.code());
        return FilterHash.of(keyHash, FilterHash.ofValue(bytes, 0, bytes.length));
    }

    private static MemoryChunks write(long number, BlockInput input) {
        MemoryChunks chunks = new MemoryChunks();
        try (BlockWriter writer = new BlockWriter()) {
            writer.write(new BlockIdentity(number, PROJECT, SEED), input, chunks);
        }
        return chunks;
    }

    private static BlockReader open(long number, MemoryChunks chunks) {
        return BlockReader.open(chunks, number, PROJECT);
    }

    private static void check(BlockInput input, MemoryChunks chunks) {
        BlockReader block = open(1, chunks);
        assertThat(BlockContents.of(block)).isEqualTo(BlockContents.of(input));
        try (ReadScratch scratch = new ReadScratch()) {
            new BlockVerifier(block, scratch).verify();
        }
        SpanBatch again = again(block);
        assertThat(again.rowCount()).isEqualTo(input.orderLength());
    }

    private static SpanBatch again(BlockReader block) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        try (ReadScratch scratch = new ReadScratch()) {
            for (int i = 0; i < block.bounds().groups(); i++) {
                try (GroupReader group = block.group(i, scratch);
                        SpanDecoder decoder = new SpanDecoder(group, builder)) {
                    for (int row = 0; row < group.rows(); row += 100) {
                        decoder.copy(row, Math.min(row + 100, group.rows()));
                    }
                }
            }
        }
        return builder.build();
    }

    @Test
    void numbersOfManyValuesHaveNoDictionary() {
        byte[] number = new byte[ValueBytes.NUMBER_BYTES];
        for (int span = 0; span < 4_000; span++) {
            start(span / 3, span);
            ValueBytes.putInt(number, 0, random.nextInt(1 << 20));
            builder.attribute(builder.pair(builder.string("bytes"), ValueType.INT, number, 0, number.length));
            ValueBytes.putDoubleBits(number, 0, Double.doubleToRawLongBits(random.nextDouble()));
            builder.attribute(builder.pair(builder.string("ratio"), ValueType.DOUBLE, number, 0, number.length));
            builder.endSpan();
        }
        BlockInput input = BlockInputs.of(builder.build());
        MemoryChunks chunks = write(1, input);
        check(input, chunks);
        for (AttributeColumn column : open(1, chunks).directory().columns()) {
            assertThat(open(1, chunks)
                            .directory()
                            .dictionary(column.dictionary())
                            .mode())
                    .isEqualTo(DictionaryMode.NUMBER);
        }
    }
}
