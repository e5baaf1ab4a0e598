package io.spanhouse.storage.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.testing.SeededSpans;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The harness of everything that reads blocks: one chunk of a good block, which one the input says, has other bytes under a
 * right checksum. So every encoding, index, filter and directory meets any bytes.
 */
public final class BlockFuzzer {
    private static final MemoryChunks CHUNKS =
            BlockRoundTripTest.write(BlockInputs.of(new SeededSpans(3).batch(12), 3, 1));
    private static final List<ChunkKey> KEYS = new ArrayList<>(CHUNKS.chunks().keySet());

    private BlockFuzzer() {}

    /** Two bytes choose the chunk, two where its payload changes; the rest takes the place of what was there. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 4) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(input);
        ChunkKey key = KEYS.get(in.getChar() % KEYS.size());
        byte[] whole = CHUNKS.chunks().get(key);
        int at = ChunkEnvelope.BYTES + in.getChar() % Math.max(1, whole.length - ChunkEnvelope.BYTES);
        byte[] changed = Arrays.copyOf(whole, Math.max(whole.length, at + in.remaining()));
        in.get(changed, at, in.remaining());
        ChunkEnvelope.write(key, changed, 0, changed.length);
        CHUNKS.chunks().put(key, changed);
        try {
            readAll(key);
        } catch (StoreException e) {
            assertThat(e.kind()).isIn(FailureKind.CORRUPT, FailureKind.TOO_NEW);
        } finally {
            CHUNKS.chunks().put(key, whole);
        }
    }

    private static void readAll(ChunkKey key) {
        BlockReader block = BlockReader.open(CHUNKS, key.block(), key.project());
        try (ReadScratch scratch = new ReadScratch()) {
            for (int group = 0; group < block.bounds().groups(); group++) {
                GroupCondition.ofGroup(block, group, scratch);
            }
            GroupCondition.ofShared(block, scratch);
            new BlockVerifier(block, scratch).verify();
        }
    }
}
