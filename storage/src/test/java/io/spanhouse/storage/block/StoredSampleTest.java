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
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The format does not change by accident: the dump of a small block is pinned, and the block that each version wrote is
 * kept and read for ever. After a change that is meant, run once with {@code -Dblock.golden=write}, look at the difference
 * of the dump, and keep the samples of versions that were released.
 */
final class StoredSampleTest {
    private static final Path RESOURCES = Path.of("src/test/resources/io/spanhouse/storage/block");
    private static final String DUMP = "sample-1.dump.txt";
    private static final String CHUNKS = "sample-1.chunks";
    private static final boolean WRITE = "write".equals(System.getProperty("block.golden"));

    @Test
    void theDumpIsWhatItWas() throws IOException {
        MemoryChunks chunks = BlockRoundTripTest.write(BlockInputs.of(SampleSpans.batch(), 3, 1));
        if (WRITE) {
            Files.createDirectories(RESOURCES);
            Files.writeString(RESOURCES.resolve(DUMP), dump(chunks));
            store(chunks);
        }
        assertThat(dump(chunks)).isEqualTo(new String(resource(DUMP), StandardCharsets.UTF_8));
    }

    @Test
    void theDumpAgreesWithTheReaders() {
        MemoryChunks chunks = BlockRoundTripTest.write(BlockInputs.of(SampleSpans.batch(), 3, 1));
        assertThat(dump(chunks)).doesNotContain("damaged");
    }

    @Test
    void versionOneIsRead() throws IOException {
        MemoryChunks chunks = stored();
        BlockReader block = open(chunks);
        assertThat(BlockContents.of(block)).isEqualTo(BlockContents.of(BlockInputs.of(SampleSpans.batch(), 3, 1)));
        try (ReadScratch scratch = new ReadScratch()) {
            new BlockVerifier(block, scratch).verify();
        }
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
        try (OutputStream file = Files.newOutputStream(RESOURCES.resolve(CHUNKS));
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

    private static MemoryChunks stored() throws IOException {
        MemoryChunks chunks = new MemoryChunks();
        try (InputStream file = open(CHUNKS);
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
