package io.spanhouse.storage.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.frames.FrameCursor;
import io.spanhouse.storage.frames.FrameTable;
import io.spanhouse.storage.frames.FrameText;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.testing.FrameSpans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How blocks say where frames are: the format, what damage does to it, and what merges make of it. */
final class FrameTablesTest {
    private static final int ROUNDS = 60;

    private static FrameSpans sample() {
        return new FrameSpans()
                .add(
                        1,
                        10,
                        0,
                        "r",
                        List.of(new FrameSpans.Event(-1, List.of(), true), frame(0, "a"), frame(1, "a", "b")))
                .add(
                        1,
                        11,
                        10,
                        "",
                        List.of(frame(4, "b"), frame(6), frame(8), new FrameSpans.Event(-1, List.of(), true)))
                .add(2, 12, 0, "", List.of());
    }

    private static FrameSpans.Event frame(int index, String... sets) {
        return new FrameSpans.Event(index, List.of(sets), false);
    }

    private static MemoryChunks many() {
        FrameSpans spans = new FrameSpans();
        for (int span = 0; span < 200; span++) {
            List<FrameSpans.Event> events = new ArrayList<>();
            for (int frame = 0; frame < 150; frame++) {
                events.add(frame(span * 150 + frame, "v" + span % 7, "long name of a variable " + frame % 11));
            }
            spans.add(1 + span / 50, span + 1, span % 3 == 0 ? 0 : 1, "r", events);
        }
        return BlockRoundTripTest.write(BlockInputs.of(spans.build()));
    }

    private static BlockReader open(MemoryChunks chunks) {
        ChunkKey key = chunks.chunks().firstKey();
        return BlockReader.open(chunks, key.block(), key.project());
    }

    private static List<String> texts(BlockReader block, int group, int from, int to) {
        List<String> texts = new ArrayList<>();
        try (ReadScratch scratch = new ReadScratch();
                GroupReader reader = block.group(group, scratch)) {
            for (FrameTable table : new FrameTables(reader).of(from, to)) {
                for (int span = 0; span < table.spans(); span++) {
                    texts.add(FrameText.of(table, span));
                }
            }
        }
        return texts;
    }

    @Test
    void everyByteIsDescribed() {
        MemoryChunks chunks = BlockRoundTripTest.write(BlockInputs.of(sample().build()));
        String dump;
        try (BlockDump dumper = new BlockDump(open(chunks))) {
            dump = dumper.dump(1);
        }
        int start = dump.indexOf("FRAMES part 0");
        assertThat(dump).doesNotContain("damaged");
        assertThat(dump.substring(dump.indexOf("first row", start) - 42, dump.indexOf("GROUP part 0")))
                .isEqualTo(GOLDEN);
    }

    private static final String GOLDEN = """
                  8  00                               first row 0
                  9  01                               last row 1
                 10  02                               variables 2
                 11  01 61                            name 'a'
                 13  01 62                            name 'b'
                 15  02                               spans 2
                 16  00                               rows further 0
                 17  02                                 flags 2
                 18  0a 00 f3 23 84 5b d7 18            start 1790000000000000010
                 26  0a 00 00 00 00 00 00 00            span id 000000000000000a
                 34  01                                 pieces 1
                 35  01                                 events further 1
                 36  02                                   frames 2
                 37  00                                   index 0
                 38  01                                   step 1
                 39  13                                   earliest time after the start -10
                 40  6a                                   bytes of keys and values 106
                 41  05                                   bytes of what they set 5
                 42  02                                   twice the variables set, 1 for an exception 2
                 43  00                                   variable 0
                 44  04                                   twice the variables set, 1 for an exception 4
                 45  00                                   variable 0
                 46  01                                   variable 1
                 47  01                               rows further 1
                 48  01                                 flags 1
                 49  0b 00 f3 23 84 5b d7 18            start 1790000000000000011
                 57  0b 00 00 00 00 00 00 00            span id 000000000000000b
                 65  0a 00 00 00 00 00 00 00            parent 000000000000000a
                 73  01                                 pieces 1
                 74  00                                 events further 0
                 75  03                                   frames 3
                 76  04                                   index 4
                 77  02                                   step 2
                 78  3a                                   earliest time after the start 29
                 79  60                                   bytes of keys and values 96
                 80  04                                   bytes of what they set 4
                 81  02                                   twice the variables set, 1 for an exception 2
                 82  01                                   variable 1
                 83  00                                   twice the variables set, 1 for an exception 0
                 84  01                                   twice the variables set, 1 for an exception 1
            """;

