package io.spanhouse.storage.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.testing.DemoSpans;
import io.spanhouse.storage.testing.SeededSpans;
import io.spanhouse.storage.testing.SpanText;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes into a block comes out of it: every row, every trace row, by whole row groups and by pieces. */
final class BlockRoundTripTest {
    private static final BlockIdentity IDENTITY = new BlockIdentity(12, 3, 0x1234_5678_9ABCL);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void oddSpansComeBack(long seed) {
        SpanBatch batch = new SeededSpans(seed).batch(1 + (int) (seed * seed * 8));
        check(BlockInputs.of(batch, (int) (seed % 4), seed));
    }

    @Test
    void ordinarySpansComeBack() {
        check(BlockInputs.of(new DemoSpans(5).batch(3_000), 9, 4));
    }

    @Test
    void severalRowGroupsOfAboutEqualSize() {
        BlockInput input = BlockInputs.of(new DemoSpans(6).batch(40_000));
        MemoryChunks chunks = write(input);
        BlockReader block = openKeeping(chunks);
        assertThat(block.bounds().groups()).isEqualTo(2);
        int position = 0;
        try (ReadScratch scratch = new ReadScratch()) {
            for (int i = 0; i < 2; i++) {
                assertThat(block.bounds().get(Bound.ROWS, i)).isBetween(19_900L, 20_100L);
                try (GroupReader group = block.group(i, scratch)) {
                    checkRows(input, position + 11_000, decode(group, 11_000, 11_400));
                    position += group.rows();
                }
            }
        }
    }

    @Test
    void oneWriterWritesManyBlocksOfOneTable() {
        SpanBatch batch = new SeededSpans(77).batch(120);
        BlockInput whole = BlockInputs.of(batch);
        try (BlockWriter writer = new BlockWriter()) {
            int position = 0;
            for (int trace = 0; trace < whole.traces().size(); trace++) {
                int end = whole.traces().rowEnd(trace);
                int[] order = Arrays.copyOfRange(whole.order(), position, end);
                BlockInput part = BlockInputs.of(batch, order, 0, 1);
                MemoryChunks chunks = new MemoryChunks();
                writer.write(IDENTITY, part, chunks);
                assertThat(BlockContents.of(BlockReader.open(chunks, IDENTITY.block(), IDENTITY.project())))
                        .isEqualTo(BlockContents.of(part));
                position = end;
            }
        }
    }

    private static void check(BlockInput input) {
        MemoryChunks chunks = write(input);
        BlockReader block = BlockReader.open(chunks, IDENTITY.block(), IDENTITY.project());
        assertThat(block.directory().rows()).isEqualTo(input.orderLength());
        checkRows(input, block);
        checkTraces(input, block);
        BlockReader keeping = openKeeping(chunks);
        for (int round = 0; round < 2; round++) {
            checkRows(input, keeping);
            checkTraces(input, keeping);
        }
    }

    /** A reader that finds the second time what it worked out the first time. */
    private static BlockReader openKeeping(MemoryChunks chunks) {
        return BlockReader.open(chunks, new KeptParts(8 << 20), IDENTITY.block(), IDENTITY.project());
    }

    static MemoryChunks write(BlockInput input) {
        MemoryChunks chunks = new MemoryChunks();
        try (BlockWriter writer = new BlockWriter()) {
            writer.write(IDENTITY, input, chunks);
        }
        return chunks;
    }

    private static void checkRows(BlockInput input, BlockReader block) {
        try (ReadScratch scratch = new ReadScratch()) {
            int position = 0;
            for (int i = 0; i < block.bounds().groups(); i++) {
                try (GroupReader group = block.group(i, scratch)) {
                    checkRows(input, position, decode(group, 0, group.rows()));
                    for (int from : new int[] {group.rows() / 3, group.rows() / 10 * 9}) {
                        int to = Math.min(group.rows(), from + 40);
                        checkRows(input, position + from, decode(group, from, to));
                    }
                    position += group.rows();
                }
            }
            assertThat(position).isEqualTo(input.orderLength());
        }
    }

