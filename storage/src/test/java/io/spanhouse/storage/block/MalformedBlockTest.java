package io.spanhouse.storage.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.testing.DemoSpans;
import io.spanhouse.storage.testing.SeededSpans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged blocks: a wrong checksum is always noticed; bytes that are wrong under a right checksum are read or refused, but
 * never an endless loop, an array of absurd size, or a failure of another kind.
 */
final class MalformedBlockTest {
    /** Damages tried for each seed; more by {@code -Dblock.fuzz.rounds}. */
    private static final int ROUNDS = Integer.getInteger("block.fuzz.rounds", 25);

    private static final int MISSING_MAX = 40;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyFlippedByteIsNoticed(long seed) {
        MemoryChunks chunks = odd(seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (Map.Entry<ChunkKey, byte[]> entry : chunks.chunks().entrySet()) {
            byte[] bytes = entry.getValue().clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> ChunkEnvelope.verify(entry.getKey(), bytes, 0, bytes.length))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.kind()).isIn(FailureKind.CORRUPT, FailureKind.TOO_NEW));
        }
    }

    @Test
    void aChunkUnderAnotherKeyIsNoticed() {
        MemoryChunks chunks = odd(1);
        ChunkKey key = chunks.chunks().firstKey();
        byte[] bytes = chunks.chunks().firstEntry().getValue();
        ChunkKey other = new ChunkKey(key.block() + 1, key.project(), key.kind(), key.part(), key.column());
        assertThatThrownBy(() -> ChunkEnvelope.verify(other, bytes, 0, bytes.length))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void aLaterFormatIsRefusedByName() {
        MemoryChunks chunks = odd(1);
        ChunkKey key = chunks.chunks().lastKey();
        byte[] bytes = chunks.chunks().lastEntry().getValue();
        bytes[2] = ChunkEnvelope.VERSION + 1;
        assertThatThrownBy(() -> BlockReader.open(chunks, key.block(), key.project()))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TOO_NEW))
                .hasMessageContaining("format " + (ChunkEnvelope.VERSION + 1));
    }

    @Test
    void aMissingChunkIsNamed() {
        MemoryChunks chunks = ordinary(4);
        List<ChunkKey> keys = new ArrayList<>(chunks.chunks().keySet());
        for (int i = 0; i < keys.size() - 1; i += 1 + keys.size() / MISSING_MAX) {
            ChunkKey key = keys.get(i);
            byte[] bytes = chunks.chunks().remove(key);
            assertThatThrownBy(() -> readAll(chunks))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(key.toString());
            chunks.chunks().put(key, bytes);
        }
        readAll(chunks);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void wrongBytesUnderARightChecksum(long seed) {
        MemoryChunks chunks = seed % 2 == 0 ? odd(seed) : ordinary(seed);
        List<ChunkKey> keys = new ArrayList<>(chunks.chunks().keySet());
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            ChunkKey key = keys.get(random.nextInt(keys.size()));
            byte[] whole = chunks.chunks().get(key);
            byte[] damaged = damage(whole, random);
            ChunkEnvelope.write(key, damaged, 0, damaged.length);
            chunks.chunks().put(key, damaged);
            String place = "seed " + seed + " round " + round + " " + key;
            Assertions.assertTimeoutPreemptively(LIMIT, () -> readOrRefuse(chunks, place), place);
            chunks.chunks().put(key, whole);
        }
    }

    private static byte[] damage(byte[] whole, SplittableRandom random) {
        int payload = whole.length - ChunkEnvelope.BYTES;
        if (random.nextInt(8) == 0) {
            return Arrays.copyOf(whole, ChunkEnvelope.BYTES + random.nextInt(payload + 1));
        }
        byte[] damaged = whole.clone();
        // Most that can go wrong is in the first bytes: encodings, counts, widths.
        int reach = random.nextBoolean() ? Math.min(payload, 16) : payload;
        for (int i = 1 + random.nextInt(3); i > 0 && reach > 0; i--) {
            int at = ChunkEnvelope.BYTES + random.nextInt(reach);
            damaged[at] = random.nextInt(3) == 0 ? (byte) 0xFF : (byte) random.nextInt(256);
        }
        return damaged;
    }

    private static void readOrRefuse(MemoryChunks chunks, String place) {
        try {
            readAll(chunks);
        } catch (StoreException e) {
            assertThat(e.kind()).as(place).isIn(FailureKind.CORRUPT, FailureKind.TOO_NEW);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(place, e);
        }
    }

    private static void readAll(MemoryChunks chunks) {
        ChunkKey key = chunks.chunks().firstKey();
        BlockReader block = BlockReader.open(chunks, key.block(), key.project());
        try (BlockDump dump = new BlockDump(block);
                ReadScratch scratch = new ReadScratch()) {
            dump.dump(1);
            new BlockVerifier(block, scratch).verify();
        }
    }

    private static MemoryChunks odd(long seed) {
        SpanBatch batch = new SeededSpans(seed).batch(25);
        return BlockRoundTripTest.write(BlockInputs.of(batch, 3, 1));
    }

    private static MemoryChunks ordinary(long seed) {
        return BlockRoundTripTest.write(BlockInputs.of(new DemoSpans(seed).batch(1_100)));
    }
}
