package io.spanhouse.storage.block;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.testing.DemoSpans;
import io.spanhouse.storage.testing.SeededSpans;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A merged block holds exactly the fragments of its inputs, finds them, and can be merged again. */
final class BlockMergerTest {
    private static final int PROJECT = 3;
    private static final long SEED = 99;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void oddSpans(long seed) {
        List<BlockInput> inputs = new ArrayList<>();
        for (int i = 0; i < 2 + seed; i++) {
            SpanRows rows = new SeededSpans(seed * 100 + i).batch(1 + (int) (seed * 37 * i) % 200);
            inputs.add(BlockInputs.of(rows, i % 3, i + 1));
        }
        check(inputs);
    }

    @Test
    void ordinarySpans() {
        List<BlockInput> inputs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            inputs.add(BlockInputs.of(new DemoSpans(i).batch(700), 7, i + 1));
        }
        check(inputs);
    }

    @Test
    void fragmentsOfOneTraceStayApart() {
        SpanRows rows = new DemoSpans(8).batch(400);
        BlockReader merged = merge(
                9,
                List.of(
                        MergeInput.all(write(1, BlockInputs.of(rows, 0, 1))),
                        MergeInput.all(write(2, BlockInputs.of(rows, 0, 2)))));
        assertThat(merged.directory().generationFirst()).isEqualTo(1);
        assertThat(merged.directory().generationLast()).isEqualTo(2);
        try (ReadScratch scratch = new ReadScratch()) {
            int[] found = new int[4];
            assertThat(merged.find(rows.traceIdHigh(0), rows.traceIdLow(0), scratch, found))
                    .isEqualTo(2);
            assertThat(merged.groupOf(found[0])).isNotEqualTo(merged.groupOf(found[1]));
        }
    }

    /** A later program may add a field and say that it may be left aside; this one reads past it and carries it along. */
    @Test
    void aFieldThatIsNotKnownIsCarriedAlong() {
        BlockInput input = BlockInputs.of(new DemoSpans(8).batch(300), 0, 1);
        MemoryChunks chunks = chunks(1, input);
        int unknown = 60;
        assertThat(Field.ofNumber(unknown)).isNull();
        byte[] payload = {9, 8, 7, 6};
        addField(chunks, new BlockIdentity(1, PROJECT, SEED), unknown, payload);
        BlockReader block = BlockReader.open(chunks, 1, PROJECT);
        assertThat(BlockContents.of(block)).isEqualTo(BlockContents.of(input));
        MemoryChunks merged = new MemoryChunks();
        try (BlockMerger merger = new BlockMerger()) {
            merger.merge(new BlockIdentity(2, PROJECT, SEED), List.of(MergeInput.all(block)), merged);
        }
        assertThat(BlockContents.of(BlockReader.open(merged, 2, PROJECT))).isEqualTo(BlockContents.of(input));
        byte[] carried = merged.chunks().get(new ChunkKey(2, PROJECT, ChunkKind.COLUMN, 0, unknown));
        assertThat(carried).endsWith(payload).hasSize(ChunkEnvelope.BYTES + payload.length);
    }

    private static void addField(MemoryChunks chunks, BlockIdentity identity, int number, byte[] payload) {
        ChunkKey key = identity.key(ChunkKind.GROUP, 0, 0);
        ChunkBuffer buffer = new ChunkBuffer();
        chunks.read(key, buffer);
        GroupHeader header = new GroupHeader();
        header.read(BlockReader.payload(buffer));
        header.add(number, 4, GroupHeader.PLACE_OWN);
        MemoryChunks rewritten = new MemoryChunks();
        try (Encoders encoders = new Encoders()) {
            ChunkOutput output = new ChunkOutput(rewritten, identity);
            output.begin().bytes(payload, 0, payload.length);
            output.end(ChunkKind.COLUMN, 0, number);
            header.write(encoders.numbers, output.begin());
            output.end(ChunkKind.GROUP, 0, 0);
        }
        chunks.chunks().putAll(rewritten.chunks());
    }

    @Test
    void onlyListedRowGroups() {
        BlockReader block = write(1, BlockInputs.of(new DemoSpans(8).batch(34_000), 0, 1));
        BlockReader merged = merge(2, List.of(new MergeInput(block, new int[] {1})));
        assertThat(merged.directory().rows()).isEqualTo((int) block.bounds().get(Bound.ROWS, 1));
        assertThat(merged.bounds().get(Bound.START_MIN, 0))
                .isEqualTo(block.bounds().get(Bound.START_MIN, 1));
    }

    /** Else what was left out to be erased would stay in dictionaries and tables. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatOnlyOtherRowGroupsUseIsLeftOut(long seed) {
        List<BlockInput> inputs = new ArrayList<>();
        List<MergeInput> blocks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SpanRows rows = new SeededSpans(seed * 10 + i).batch(60 + 40 * i);
            inputs.add(BlockInputs.of(rows, i, i + 1));
            blocks.add(MergeInput.all(write(i + 1, inputs.get(i))));
        }
        BlockReader all = merge(9, blocks);
        for (int i = 0; i < 4; i++) {
            int generation = i + 1;
            int[] groups = IntStream.range(0, all.bounds().groups())
                    .filter(group -> all.bounds().get(Bound.GENERATION_FIRST, group) == generation)
                    .toArray();
            BlockReader some = merge(10, List.of(new MergeInput(all, groups)));
            assertThat(BlockContents.of(some)).isEqualTo(BlockContents.of(inputs.get(i)));
            assertThat(values(some)).isEqualTo(values(merge(11, blocks.subList(i, i + 1))));
        }
    }

    /** How many values its dictionaries and tables have. */
    private static List<Long> values(BlockReader block) {
        long entries = 0;
        long bytes = 0;
        for (DictionaryInfo info : block.directory().dictionaries()) {
            entries += info.entries();
            bytes += info.bytes();
        }
        return List.of(entries, bytes, (long) block.directory().resources(), (long)
                block.directory().scopes());
    }

    @Test
    void operationsKeepTheirNames() {
        List<BlockInput> inputs = List.of(
                BlockInputs.of(new DemoSpans(1).batch(500), 0, 1), BlockInputs.of(new SeededSpans(2).batch(300), 0, 2));
        BlockReader first = write(1, inputs.get(0));
        BlockReader second = write(2, inputs.get(1));
        List<String> expected = new ArrayList<>(operations(first));
        expected.addAll(operations(second));
        List<String> found = operations(merge(3, List.of(MergeInput.all(first), MergeInput.all(second))));
        Collections.sort(expected);
        assertThat(found).isEqualTo(expected);
    }

    private static List<String> operations(BlockReader block) {
        List<String> texts = new ArrayList<>();
        ByteSlice slice = new ByteSlice();
        try (ReadScratch scratch = new ReadScratch()) {
            DictionaryReader services = block.dictionary(FixedDictionary.SERVICE.number(), scratch);
            DictionaryReader names = block.dictionary(FixedDictionary.SPAN_NAME.number(), scratch);
            for (int i = 0; i < block.bounds().groups(); i++) {
                OperationTable operations;
                try (GroupReader group = block.group(i, scratch)) {
                    operations = requireNonNull(group.operations());
                }
                for (int j = 0; j < operations.size(); j++) {
                    services.value(operations.service(j), slice);
                    String service = slice.utf8();
                    names.value(operations.name(j), slice);
                    texts.add(service
                            + ' '
                            + slice.utf8()
                            + ' '
                            + operations.kind(j)
                            + ' '
                            + operations.spans(j)
                            + ' '
                            + operations.errors(j)
                            + ' '
                            + operations.startMin(j)
                            + ' '
                            + operations.startMax(j)
                            + ' '
                            + operations.durationMax(j));
                }
            }
        }
        Collections.sort(texts);
        return texts;
    }

    private static void check(List<BlockInput> inputs) {
        List<String> expected = new ArrayList<>();
        List<MergeInput> blocks = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            expected.addAll(BlockContents.of(inputs.get(i)));
            blocks.add(MergeInput.all(write(i + 1, inputs.get(i))));
        }
        Collections.sort(expected);
        BlockReader merged = merge(100, blocks);
        assertThat(BlockContents.of(merged)).isEqualTo(expected);
        checkFinds(inputs, merged);
        BlockReader again = merge(101, List.of(MergeInput.all(merged), blocks.get(0)));
        expected.addAll(BlockContents.of(inputs.get(0)));
        Collections.sort(expected);
        assertThat(BlockContents.of(again)).isEqualTo(expected);
    }

    private static void checkFinds(List<BlockInput> inputs, BlockReader merged) {
        try (ReadScratch scratch = new ReadScratch()) {
            int[] found = new int[8];
            for (BlockInput input : inputs) {
                TraceRows traces = input.traces();
                for (int trace = 0; trace < traces.size(); trace++) {
                    assertThat(merged.find(traces.idHigh(trace), traces.idLow(trace), scratch, found))
                            .isPositive();
                }
            }
        }
    }

    private static BlockReader write(long number, BlockInput input) {
        return BlockReader.open(chunks(number, input), number, PROJECT);
    }

    private static MemoryChunks chunks(long number, BlockInput input) {
        MemoryChunks chunks = new MemoryChunks();
        try (BlockWriter writer = new BlockWriter()) {
            writer.write(new BlockIdentity(number, PROJECT, SEED), input, chunks);
        }
        return chunks;
    }

    private static BlockReader merge(long number, List<MergeInput> inputs) {
        MemoryChunks chunks = new MemoryChunks();
        try (BlockMerger merger = new BlockMerger()) {
            Map<ChunkKind, Long> bytes = merger.merge(new BlockIdentity(number, PROJECT, SEED), inputs, chunks);
            assertThat(bytes.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(chunks.byteCount());
        }
        BlockReader merged = BlockReader.open(chunks, number, PROJECT);
        try (ReadScratch scratch = new ReadScratch()) {
            new BlockVerifier(merged, scratch).verify();
        }
        return merged;
    }
}
