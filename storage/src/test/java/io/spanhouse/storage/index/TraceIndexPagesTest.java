package io.spanhouse.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.Packed;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every trace is found by its hash; of the others hardly any. */
final class TraceIndexPagesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 500, 1_025, 40_000})
    void findsAllAndHardlyAnyOther(int traces) {
        SplittableRandom random = new SplittableRandom(traces);
        long[] hashes = new long[traces];
        for (int i = 0; i < traces; i++) {
            hashes[i] = TraceHash.of(7, random.nextLong(), random.nextLong());
        }
        Map<Integer, byte[]> pages = new HashMap<>();
        TraceIndexPages.write(
                Arrays.copyOf(hashes, traces),
                traces,
                (page, bytes) -> pages.put(page, Arrays.copyOf(bytes.array(), bytes.size() + Packed.SLACK)));
        int bits = TraceIndexPages.pageBits(traces);
        assertThat(pages).hasSize(1 << bits);
        int[] found = new int[16];
        for (int i = 0; i < traces; i++) {
            int count = find(pages, hashes[i], bits, found);
            assertThat(Arrays.copyOf(found, count)).contains(i);
        }
        int falseHits = 0;
        int tries = 20_000;
        for (int i = 0; i < tries; i++) {
            falseHits += find(pages, random.nextLong(), bits, found);
        }
        assertThat(falseHits).isLessThan(tries / 30);
        long bytes = pages.values().stream().mapToLong(page -> page.length).sum();
        if (traces > 10_000) {
            assertThat((double) bytes / traces).isLessThan(3.4);
        }
    }

    private static int find(Map<Integer, byte[]> pages, long hash, int bits, int[] found) {
        byte[] page = pages.get(TraceIndexPages.page(hash, bits));
        return TraceIndexPages.find(new ByteReader().set(page, 0, page.length - Packed.SLACK), hash, bits, found);
    }
}
