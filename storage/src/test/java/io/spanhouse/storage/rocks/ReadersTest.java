package io.spanhouse.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers while blocks are merged, dropped and closed under them: a freed handle would kill the test's process. */
final class ReadersTest {
    private static final int READERS = 3;

    @TempDir
    Path root;

    @Test
    void readersSeeWhatTheyHoldWhateverHappensToIt() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        AtomicBoolean end = new AtomicBoolean();
        AtomicLong reads = new AtomicLong();
        try (RocksFixture fixture = new RocksFixture(root)) {
            fixture.seal(0, 10, "text 10");
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> {
                    while (!end.get()) {
                        readAll(fixture.ledger(), reads);
                    }
                }));
            }
            changeForAWhile(fixture);
            await().until(() -> reads.get() > 1_000);
            end.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void closingUnderReadersFailsTheirReads() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        AtomicLong reads = new AtomicLong();
        try (RocksFixture fixture = new RocksFixture(root)) {
            StoredBlock block = fixture.seal(0, 10, "text").added().get(0);
            List<Future<FailureKind>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> {
                    while (true) {
                        try {
                            assertThat(RocksFixture.read(block)).isEqualTo("text");
                            reads.incrementAndGet();
                        } catch (StoreException e) {
                            return e.kind();
                        }
                    }
                }));
            }
            await().until(() -> reads.get() > 1_000);
            fixture.closeLedger();
            for (Future<FailureKind> reader : readers) {
                assertThat(reader.get()).isEqualTo(FailureKind.CLOSED);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Blocks are held as a view holds them: acquired from the ledger, under its lock. */
    private static void readAll(Ledger ledger, AtomicLong reads) {
        List<StoredBlock> held;
        synchronized (ledger) {
            held = ledger.blocks();
            held.forEach(StoredBlock::acquire);
        }
        for (StoredBlock block : held) {
            assertThat(RocksFixture.read(block)).startsWith("text");
            reads.incrementAndGet();
        }
        held.forEach(StoredBlock::release);
    }

    private static void changeForAWhile(RocksFixture fixture) {
        SplittableRandom random = new SplittableRandom(5);
        for (long to = 20; to < 300; to += 10) {
            fixture.seal(0, to, "text " + to);
            Ledger ledger = fixture.ledger();
            List<SstHeader> headers = Chains.ofLane(ledger.headers(), RocksFixture.JOURNAL, 0);
            BucketId newest = headers.get(headers.size() - 1).place().bucket();
            headers.removeIf(header -> !header.place().bucket().equals(newest));
            if (headers.size() > 2 + random.nextInt(4)) {
                ledger.release(fixture.merge(headers, "text of many"));
            } else if (random.nextInt(6) == 0) {
                ledger.newBucket(0);
                fixture.seal(0, to + 5, "text " + to);
                ledger.release(ledger.drop(newest));
            }
            ledger.sweep();
        }
    }
}