    @Test
    void pagesOfRowsAreFound() {
        BlockReader block = open(many());
        assertThat(block.bounds().get(Bound.FRAME_PAGES, 0)).isGreaterThan(2);
        List<String> all = texts(block, 0, 0, 200);
        assertThat(all).hasSize(200);
        for (int row = 0; row < 200; row += 13) {
            assertThat(texts(block, 0, row, row + 1)).contains(all.get(row)).hasSizeLessThan(150);
        }
        try (ReadScratch scratch = new ReadScratch()) {
            new BlockVerifier(block, scratch).verify();
        }
    }

    @Test
    void mergesKeepThem() {
        BlockReader first = open(BlockRoundTripTest.write(BlockInputs.of(sample().build())));
        BlockReader second = open(many());
        MemoryChunks merged = new MemoryChunks();
        try (BlockMerger merger = new BlockMerger()) {
            merger.merge(
                    new BlockIdentity(99, first.identity().project(), 7),
                    List.of(MergeInput.all(first), MergeInput.all(second)),
                    merged);
        }
        BlockReader block = open(merged);
        List<String> found = new ArrayList<>(texts(block, 0, 0, 200));
        found.addAll(texts(block, 1, 0, 200));
        List<String> expected = new ArrayList<>(texts(first, 0, 0, 3));
        expected.addAll(texts(second, 0, 0, 200));
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        try (ReadScratch scratch = new ReadScratch()) {
            new BlockVerifier(block, scratch).verify();
        }
    }

    @Test
    void damageIsReadOrRefusedAndNeverTrusted() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        MemoryChunks chunks = many();
        List<ChunkKey> pages = chunks.chunks().keySet().stream()
                .filter(key -> key.kind() == ChunkKind.FRAMES)
                .toList();
        for (int round = 0; round < ROUNDS; round++) {
            ChunkKey key = pages.get(random.nextInt(pages.size()));
            byte[] whole = chunks.chunks().get(key);
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                int reach = random.nextBoolean() ? 300 : whole.length - ChunkEnvelope.BYTES;
                damaged[ChunkEnvelope.BYTES + random.nextInt(reach)] = (byte) random.nextInt(256);
            }
            ChunkEnvelope.write(key, damaged, 0, damaged.length);
            chunks.chunks().put(key, damaged);
            try {
                readAll(open(chunks));
            } catch (StoreException e) {
                assertThat(e.kind()).as("seed " + seed + " round " + round).isEqualTo(FailureKind.CORRUPT);
            }
            chunks.chunks().put(key, whole);
        }
        readAll(open(chunks));
    }

    private static void readAll(BlockReader block) {
        try (ReadScratch scratch = new ReadScratch();
                GroupReader group = block.group(0, scratch)) {
            for (FrameTable table : new FrameTables(group).of(0, group.rows())) {
                for (int piece = 0; piece < table.pieces(); piece++) {
                    FrameCursor cursor = new FrameCursor(table, piece);
                    for (int frame = 0; frame < table.frames(piece); frame++) {
                        cursor.next();
                    }
                }
            }
        }
    }

    @Test
    void framesThatAreNotThoseOfTheRowsAreFoundByWhoVerifies() {
        MemoryChunks chunks = BlockRoundTripTest.write(BlockInputs.of(sample().build()));
        MemoryChunks other = BlockRoundTripTest.write(BlockInputs.of(
                new FrameSpans().add(1, 10, 0, "r", List.of(frame(3, "x"))).build()));
        for (Map.Entry<ChunkKey, byte[]> entry : other.chunks().entrySet()) {
            if (entry.getKey().kind() == ChunkKind.FRAMES) {
                chunks.chunks().put(entry.getKey(), entry.getValue());
            }
        }
        assertThatThrownBy(() -> {
                    try (ReadScratch scratch = new ReadScratch()) {
                        new BlockVerifier(open(chunks), scratch).verify();
                    }
                })
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("frames");
    }
}
