package io.spanhouse.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerTest {
    @TempDir
    Path root;

    private RocksFixture fixture;

    @BeforeEach
    void start() {
        fixture = new RocksFixture(root.resolve("buckets"));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void whatIsCommittedIsThereAfterOpeningAgain() {
        fixture.seal(0, 10, "a", "b");
        fixture.seal(0, 20, "c");
        fixture.seal(1, 30, "d");

        Ledger again = fixture.open();

        assertThat(fixture.texts()).containsExactly("a", "b", "c", "d");
        assertThat(again.sealed(0)).isEqualTo(20);
        assertThat(again.sealed(1)).isEqualTo(30);
        assertThat(again.sealed(2)).isZero();
        assertThat(again.nextGeneration()).isEqualTo(31);
        assertThat(again.lastTick()).isEqualTo(30);
        assertThat(again.damages()).isEmpty();
        assertThat(again.gaps()).isEmpty();
    }

    @Test
    void blocksComeInOrderOfGenerations() {
        fixture.seal(0, 10, "a");
        fixture.seal(0, 20, "b");
        fixture.seal(0, 30, "c");
        List<SstHeader> headers = headersInOrder();
        fixture.merge(headers.subList(0, 2), "ab");

        assertThat(fixture.ledger().blocks().stream().map(RocksFixture::read)).containsExactly("ab", "c");
    }

    @Test
    void anSstOfAnotherJournalHoldsDataButSealsNothing() {
        fixture.seal(0, 10, "a");
        fixture.closeLedger();

        try (Ledger other = Ledger.open(fixture.environment, fixture.directory, 0, new java.util.UUID(7, 7))) {
            assertThat(other.blocks()).hasSize(1);
            assertThat(other.sealed(0)).isZero();
        }
    }

    @Test
    void aMergeReplacesItsInputsAtOnceAndTheirFilesGoWhenNobodyHoldsThem() {
        LedgerChange first = fixture.seal(0, 10, "a");
        fixture.seal(0, 20, "b");
        StoredBlock held = first.added().get(0);
        held.acquire();

        LedgerChange merged = fixture.merge(headersInOrder(), "ab");

        assertThat(merged.removed()).hasSize(2);
        assertThat(fixture.texts()).containsExactly("ab");
        fixture.ledger().release(merged);
        assertThat(fixture.ledger().sweep()).isEqualTo(1);
        assertThat(fixture.ssts(held.bucket())).hasSize(2);
        assertThat(RocksFixture.read(held)).isEqualTo("a");

        held.release();
        assertThat(fixture.ledger().sweep()).isZero();
        assertThat(fixture.ssts(held.bucket())).hasSize(1);
        assertThatThrownBy(held::acquire).isInstanceOf(IllegalStateException.class);
        fixture.open();
        assertThat(fixture.texts()).containsExactly("ab");
        assertThat(fixture.ledger().sealed(0)).isEqualTo(20);
    }

    @Test
    void nothingIsDeletedBeforeTheViewWasSwapped() {
        fixture.seal(0, 10, "a");
        fixture.merge(headersInOrder(), "A");

        assertThat(fixture.ledger().sweep()).isEqualTo(1);
    }

    @Test
    void coveredInputsDoNotComeBackWhenTheCoveringOneIsItselfReplacedFirst() {
        LedgerChange first = fixture.seal(0, 10, "a");
        first.added().get(0).acquire();
        LedgerChange second = fixture.merge(headersInOrder(), "A");
        fixture.ledger().release(second);
        LedgerChange third = fixture.merge(headersInOrder(), "AA");
        fixture.ledger().release(third);

        // The middle one goes, the oldest is still held; then the process ends.
        assertThat(fixture.ledger().sweep()).isEqualTo(1);
        fixture.open();

        assertThat(fixture.texts()).containsExactly("AA");
        assertThat(fixture.ssts(new BucketId(0, 1))).hasSize(1);
    }

    @Test
    void aDroppedBucketGoesWhenNobodyHoldsIt() {
        LedgerChange first = fixture.seal(0, 10, "a");
        BucketId old = new BucketId(0, 1);
        first.added().get(0).acquire();
        fixture.ledger().newBucket(0);
        fixture.seal(0, 20, "b");

        LedgerChange dropped = fixture.ledger().drop(old);
        fixture.ledger().release(dropped);

        assertThat(fixture.texts()).containsExactly("b");
        assertThat(fixture.ledger().sweep()).isEqualTo(1);
        assertThat(RocksFixture.read(first.added().get(0))).isEqualTo("a");
        first.added().get(0).release();
        assertThat(fixture.ledger().sweep()).isZero();
        assertThat(fixture.bucketDirectory(old)).doesNotExist();
        assertThatThrownBy(() -> RocksFixture.read(first.added().get(0)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CLOSED));
        fixture.open();
        assertThat(fixture.texts()).containsExactly("b");
        assertThat(fixture.ledger().gaps()).isEmpty();
    }

    @Test
    void bucketNumbersAreNotUsedTwice() {
        fixture.seal(0, 10, "a");
        fixture.ledger().newBucket(0);
        fixture.seal(0, 20, "b");
        fixture.ledger().release(fixture.ledger().drop(new BucketId(0, 1)));
        fixture.ledger().sweep();
        fixture.open();

        assertThat(fixture.ledger().newBucket(0)).isEqualTo(new BucketId(0, 3));
    }

    @Test
    void anSstWithoutBlocksKeepsTheLaneSealed() {
        fixture.seal(0, 10, "a");
        fixture.merge(headersInOrder());
        fixture.ledger().sweep();

        fixture.open();

        assertThat(fixture.ledger().blocks()).isEmpty();
        assertThat(fixture.ledger().sealed(0)).isEqualTo(10);
        assertThat(fixture.ssts(new BucketId(0, 1))).hasSize(1);
    }

    @Test
    void anEmptyBucketIsRemovedAtOpen() {
        BucketId id = fixture.ledger().newBucket(0);

        fixture.open();

        assertThat(fixture.bucketDirectory(id)).doesNotExist();
        assertThat(fixture.ledger().summaries()).isEmpty();
    }

    @Test
    void temporaryFilesAndDroppedBucketsAreRemovedAtOpen() throws Exception {
        fixture.seal(0, 10, "a");
        fixture.closeLedger();
        Path stray = fixture.bucketDirectory(new BucketId(0, 1)).resolve("tmp/block-9.sst");
        Files.writeString(stray, "half an SST");
        Path dropped = fixture.directory.resolve("lane-0-bucket-0000000009.dropped");
        Files.createDirectories(dropped.resolve("db"));
        Files.writeString(dropped.resolve("db/000001.sst"), "gone");

        fixture.open();

        assertThat(stray).doesNotExist();
        assertThat(dropped).doesNotExist();
        assertThat(fixture.texts()).containsExactly("a");
        assertThat(fixture.ledger().damages()).isEmpty();
    }

    @Test
    void anAbandonedWriterLeavesNothing() {
        fixture.seal(0, 10, "a");
        BucketId id = new BucketId(0, 1);
        try (SstWriter writer = fixture.writeSeal(id, 20, "b")) {
            assertThat(writer.file()).exists();
        }

        assertThat(fixture.bucketDirectory(id).resolve("tmp")).isEmptyDirectory();
        fixture.seal(0, 20, "c");
        assertThat(fixture.texts()).containsExactly("a", "c");
    }

    /** After a failed change the directory says whether it happened; the bucket is opened anew and serves on. */
    @Test
    void aFailedIngestLeavesTheBucketAsItWas() throws Exception {
        StoredBlock block = fixture.seal(0, 10, "a").added().get(0);
        BucketId id = new BucketId(0, 1);
        try (SstWriter writer = fixture.writeSeal(id, 20, "b")) {
            Files.delete(writer.file());
            assertThatThrownBy(() -> fixture.ledger().commit(writer)).isInstanceOf(StoreException.class);
        }

        assertThat(RocksFixture.read(block)).isEqualTo("a");
        assertThat(fixture.texts()).containsExactly("a");
        assertThat(fixture.ledger().sealed(0)).isEqualTo(10);
        fixture.seal(0, 20, "c");
        assertThat(fixture.texts()).containsExactly("a", "c");
        fixture.open();
        assertThat(fixture.texts()).containsExactly("a", "c");
        assertThat(fixture.ledger().damages()).isEmpty();
    }

    @Test
    void anSstThatOverlapsAnotherIsRefused() throws Exception {
        fixture.seal(0, 10, "a");
        BucketId id = new BucketId(0, 1);
        SstWriter writer = fixture.writeSeal(id, 20, "b");
        Path other = fixture.ssts(id).get(0);
        Files.delete(writer.file());
        Files.copy(other, writer.file());

        assertThatThrownBy(() -> fixture.ledger().commit(writer)).isInstanceOf(StoreException.class);

        writer.close();
        assertThat(fixture.texts()).containsExactly("a");
    }

    @Test
    void aFullyClosedLedgerRefuses() {
        StoredBlock block = fixture.seal(0, 10, "a").added().get(0);
        Ledger ledger = fixture.ledger();
        fixture.closeLedger();

        assertThatThrownBy(() -> RocksFixture.read(block)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> ledger.newBucket(0)).isInstanceOf(StoreException.class);
        assertThatThrownBy(ledger::sweep).isInstanceOf(StoreException.class);
    }

    @Test
    void figuresSayWhatRocksDbHolds() {
        fixture.seal(0, 10, "a", "b");
        fixture.seal(1, 20, "c");

        assertThat(fixture.ledger().figures()).satisfies(figures -> {
            assertThat(figures.buckets()).isEqualTo(2);
            assertThat(figures.ssts()).isEqualTo(2);
            assertThat(figures.tableReaderBytes()).isPositive();
        });
    }

    @Test
    void summariesAddUp() {
        fixture.seal(0, 10, "a", "b");
        fixture.seal(0, 20, "c");

        assertThat(fixture.ledger().summaries()).singleElement().satisfies(summary -> {
            assertThat(summary.blocks()).isEqualTo(3);
            assertThat(summary.spans()).isEqualTo(3);
            assertThat(summary.receiptMillisMin()).isEqualTo(10);
            assertThat(summary.receiptMillisMax()).isEqualTo(20);
            assertThat(summary.bytes()).isPositive();
            assertThat(summary.quarantinedBytes()).isZero();
        });
    }

    private List<SstHeader> headersInOrder() {
        return Chains.ofLane(fixture.ledger().headers(), RocksFixture.JOURNAL, 0);
    }
}
