package io.spanhouse.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.rocks.BucketId;
import io.spanhouse.storage.rocks.BucketSummary;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.testing.SeededSpans;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buckets: when they end and when they go. */
final class RetentionTest {
    private static final int PROJECT = 2;

    @TempDir
    Path directory;

    private final SeededSpans spans = new SeededSpans(12);
    private SmallStore store;

    @BeforeEach
    void start() {
        store = new SmallStore(directory, SmallStore.options());
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void aBucketEndsWithItsDay() {
        sealSome();
        store.clock.pass(Duration.ofHours(2));
        sealSome();
        assertThat(buckets()).hasSize(1);
        store.clock.pass(Duration.ofDays(1));
        sealSome();
        assertThat(buckets()).hasSize(2);
        assertThat(buckets().get(0).blocks()).isEqualTo(2);
    }

    @Test
    void byClockABucketEndsAtMostOnceAnHour() {
        sealSome();
        for (int i = 0; i < 20; i++) {
            store.clock.jump(Duration.ofDays(i % 2 == 0 ? 10 : -10));
            sealSome();
        }
        assertThat(buckets()).hasSize(2);
        store.clock.pass(Duration.ofHours(1));
        store.clock.jump(Duration.ofDays(10));
        sealSome();
        assertThat(buckets()).hasSize(3);
    }

    @Test
    void aBucketEndsAtATenthOfTheSizeLimit() {
        store.close();
        store = new SmallStore(directory, withBytesMax(10));
        sealSome();
        sealSome();
        assertThat(buckets()).hasSize(2);
    }

    @Test
    void oldBucketsGo() {
        sealSome();
        store.clock.pass(Duration.ofDays(20));
        sealSome();
        store.maintenance().settle();
        assertThat(buckets()).hasSize(2);

        store.clock.pass(Duration.ofDays(11));
        store.maintenance().settle();

        assertThat(buckets()).hasSize(1);
        assertThat(store.view()).hasSize(1);
        assertThat(store.dropped).singleElement().asString().contains("older than 2592000 seconds");
        assertThat(store.maintenance().figures().droppedBuckets()).isEqualTo(1);
        store.crash();
        assertThat(buckets()).hasSize(1);
        assertThat(store.ledger().damages()).isEmpty();
    }

    @Test
    void aJumpOfTheWallClockDropsNothing() {
        sealSome();
        for (int years : new int[] {10, -20, 10}) {
            store.clock.jump(Duration.ofDays(365L * years));
            store.maintenance().settle();
            store.clock.pass(Duration.ofMinutes(40));
            store.maintenance().settle();
        }
        assertThat(store.dropped).isEmpty();
        assertThat(store.view()).hasSize(1);
    }

    @Test
    void aJumpAcrossARestartDropsNothing() {
        sealSome();
        store.clock.jump(Duration.ofDays(3650));
        store.crash();
        store.maintenance().settle();
        store.clock.pass(Duration.ofMinutes(30));
        store.maintenance().settle();

        assertThat(store.dropped).isEmpty();
    }

    @Test
    void droppingTheLastBucketDoesNotBringItsRecordsBack() {
        sealSome();
        long sealed = store.ledger().sealed(0);
        store.clock.pass(Duration.ofDays(31));
        store.maintenance().settle();
        assertThat(store.view()).isEmpty();
        assertThat(store.texts()).isEmpty();

        store.crash();

        assertThat(store.texts()).isEmpty();
        assertThat(store.ledger().sealed(0)).isEqualTo(sealed);
        assertThat(store.ledger().lastTick()).isEqualTo(1);
        sealSome();
        store.maintenance().settle();
        store.clock.pass(Duration.ofDays(31));
        store.maintenance().settle();
        assertThat(store.texts()).isEmpty();
        assertThat(store.ledger().gaps()).isEmpty();
        assertThat(buckets()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void theOldestGoWhileThereIsTooMuch() {
        for (int i = 0; i < 5; i++) {
            sealSome();
            store.clock.pass(Duration.ofDays(1));
        }
        assertThat(buckets()).hasSize(5);
        long bytes = buckets().stream().mapToLong(BucketSummary::bytes).sum();
        BucketId newest = buckets().get(4).id();
        store.close();
        store = new SmallStore(directory, withBytesMax(bytes / 2));

        store.maintenance().settle();

        assertThat(buckets()).hasSizeBetween(1, 3);
        assertThat(buckets().stream().map(BucketSummary::id)).contains(newest);
        assertThat(store.dropped).isNotEmpty().allSatisfy(why -> assertThat(why).contains("the limit is"));
    }

    @Test
    void aReaderKeepsADroppedBucket() {
        sealSome();
        StoredBlock held = store.view().get(0);
        List<String> texts = TextBlocks.read(held);
        held.acquire();
        store.clock.pass(Duration.ofDays(31));
        store.maintenance().settle();

        assertThat(store.view()).isEmpty();
        assertThat(TextBlocks.read(held)).isEqualTo(texts);
        held.release();
        store.maintenance().settle();
        assertThat(directory.resolve(held.bucket().directoryName())).doesNotExist();
    }

    private List<BucketSummary> buckets() {
        return store.ledger().summaries();
    }

    private void sealSome() {
        store.append(PROJECT, spans.batch(10));
        store.seal();
    }

    private static MaintenanceOptions withBytesMax(long bytesMax) {
        MaintenanceOptions options = SmallStore.options();
        return new MaintenanceOptions(
                options.bucketMillis(), options.retentionMillis(), bytesMax, options.merging(), 0);
    }
}
