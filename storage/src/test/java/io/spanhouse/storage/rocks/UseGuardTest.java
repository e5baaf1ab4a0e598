package io.spanhouse.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class UseGuardTest {
    @Test
    void closeWaitsForUsesAndLetsNobodyIn() throws InterruptedException {
        UseGuard guard = new UseGuard("the test");
        guard.enter();
        AtomicBoolean closed = new AtomicBoolean();
        Thread closer = new Thread(() -> {
            guard.close();
            closed.set(true);
        });
        closer.start();
        await().until(() -> !probe(guard));

        assertThat(closed).isFalse();
        assertThatThrownBy(guard::enter).isInstanceOf(StoreException.class).hasMessage("the test is closed");
        guard.exit();
        closer.join();
        assertThat(closed).isTrue();
        assertThat(guard.close()).isFalse();
    }

    @Test
    void nobodyIsInsideAfterClose() throws InterruptedException, ExecutionException {
        for (int round = 0; round < 200; round++) {
            UseGuard guard = new UseGuard("the test");
            AtomicBoolean freed = new AtomicBoolean();
            AtomicBoolean usedAfterFree = new AtomicBoolean();
            ExecutorService threads = Executors.newFixedThreadPool(3);
            List<Future<?>> users = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                users.add(threads.submit(() -> {
                    while (guard.tryEnter()) {
                        usedAfterFree.compareAndSet(false, freed.get());
                        guard.exit();
                    }
                }));
            }
            assertThat(guard.close()).isTrue();
            freed.set(true);
            for (Future<?> user : users) {
                user.get();
            }
            threads.shutdownNow();
            assertThat(usedAfterFree).isFalse();
        }
    }

    private static boolean probe(UseGuard guard) {
        boolean entered = guard.tryEnter();
        if (entered) {
            guard.exit();
        }
        return entered;
    }
}
