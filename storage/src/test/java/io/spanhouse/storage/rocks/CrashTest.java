package io.spanhouse.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk as it is at each step of a change is opened as after a crash there. */
final class CrashTest {
    @TempDir
    Path root;

    @Test
    void aSealCountsFromIngestOn() throws IOException {
        Map<CommitStep, Path> crashes = new TreeMap<>();
        Path live = root.resolve("live");
        try (RocksFixture fixture = copyingAtEachStep(live, crashes)) {
            fixture.seal(0, 10, "a");
        }

        assertThat(crashes.keySet())
                .containsExactly(CommitStep.BUCKET_CREATED, CommitStep.SST_FINISHED, CommitStep.SST_INGESTED);
        assertThat(opened(crashes.get(CommitStep.BUCKET_CREATED), 0)).isEmpty();
        assertThat(opened(crashes.get(CommitStep.SST_FINISHED), 0)).isEmpty();
        assertThat(opened(crashes.get(CommitStep.SST_INGESTED), 10)).containsExactly("a");
    }

    @Test
    void aSealOfTwoLanesLosesAndDoublesNothing() throws IOException {
        List<Path> crashes = new ArrayList<>();
        Path live = root.resolve("live");
        try (RocksFixture fixture = new RocksFixture(live, RocksFixture.IDENTITY, (step, bucket) -> {
            Path copy = root.resolve("crash-" + crashes.size());
            RocksFixture.copy(live, copy);
            crashes.add(copy);
        })) {
            fixture.seal(0, 10, "lane 0");
            fixture.seal(1, 10, "lane 1");
        }

        for (Path crash : crashes) {
            try (RocksFixture fixture = new RocksFixture(crash)) {
                // What is not sealed is in the journal and is sealed again.
                for (int lane = 0; lane <= 1; lane++) {
                    if (!fixture.ledger().isSealed(lane, 9)) {
                        fixture.seal(lane, 10, "lane " + lane);
                    }
                }
                assertThat(fixture.texts()).as("after %s", crash).containsExactly("lane 0", "lane 1");
                fixture.open();
                assertThat(fixture.texts()).containsExactly("lane 0", "lane 1");
            }
        }
        assertThat(crashes).hasSize(6);
    }

    @Test
    void aMergeShowsItsInputsOrItsOutputAndNeverBoth() throws IOException {
        Map<CommitStep, Path> crashes = new TreeMap<>();
        Path live = root.resolve("live");
        try (RocksFixture fixture = copyingAtEachStep(live, crashes)) {
            fixture.seal(0, 10, "a");
            fixture.seal(0, 20, "b");
            crashes.values().forEach(Directories::delete);
            crashes.clear();
            LedgerChange change =
                    fixture.merge(Chains.ofLane(fixture.ledger().headers(), RocksFixture.JOURNAL, 0), "ab");
            fixture.ledger().release(change);
            fixture.ledger().sweep();
        }

        assertThat(opened(crashes.get(CommitStep.SST_FINISHED), 20)).containsExactly("a", "b");
        assertThat(opened(crashes.get(CommitStep.SST_INGESTED), 20)).containsExactly("ab");
        assertThat(opened(crashes.get(CommitStep.SST_DELETING), 20)).containsExactly("ab");
        assertThat(opened(crashes.get(CommitStep.SST_DELETED), 20)).containsExactly("ab");
    }

    @Test
    void whatAnUnfinishedRewriteHasBesideItGoesWhenTheBucketOpens() throws IOException {
        Map<CommitStep, Path> crashes = new TreeMap<>();
        try (RocksFixture fixture = copyingAtEachStep(root.resolve("live"), crashes)) {
            fixture.seal(0, 10, "a");
            try (SstWriter writer = fixture.ledger().newSst(new BucketId(0, 1), WriteThrough.REWRITE)) {
                Path first = writer.scratchFile();
                Files.writeString(first, "half a column");
                Path second = writer.scratchFile();
                assertThat(second).isNotEqualTo(first).doesNotExist();
            }
        }

        Path left = crashes.get(CommitStep.SCRATCH_STARTED);
        assertThat(scratchFiles(left)).isEqualTo(1);
        assertThat(opened(left, 10)).containsExactly("a");
        assertThat(scratchFiles(left)).isZero();
    }

