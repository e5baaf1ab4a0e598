package io.spanhouse.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More buckets than may be open: each answers all the same, and no more are open than may be. Of a few hundred, because each
 * syncs several files when it is made; {@code -Dbuckets=2000} makes more and prints how long the start takes.
 */
final class ManyBucketsTest {
    private static final int OPEN_MAX = 80;
    private static final int BUCKETS = Integer.getInteger("buckets", 150);

    @TempDir
    Path directory;

    @Test
    void manyBucketsAreAskedOneAfterTheOther() {
        int buckets = BUCKETS;
        List<String> expected = new ArrayList<>();
        try (RocksFixture fixture = fixture()) {
            for (int i = 0; i < buckets; i++) {
                seal(fixture, i);
                expected.add("text " + i);
            }
            assertThat(awake(fixture)).isLessThanOrEqualTo(OPEN_MAX);
        }
        try (RocksFixture fixture = fixture()) {
            long startedNanos = System.nanoTime();
            fixture.open();
            System.out.printf("%d buckets open in %d ms%n", buckets, (System.nanoTime() - startedNanos) / 1_000_000);
            assertThat(awake(fixture)).isEqualTo(OpenBuckets.AT_START);
            assertThat(fixture.ledger().blocks()).hasSize(buckets);
            assertThat(fixture.ledger().sealed(0)).isEqualTo(10L * buckets);
            assertThat(fixture.ledger().gaps()).isEmpty();
            // While the store opens all of them are read, and none is opened for it.
            assertThat(fixture.texts()).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(awake(fixture)).isEqualTo(OpenBuckets.AT_START);
            fixture.environment.opened();
            assertThat(fixture.texts()).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(awake(fixture)).isLessThanOrEqualTo(OPEN_MAX);
            askInAnyOrder(fixture, expected);
            assertThat(awake(fixture)).isLessThanOrEqualTo(OPEN_MAX);
        }
    }

    /** By several threads at once, which put each other's buckets to sleep; in between some are merged and dropped. */
    private static void askInAnyOrder(RocksFixture fixture, List<String> expected) {
        List<StoredBlock> blocks = fixture.ledger().blocks();
        List<CompletableFuture<Void>> askers = new ArrayList<>();
        for (int asker = 0; asker < 3; asker++) {
            SplittableRandom random = new SplittableRandom(asker);
            askers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 200; i++) {
                    StoredBlock block = blocks.get(random.nextInt(blocks.size()));
                    assertThat(expected.get((int) block.bucket().sequence() - 1))
                            .isEqualTo(RocksFixture.read(block));
                }
            }));
        }
        Ledger ledger = fixture.ledger();
        SstHeader last = blocks.get(blocks.size() - 1).header();
        ledger.release(fixture.merge(List.of(last), "merged"));
        ledger.release(ledger.drop(new BucketId(0, 1)));
        askers.forEach(CompletableFuture::join);
        ledger.sweep();
        assertThat(ledger.blocks()).hasSize(blocks.size() - 1);
    }

    @Test
    void aDamagedOneIsNamedWhenItIsFirstRead() throws IOException {
        int buckets = OpenBuckets.AT_START + 3;
        try (RocksFixture fixture = fixture()) {
            for (int i = 0; i < buckets; i++) {
                seal(fixture, i);
            }
            Files.delete(
                    fixture.bucketDirectory(new BucketId(0, 1)).resolve("db").resolve("CURRENT"));
            Files.write(fixture.ssts(new BucketId(0, 2)).get(0), new byte[100]);
        }
        try (RocksFixture fixture = fixture()) {
            List<StoredBlock> blocks = fixture.open().blocks();
            fixture.environment.opened();
            // One is damaged so that it cannot even be looked at, so it is told at once; the other is mended when it is
            // read.
            String first = new BucketId(0, 1).directoryName();
            assertThat(fixture.ledger().damages())
                    .isNotEmpty()
                    .noneMatch(damage -> damage.bucket().equals(first));
            assertThat(blocks).hasSize(buckets - 1);
            assertThat(RocksFixture.read(blocks.get(0))).isEqualTo("text 0");
            assertThat(fixture.ledger().damages())
                    .anyMatch(damage -> damage.bucket().equals(first));
        }
    }

    @Test
    void nothingIsReadOnceItIsClosed() {
        try (RocksFixture fixture = fixture()) {
            for (int i = 0; i <= OpenBuckets.AT_START; i++) {
                seal(fixture, i);
            }
            StoredBlock oldest = fixture.open().blocks().get(0);
            fixture.environment.opened();
            fixture.closeLedger();
            assertThatThrownBy(() -> RocksFixture.read(oldest)).isInstanceOf(StoreException.class);
        }
    }

    private RocksFixture fixture() {
        return new RocksFixture(directory, OPEN_MAX);
    }

    private static void seal(RocksFixture fixture, int number) {
        BucketId bucket = fixture.ledger().newBucket(0);
        fixture.sealInto(bucket, 10L * (number + 1), "text " + number);
    }

    private static int awake(RocksFixture fixture) {
        return fixture.ledger().figures().buckets();
    }
}
