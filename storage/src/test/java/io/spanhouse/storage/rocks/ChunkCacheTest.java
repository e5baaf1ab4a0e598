package io.spanhouse.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.block.ChunkBuffer;
import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.block.ChunkKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class ChunkCacheTest {
    private static final long BYTES_MAX = 1 << 20;

    @Test
    void whatItHasIsWhatWasPut() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        ChunkCache cache = new ChunkCache(BYTES_MAX);
        ChunkBuffer buffer = new ChunkBuffer();
        int found = 0;
        for (int i = 0; i < 200_000; i++) {
            ChunkKey key = key(random.nextInt(400));
            if (cache.read(1, key, buffer)) {
                found++;
                assertHolds(buffer, key, "seed " + seed);
            } else {
                byte[] bytes = bytesOf(key);
                cache.put(1, key, bytes, 0, bytes.length);
            }
        }
        assertThat(found).as("seed %d", seed).isGreaterThan(20_000);
        assertThat(cache.figures().bytes()).isLessThanOrEqualTo(BYTES_MAX);
        assertThat(cache.figures().hits()).isEqualTo(found);
    }

    @Test
    void theBufferMayBeLongerThanTheChunkAndTheArrayHaveMore() {
        ChunkCache cache = new ChunkCache(BYTES_MAX);
        cache.put(1, key(1), new byte[] {9, 1, 2, 3, 9}, 1, 3);
        ChunkBuffer buffer = new ChunkBuffer();

        assertThat(cache.read(1, key(1), buffer)).isTrue();
        assertThat(Arrays.copyOf(buffer.array(), buffer.length())).containsExactly(1, 2, 3);
        assertThat(cache.read(2, key(1), buffer)).isFalse();
    }

    @Test
    void whatIsReadOutlivesWhatIsNot() {
        ChunkCache cache = new ChunkCache(BYTES_MAX);
        ChunkBuffer buffer = new ChunkBuffer();
        byte[] bytes = new byte[1_000];
        ChunkKey hot = key(0);
        cache.put(1, hot, bytes, 0, bytes.length);
        for (int i = 1; i < 10_000; i++) {
            cache.put(1, key(i), bytes, 0, bytes.length);
            assertThat(cache.read(1, hot, buffer)).isTrue();
        }
        assertThat(cache.read(1, key(1), buffer)).isFalse();
        assertThat(cache.read(1, key(9_999), buffer)).isTrue();
    }

    @Test
    void tooLongAChunkAndTooSmallACacheKeepNothing() {
        ChunkCache cache = new ChunkCache(BYTES_MAX);
        byte[] bytes = new byte[cache.chunkBytesMax() + 1];
        cache.put(1, key(1), bytes, 0, bytes.length);
        ChunkCache none = new ChunkCache(1_000);
        none.put(1, key(1), bytes, 0, 1);

        assertThat(cache.read(1, key(1), new ChunkBuffer())).isFalse();
        assertThat(none.read(1, key(1), new ChunkBuffer())).isFalse();
        assertThat(none.figures().bytes()).isZero();
    }

    /** Readers never see half of one chunk and half of another while slabs are emptied under them. */
    @Test
    void readersAndWritersAtOnce() throws InterruptedException, ExecutionException {
        ChunkCache cache = new ChunkCache(BYTES_MAX);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                SplittableRandom random = new SplittableRandom(thread);
                running.add(threads.submit(() -> {
                    ChunkBuffer buffer = new ChunkBuffer();
                    for (int i = 0; i < 100_000; i++) {
                        ChunkKey key = key(random.nextInt(300));
                        if (cache.read(1, key, buffer)) {
                            assertHolds(buffer, key, "at once");
                        } else {
                            byte[] bytes = bytesOf(key);
                            cache.put(1, key, bytes, 0, bytes.length);
                        }
                    }
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertHolds(ChunkBuffer buffer, ChunkKey key, String when) {
        byte[] expected = bytesOf(key);
        if (!Arrays.equals(buffer.array(), 0, buffer.length(), expected, 0, expected.length)) {
            assertThat(Arrays.copyOf(buffer.array(), buffer.length())).as(when).isEqualTo(expected);
        }
    }

    private static byte[] bytesOf(ChunkKey key) {
        byte[] bytes = new byte[key.part() * 37 % 9_000 + 1];
        Arrays.fill(bytes, (byte) key.part());
        return bytes;
    }

    private static ChunkKey key(int part) {
        return new ChunkKey(1, 1, ChunkKind.COLUMN, part, 3);
    }
}