    private static long scratchFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().contains(".scratch-")).count();
        }
    }

    @Test
    void aDropIsThereOrGone() throws IOException {
        Map<CommitStep, Path> crashes = new TreeMap<>();
        Path live = root.resolve("live");
        try (RocksFixture fixture = copyingAtEachStep(live, crashes)) {
            fixture.seal(0, 10, "a");
            fixture.ledger().newBucket(0);
            fixture.seal(0, 20, "b");
            fixture.ledger().release(fixture.ledger().drop(new BucketId(0, 1)));
            fixture.ledger().sweep();
        }

        assertThat(opened(crashes.get(CommitStep.BUCKET_CLOSED), 20)).containsExactly("a", "b");
        assertThat(opened(crashes.get(CommitStep.BUCKET_RENAMED), 20)).containsExactly("b");
    }

    /** Between linking the file into the directory and syncing RocksDB's list of files. */
    @Test
    void anSstThatIsLinkedButNotListedCounts() throws IOException {
        Path live = root.resolve("live");
        try (RocksFixture fixture = new RocksFixture(live)) {
            fixture.seal(0, 10, "a");
            Path finished;
            try (SstWriter writer = fixture.writeSeal(new BucketId(0, 1), 20, "b")) {
                finished = root.resolve("finished.sst");
                Files.copy(writer.file(), finished);
            }
            fixture.closeLedger();
            Files.copy(finished, fixture.ssts(new BucketId(0, 1)).get(0).resolveSibling("000099.sst"));
        }

        assertThat(opened(live, 20)).containsExactly("a", "b");
    }

    @Test
    void aRebuildThatIsCutShortIsDoneAgainOrFinished() throws IOException {
        Path live = root.resolve("live");
        Path database;
        try (RocksFixture fixture = new RocksFixture(live)) {
            fixture.seal(0, 10, "a");
            fixture.seal(0, 20, "b");
            fixture.closeLedger();
            database = fixture.bucketDirectory(new BucketId(0, 1)).resolve("db");
        }
        Files.delete(database.resolve("CURRENT"));
        Path copied = root.resolve("copied");
        try (RocksFixture fixture = new RocksFixture(live, RocksFixture.IDENTITY, (step, bucket) -> {
            if (step == CommitStep.BUCKET_COPIED) {
                RocksFixture.copy(live, copied);
            }
        })) {
            fixture.open();
        }
        Path renamed = root.resolve("renamed");
        RocksFixture.copy(copied, renamed);
        Path bucket = renamed.resolve(new BucketId(0, 1).directoryName());
        Files.move(bucket.resolve("db"), bucket.resolve("db.damaged"));

        assertThat(opened(live, 20)).containsExactly("a", "b");
        assertThat(opened(copied, 20)).containsExactly("a", "b");
        assertThat(opened(renamed, 20)).containsExactly("a", "b");
        assertThat(bucket.resolve("db.damaged")).doesNotExist();
    }

    /** A copy of the directory as it was when each step was last reached. */
    private RocksFixture copyingAtEachStep(Path live, Map<CommitStep, Path> crashes) {
        return new RocksFixture(live, RocksFixture.IDENTITY, (step, bucket) -> {
            Path copy = root.resolve(step.name());
            Directories.delete(copy);
            RocksFixture.copy(live, copy);
            crashes.put(step, copy);
        });
    }

    private static List<String> opened(Path directory, long sealed) {
        try (RocksFixture fixture = new RocksFixture(directory)) {
            List<String> texts = fixture.texts();
            assertThat(fixture.ledger().sealed(0)).isEqualTo(sealed);
            assertThat(fixture.ledger().gaps()).isEmpty();
            // Opening once more finds the same, so what was tidied up was not data.
            fixture.open();
            assertThat(fixture.texts()).isEqualTo(texts);
            return texts;
        }
    }
}