    private static SpanRows decode(GroupReader group, int from, int to) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        try (SpanDecoder decoder = new SpanDecoder(group, builder)) {
            decoder.copy(from, to);
        }
        return builder.build();
    }

    private static void checkRows(BlockInput input, int position, SpanRows decoded) {
        for (int i = 0; i < decoded.rowCount(); i++) {
            int row = input.order()[position + i];
            assertThat(SpanText.render(decoded, i)).isEqualTo(SpanText.render(input.rows(), row));
            assertThat(decoded.marks(i)).isEqualTo(input.rows().marks(row));
            assertThat(decoded.tick(i)).isEqualTo(input.rows().tick(row));
        }
    }

    private static void checkTraces(BlockInput input, BlockReader block) {
        TraceRows expected = input.traces();
        try (ReadScratch scratch = new ReadScratch()) {
            for (int i = 0; i < block.bounds().groups(); i++) {
                try (GroupReader group = block.group(i, scratch)) {
                    GroupTraces traces = new GroupTraces(group);
                    for (int j = 0; j < traces.size(); j++) {
                        checkTrace(expected, block.firstFragment(i) + j, traces, j, group, scratch);
                    }
                }
            }
            int[] found = new int[2];
            for (int trace = 0; trace < expected.size(); trace++) {
                assertThat(block.find(expected.idHigh(trace), expected.idLow(trace), scratch, found))
                        .isEqualTo(1);
                assertThat(found[0]).isEqualTo(trace);
                assertThat(block.find(expected.idHigh(trace), ~expected.idLow(trace), scratch, found))
                        .isEqualTo(0);
            }
        }
    }

    private static void checkTrace(
            TraceRows expected, int trace, GroupTraces traces, int i, GroupReader group, ReadScratch scratch) {
        assertThat(traces.ids()[2 * i]).isEqualTo(expected.idHigh(trace));
        assertThat(traces.ids()[2 * i + 1]).isEqualTo(expected.idLow(trace));
        assertThat(traces.starts()[i]).isEqualTo(expected.startNanos(trace));
        assertThat(traces.durations()[i]).isEqualTo(expected.endNanos(trace) - expected.startNanos(trace));
        assertThat(traces.spans()[i]).isEqualTo(expected.spans(trace));
        assertThat(traces.errors()[i]).isEqualTo(expected.errors(trace));
        assertThat(traces.flags()[i]).isEqualTo(expected.flags(trace));
        assertThat(traces.numbers(Field.TRACE_FIRST_BUCKET)[i]).isEqualTo(expected.firstBucket(trace));
        assertThat(traces.numbers(Field.TICK_MIN)[i]).isEqualTo(expected.tickMin(trace));
        assertThat(traces.numbers(Field.TICK_SPREAD)[i]).isEqualTo(expected.tickMax(trace) - expected.tickMin(trace));
        DictionaryReader services = group.block().dictionary(FixedDictionary.SERVICE.number(), scratch);
        ByteSlice slice = new ByteSlice();
        int set = (int) traces.serviceSets()[i];
        assertThat(traces.serviceSetSize(set)).isEqualTo(expected.serviceEnd(trace) - expected.serviceStart(trace));
        for (int j = expected.serviceStart(trace); j < expected.serviceEnd(trace); j++) {
            expected.strings().get(expected.service(j), slice);
            int code = services.find(slice.array, slice.offset, slice.length);
            boolean found = false;
            for (int k = 0; k < traces.serviceSetSize(set); k++) {
                found |= traces.serviceOfSet(set, k) == code;
            }
            assertThat(found).isTrue();
        }
        if (TraceFlag.HAS_ROOT.in(expected.flags(trace))) {
            assertThat(traces.rootStart(i)).isEqualTo(expected.rootStartNanos(trace));
            assertThat(traces.rootDuration(i)).isEqualTo(expected.rootDurationNanos(trace));
            assertThat(traces.numbers(Field.ROOT_KIND)[i]).isEqualTo(expected.rootKind(trace));
            assertThat(traces.numbers(Field.ROOT_STATUS)[i]).isEqualTo(expected.rootStatus(trace));
        }
    }
}
