package io.spanhouse.ingest.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermitsTest {
    @Test
    void heldBytesAreTakenInStepsAndAllComeBack() throws Exception {
        MemoryPermits permits = new MemoryPermits(1 << 20);
        PermitHolder holder = permits.newHolder();
        holder.hold(1);
        assertThat(permits.bytesTaken()).isEqualTo(PermitHolder.STEP_BYTES);
        holder.hold(PermitHolder.STEP_BYTES - 1);
        assertThat(permits.bytesTaken()).isEqualTo(PermitHolder.STEP_BYTES);
        holder.hold(1);
        assertThat(permits.bytesTaken()).isEqualTo(2 * PermitHolder.STEP_BYTES);
        holder.release(PermitHolder.STEP_BYTES);
        assertThat(permits.bytesTaken()).isEqualTo(PermitHolder.STEP_BYTES);
        holder.close();
        holder.close();
        assertThat(permits.bytesTaken()).isZero();
        assertThat(holder.tryHold(1)).isFalse();
        assertThat(permits.bytesTaken()).isZero();
    }

    @Test
    void whatIsNotThereIsRefusedAndOthersKeepTheirs() throws Exception {
        MemoryPermits permits = new MemoryPermits(1 << 20);
        PermitHolder first = permits.newHolder();
        PermitHolder second = permits.newHolder();
        first.hold(900 << 10);
        assertThatThrownBy(() -> second.hold(200 << 10))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.rejection().kind()).isEqualTo(RejectionKind.OVERLOADED));
        assertThat(second.tryHold(10)).isTrue();
        first.close();
        assertThat(second.tryHold(800 << 10)).isTrue();
        second.close();
        assertThat(permits.bytesTaken()).isZero();
    }

    @Test
    void whatWouldNotFitAloneIsRefusedForGood() throws Exception {
        MemoryPermits permits = new MemoryPermits(1 << 20);
        try (PermitHolder holder = permits.newHolder()) {
            holder.hold(600 << 10);
            assertThatThrownBy(() -> holder.hold(600 << 10))
                    .isInstanceOfSatisfying(
                            RejectedException.class,
                            e -> assertThat(e.rejection().kind()).isEqualTo(RejectionKind.TOO_LARGE));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void neverMoreThanThereIsAndNoneLost(long seed) throws Exception {
        MemoryPermits permits = new MemoryPermits(4 << 20);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Long>> results = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            Random random = new Random(seed * 10 + thread);
            results.add(threads.submit(() -> {
                start.await();
                long most = 0;
                for (int round = 0; round < 2_000; round++) {
                    try (PermitHolder holder = permits.newHolder()) {
                        while (holder.tryHold(random.nextInt(300_000)) && random.nextInt(6) != 0) {
                            most = Math.max(most, holder.bytesHeld());
                            holder.release(random.nextInt((int) holder.bytesHeld() + 1));
                        }
                    }
                }
                return most;
            }));
        }
        start.countDown();
        for (Future<Long> result : results) {
            assertThat(result.get()).isBetween(1L, 4L << 20);
        }
        threads.shutdown();
        assertThat(permits.bytesTaken()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void aBodyIsWhatWasWrittenWithinItsLimit(long seed) throws Exception {
        Random random = new Random(seed);
        MemoryPermits permits = new MemoryPermits(64 << 20);
        for (int round = 0; round < 60; round++) {
            int limit = 1_000 + random.nextInt(1 << random.nextInt(4, 23));
            byte[] bytes = new byte[Math.min(random.nextInt(2 * limit), 6 << 20)];
            random.nextBytes(bytes);
            long hint = random.nextInt(3) == 0 ? bytes.length : random.nextInt(3) - 1;
            try (PermitHolder holder = permits.newHolder()) {
                BodyBuffer body = new BodyBuffer(holder, limit, RejectionKind.TOO_LARGE).expect(hint);
                ByteBuffer source = ByteBuffer.wrap(bytes);
                boolean refused = false;
                try {
                    while (source.hasRemaining()) {
                        int end = Math.min(bytes.length, source.position() + 1 + random.nextInt(200_000));
                        body.write(source.slice(source.position(), end - source.position()));
                        source.position(end);
                    }
                } catch (RejectedException e) {
                    refused = true;
                }
                assertThat(refused).as("seed " + seed).isEqualTo(bytes.length > limit);
                assertThat(holder.bytesHeld()).isLessThanOrEqualTo(Math.max(limit + 1L, 1_024));
                if (!refused) {
                    assertThat(body.size()).isEqualTo(bytes.length);
                    assertThat(body.takeAll().toByteArray()).isEqualTo(bytes);
                    assertThat(body.size()).isZero();
                }
            }
            assertThat(permits.bytesTaken()).isZero();
        }
    }
}
