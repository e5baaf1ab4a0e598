package io.spanhouse.storage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ByteHashTest {
    @Test
    void everyByteAndTheLengthCount() {
        Random random = new Random(1);
        for (int length = 0; length < 70; length++) {
            byte[] bytes = new byte[length + 8];
            random.nextBytes(bytes);
            long hash = ByteHash.hash(bytes, 3, length, 0);
            assertThat(ByteHash.hash(Arrays.copyOfRange(bytes, 3, 3 + length), 0, length, 0))
                    .isEqualTo(hash);
            assertThat(ByteHash.hash(bytes, 3, length, 1)).isNotEqualTo(hash);
            assertThat(ByteHash.hash(bytes, 3, length + 1, 0)).isNotEqualTo(hash);
            for (int i = 0; i < length; i++) {
                for (int bit = 0; bit < 8; bit++) {
                    byte[] other = bytes.clone();
                    other[3 + i] ^= (byte) (1 << bit);
                    assertThat(ByteHash.hash(other, 3, length, 0)).isNotEqualTo(hash);
                }
            }
        }
    }

    @Test
    void zerosOfDifferentLengthsDiffer() {
        Set<Long> hashes = new HashSet<>();
        for (int length = 0; length < 1000; length++) {
            hashes.add(ByteHash.hash(new byte[1000], 0, length, 0));
        }
        assertThat(hashes).hasSize(1000);
    }

    @Test
    void bothHalvesSpreadNumberedTexts() {
        int slots = 1 << 12;
        int[] low = new int[slots];
        int[] high = new int[slots];
        for (int i = 0; i < 16 * slots; i++) {
            byte[] text = ("http.request.header." + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            long hash = ByteHash.hash(text, 0, text.length, 0);
            low[(int) hash & slots - 1]++;
            high[(int) (hash >>> 32) & slots - 1]++;
        }
        assertThat(Arrays.stream(low).max().getAsInt()).isLessThan(50);
        assertThat(Arrays.stream(high).max().getAsInt()).isLessThan(50);
    }
}
