package io.spanhouse.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a damaged directory costs: the damaged SST, never more, and never silently. */
final class DamagedBucketTest {
    private static final BucketId BUCKET = new BucketId(0, 1);

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
    void anOlderManifestPutBackLosesNothing() throws IOException {
        fixture.seal(0, 10, "a");
        fixture.closeLedger();
        Path database = fixture.bucketDirectory(BUCKET).resolve("db");
        Path older = root.resolve("older");
        RocksFixture.copy(database, older);
        fixture.seal(0, 20, "b");
        fixture.seal(0, 30, "c");
        fixture.closeLedger();
        restoreManifest(older, database);

        fixture.open();

        assertThat(fixture.texts()).containsExactly("a", "b", "c");
        assertThat(fixture.ledger().sealed(0)).isEqualTo(30);
        fixture.open();
        assertThat(fixture.texts()).containsExactly("a", "b", "c");
        assertThat(fixture.ledger().damages()).isEmpty();
    }

    @Test
    void aFlippedBitInAFooterCostsThatSst() throws IOException {
        sealThree();
        RocksFixture.flip(fixture.ssts(BUCKET).get(1), -10);

        fixture.open();

        assertThat(fixture.texts()).containsExactly("a", "c");
        assertThat(fixture.ledger().gaps()).containsExactly(new JournalGap(0, 10, 20));
        assertThat(fixture.ledger().isSealed(0, 9)).isTrue();
        assertThat(fixture.ledger().isSealed(0, 10)).isFalse();
        assertThat(fixture.ledger().isSealed(0, 19)).isFalse();
        assertThat(fixture.ledger().isSealed(0, 20)).isTrue();
        assertThat(fixture.ledger().isSealed(0, 30)).isFalse();
        assertThat(fixture.ledger().damages()).hasSize(3);
        assertThat(Directories.list(fixture.bucketDirectory(BUCKET).resolve("quarantine")))
                .hasSize(1);
        fixture.open();
        assertThat(fixture.texts()).containsExactly("a", "c");
        assertThat(fixture.ledger().damages()).isNotEmpty();
    }

    @Test
    void aReplayedGapCloses() throws IOException {
        sealThree();
        RocksFixture.flip(fixture.ssts(BUCKET).get(1), -10);
        fixture.open();

        fixture.sealInto(BUCKET, 20, "b again");

        assertThat(fixture.ledger().gaps()).isEmpty();
        fixture.open();
        assertThat(fixture.texts()).containsExactly("a", "b again", "c");
        assertThat(fixture.ledger().gaps()).isEmpty();
        assertThat(fixture.ledger().sealed(0)).isEqualTo(30);
    }

    @Test
    void aReplayTogetherWithNewerRecordsClosesTheGapToo() throws IOException {
        sealThree();
        RocksFixture.flip(fixture.ssts(BUCKET).get(1), -10);
        fixture.open();
        assertThat(fixture.ledger().replayFrom(0)).isEqualTo(10);

        try (SstWriter writer = fixture.ledger().newSst(BUCKET, WriteThrough.SEAL)) {
            writer.finish(new SstWriter.Draft(
                    new SstHeader.Journal(RocksFixture.JOURNAL, 0, 10, 40, 30, 39, 10),
                    new SstHeader.Generations(40, 40),
                    SstHeader.Features.NONE,
                    List.of(),
                    RocksFixture.times(40)));
            fixture.ledger().commit(writer);
        }

        assertThat(fixture.ledger().gaps()).isEmpty();
        assertThat(fixture.ledger().replayFrom(0)).isEqualTo(40);
        fixture.open();
        assertThat(fixture.ledger().gaps()).isEmpty();
    }

    @Test
    void aMissingNewestSstUnsealsItsRecords() throws IOException {
        sealThree();
        Files.delete(fixture.ssts(BUCKET).get(2));

        fixture.open();

        assertThat(fixture.texts()).containsExactly("a", "b");
        assertThat(fixture.ledger().sealed(0)).isEqualTo(20);
        assertThat(fixture.ledger().damages()).hasSize(1);
    }

    @Test
    void aMissingMiddleSstIsAGap() throws IOException {
        sealThree();
        Files.delete(fixture.ssts(BUCKET).get(1));

        fixture.open();

        assertThat(fixture.texts()).containsExactly("a", "c");
        assertThat(fixture.ledger().gaps()).containsExactly(new JournalGap(0, 10, 20));
        assertThat(fixture.ledger().damages()).hasSize(2);
    }

    @Test
    void aFlippedBitInTheManifestCostsNothing() throws IOException {
        sealThree();
        Path manifest = only("MANIFEST-");
        RocksFixture.flip(manifest, Files.size(manifest) / 2);

        fixture.open();

        assertThat(fixture.texts()).containsExactly("a", "b", "c");
        assertThat(fixture.ledger().sealed(0)).isEqualTo(30);
    }

