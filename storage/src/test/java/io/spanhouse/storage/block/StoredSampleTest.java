package io.spanhouse.storage.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The format does not change by accident: the dump of a small block is pinned, and the block that each version wrote is
 * kept and read for ever. After a change that is meant, run it with {@code -Dblock.golden=write}, look at the difference
 * of the dump, and keep the samples of versions that were released.
 */
final class StoredSampleTest {
    private static final Path RESOURCES = Path.of("src/test/resources/io/spanhouse/storage/block");
    private static final String DUMP = "sample-" + ChunkEnvelope.VERSION + ".dump.txt";
    private static final boolean WRITE = "write".equals(System.getProperty("block.golden"));

    @Test
    void theDumpIsWhatItWas() throws IOException {
        MemoryChunks chunks = BlockRoundTripTest.write(BlockInputs.of(SampleSpans.batch(ChunkEnvelope.VERSION), 3, 1));
        if (WRITE) {
            Files.createDirectories(RESOURCES);
            Files.writeString(RESOURCES.resolve(DUMP), dump(chunks));
            store(chunks);
        }
        assertThat(dump(chunks)).isEqualTo(new String(resource(DUMP), StandardCharsets.UTF_8));
    }

    @Test
    void theDumpAgreesWithTheReaders() {
        MemoryChunks chunks = BlockRoundTripTest.write(BlockInputs.of(SampleSpans.batch(ChunkEnvelope.VERSION), 3, 1));
        assertThat(dump(chunks)).doesNotContain("damaged");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void everyVersionIsRead(int version) throws IOException {
        MemoryChunks chunks = stored(version);
        assertThat(chunks.chunks().firstEntry().getValue()[2]).isEqualTo((byte) version);
        BlockReader block = open(chunks);
        assertThat(BlockContents.of(block))
                .isEqualTo(BlockContents.of(BlockInputs.of(SampleSpans.batch(version), 3, 1)));
        try (ReadScratch scratch = new ReadScratch()) {
            new BlockVerifier(block, scratch).verify();
        }
        assertThat(dump(chunks)).doesNotContain("damaged");
    }

    /** A store that was filled by several versions has blocks of each, and merges them. */
    @Test
    void versionsAreMerged() throws IOException {
        BlockReader first = open(stored(1));
        BlockReader second = open(stored(2));
        MemoryChunks merged = new MemoryChunks();
        try (BlockMerger merger = new BlockMerger()) {
            merger.merge(
                    new BlockIdentity(99, first.identity().project(), 7),
                    List.of(MergeInput.all(first), MergeInput.all(second)),
                    merged);
        }
        List<String> spans = new ArrayList<>(BlockContents.of(first));
        spans.addAll(BlockContents.of(second));
        BlockReader block = open(merged);
        assertThat(BlockContents.of(block)).containsExactlyInAnyOrderElementsOf(spans);
        try (ReadScratch scratch = new ReadScratch()) {
            new BlockVerifier(block, scratch).verify();
        }
    }

    private static String chunksOf(int version) {
        return "sample-" + version + ".chunks";
    }

    private static BlockReader open(MemoryChunks chunks) {
        ChunkKey key = chunks.chunks().firstKey();
        return BlockReader.open(chunks, key.block(), key.project());
    }

    private static String dump(MemoryChunks chunks) {
        try (BlockDump dump = new BlockDump(open(chunks))) {
            return dump.dump(Integer.MAX_VALUE);
        }
    }

    /** A stored sample is its chunks one after the other: block, project, kind code, part, column, length, bytes. */
    private static void store(MemoryChunks chunks) throws IOException {
        try (OutputStream file = Files.newOutputStream(RESOURCES.resolve(chunksOf(ChunkEnvelope.VERSION)));
                DataOutputStream out = new DataOutputStream(file)) {
            for (Map.Entry<ChunkKey, byte[]> entry : chunks.chunks().entrySet()) {
                ChunkKey key = entry.getKey();
                out.writeLong(key.block());
                out.writeInt(key.project());
                out.writeByte(key.kind().code());
                out.writeInt(key.part());
                out.writeInt(key.column());
                out.writeInt(entry.getValue().length);
                out.write(entry.getValue());
            }
        }
    }

    private static MemoryChunks stored(int version) throws IOException {
        MemoryChunks chunks = new MemoryChunks();
        try (InputStream file = open(chunksOf(version));
                DataInputStream in = new DataInputStream(file)) {
            while (in.available() > 0) {
                long block = in.readLong();
                int project = in.readInt();
                ChunkKind kind = Objects.requireNonNull(ChunkKind.ofCode(in.readUnsignedByte()));
                ChunkKey key = new ChunkKey(block, project, kind, in.readInt(), in.readInt());
                byte[] bytes = in.readNBytes(in.readInt());
                chunks.put(key, bytes, 0, bytes.length);
            }
        }
        return chunks;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(StoredSampleTest.class.getResourceAsStream(name), name);
    }
}
