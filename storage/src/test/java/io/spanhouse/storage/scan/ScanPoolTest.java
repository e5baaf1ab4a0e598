package io.spanhouse.storage.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ScanPoolTest {
    private static final int UNITS = 6;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch callers = new CountDownLatch(1);
    private final List<String> order = new CopyOnWriteArrayList<>();

    /** Units that the pool's thread notes; the thread that asked waits after its first one. */
    private final class Query implements ScanPool.Work {
        final String name;
        final CountDownLatch queued = new CountDownLatch(1);
        final CountDownLatch begun = new CountDownLatch(1);
        private final AtomicInteger left = new AtomicInteger(UNITS);
        private final AtomicInteger ofCaller = new AtomicInteger();
        private volatile Thread caller;

        Query(String name) {
            this.name = name;
        }

        CompletableFuture<Void> runOn(ScanPool pool) {
            return CompletableFuture.runAsync(() -> {
                caller = Thread.currentThread();
                pool.run(this);
            });
        }

        @Override
        public boolean runNext() {
            if (Thread.currentThread() == caller) {
                if (ofCaller.getAndIncrement() == 0) {
                    return true;
                }
                queued.countDown();
                await(callers);
                return left.getAndDecrement() > 0;
            }
            if (left.getAndDecrement() <= 0) {
                return false;
            }
            begun.countDown();
            await(gate);
            order.add(name);
            return true;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void unitsOfQueriesAreTakenInTurn() {
        try (ScanPool pool = new ScanPool(1)) {
            Query large = new Query("large");
            Query small = new Query("small");
            CompletableFuture<Void> one = large.runOn(pool);
            await(large.begun);
            CompletableFuture<Void> other = small.runOn(pool);
            await(small.queued);
            gate.countDown();
            Awaitility.await().until(() -> order.size() == 2 * UNITS);
            callers.countDown();
            one.join();
            other.join();
        }
        // The first unit was taken before there was another query; large was put back before small came.
        assertThat(order.subList(1, 7)).containsExactly("large", "small", "large", "small", "large", "small");
    }

    @Test
    void aPoolWithoutThreadsIsOnlySlower() {
        AtomicInteger units = new AtomicInteger(UNITS);
        try (ScanPool pool = new ScanPool(0)) {
            pool.run(() -> units.getAndDecrement() > 0);
        }
        assertThat(units.get()).isEqualTo(-1);
    }
}