    @Test
    void aMissingCurrentFileCostsNothing() throws IOException {
        sealThree();
        Files.delete(only("CURRENT"));

        fixture.open();

        assertThat(fixture.texts()).containsExactly("a", "b", "c");
    }

    @Test
    void ssTsInEachOthersPlaceAreFoundOut() throws IOException {
        fixture.seal(0, 10, "a");
        fixture.ledger().newBucket(0);
        fixture.seal(0, 20, "b");
        fixture.closeLedger();
        BucketId second = new BucketId(0, 2);
        Path one = fixture.ssts(BUCKET).get(0);
        Path other = fixture.ssts(second).get(0);
        Path aside = root.resolve("aside");
        Files.move(one, aside);
        Files.move(other, one);
        Files.move(aside, other);

        fixture.open();

        assertThat(fixture.texts()).isEmpty();
        assertThat(fixture.ledger().damages().stream().map(Damage::what).filter(what -> what.contains("it belongs to")))
                .hasSize(2);
        assertThat(fixture.bucketDirectory(BUCKET).resolve("quarantine")).isNotEmptyDirectory();
    }

    @Test
    void anSstOfAnotherStoreIsFoundOut() throws IOException {
        StoreIdentity foreign = new StoreIdentity(new UUID(9, 9), 1, 42);
        Path strange;
        try (RocksFixture other = new RocksFixture(root.resolve("other"), foreign, CommitStep.Listener.NONE)) {
            other.seal(0, 10, "strange");
            other.closeLedger();
            strange = other.ssts(BUCKET).get(0);
        }
        fixture.seal(0, 10, "a");
        fixture.closeLedger();
        Path place = fixture.ssts(BUCKET).get(0).resolveSibling("000777.sst");
        Files.copy(strange, place);

        fixture.open();

        assertThat(fixture.texts()).containsExactly("a");
        assertThat(fixture.ledger().damages()).hasSize(1);
        assertThat(fixture.bucketDirectory(BUCKET).resolve("quarantine/000777.sst"))
                .exists();
    }

    @Test
    void aFlippedBitInAChunkFailsThatChunkOnly() throws IOException {
        fixture.seal(0, 10, "a".repeat(9_000), "b");
        fixture.closeLedger();
        RocksFixture.flip(fixture.ssts(BUCKET).get(0), 2_000);

        List<StoredBlock> blocks = fixture.open().blocks();

        assertThatThrownBy(() -> RocksFixture.read(blocks.get(0)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CORRUPT));
        assertThat(RocksFixture.read(blocks.get(1))).isEqualTo("b");
        assertThatThrownBy(() -> fixture.ledger().verify(blocks.get(0).header().place(), null, Long.MAX_VALUE))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void verifyingGoesThroughABlockInSteps() {
        SstHeader.Place place =
                fixture.seal(0, 10, "a", "b", "c").added().get(0).header().place();
        int steps = 0;
        byte[] from = null;
        do {
            from = fixture.ledger().verify(place, from, 1);
            steps++;
        } while (from != null);

        assertThat(steps).isEqualTo(4);
    }

    @Test
    void aHeaderOfALaterProgramStopsTheOpenAndMovesNothing() throws IOException {
        SstHeader.Features later = new SstHeader.Features(4, 0, 1);
        fixture.seal(0, 10, "a");
        try (SstWriter writer = fixture.ledger().newSst(BUCKET, WriteThrough.SEAL)) {
            writer.finish(new SstWriter.Draft(
                    new SstHeader.Journal(RocksFixture.JOURNAL, 0, 10, 20, 10, 19, 10),
                    new SstHeader.Generations(20, 20),
                    later,
                    List.of(),
                    RocksFixture.times(20)));
            fixture.ledger().commit(writer);
        }
        fixture.closeLedger();

        assertThatThrownBy(fixture::open)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TOO_NEW));
        assertThat(fixture.ssts(BUCKET)).hasSize(2);
        assertThat(fixture.bucketDirectory(BUCKET).resolve("quarantine")).doesNotExist();
    }

    private void sealThree() {
        fixture.seal(0, 10, "a");
        fixture.seal(0, 20, "b");
        fixture.seal(0, 30, "c");
        fixture.closeLedger();
    }

    private Path only(String prefix) {
        return Directories.list(fixture.bucketDirectory(BUCKET).resolve("db")).stream()
                .filter(file -> Directories.name(file).startsWith(prefix))
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    private static void restoreManifest(Path older, Path database) throws IOException {
        for (Path file : Directories.list(database)) {
            String name = Directories.name(file);
            if (name.startsWith("MANIFEST-") || name.equals("CURRENT")) {
                Files.delete(file);
            }
        }
        for (Path file : Directories.list(older)) {
            String name = Directories.name(file);
            if (name.startsWith("MANIFEST-") || name.equals("CURRENT")) {
                Files.copy(file, database.resolve(name));
            }
        }
    }
}
