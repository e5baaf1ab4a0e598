package io.spanhouse.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spanhouse.storage.StoreBackup;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.testing.DemoSpans;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of a store that takes spans, seals and merges all the while has everything from before it, and can be put back. */
final class BackupTest {
    @TempDir
    private Path directory;

    @Test
    void aStoreAtWorkIsCopiedWholeAndPutBackElsewhere() throws IOException {
        KnownStore known = KnownStore.fill(directory, 1, true);
        Path backup = directory.resolve("backup");
        StringBuilder said = new StringBuilder();
        try (TraceStore store = known.open(known.directory)) {
            AtomicBoolean ends = new AtomicBoolean();
            int other = store.project("other");
            CompletableFuture<Void> work = CompletableFuture.runAsync(() -> {
                DemoSpans spans = new DemoSpans(9);
                while (!ends.get()) {
                    store.append(other, spans.batch(64)).join();
                    store.settle();
                }
            });
            assertThat(new StoreBackup(said, 0).backUp(known.directory, backup))
                    .as(said.toString())
                    .isZero();
            ends.set(true);
            work.join();
        }
        Path elsewhere = directory.resolve("elsewhere");
        assertThat(new StoreBackup(said, 0).restore(backup, elsewhere))
                .as(said.toString())
                .isZero();
        try (TraceStore store = known.open(elsewhere)) {
            StoreQuestions questions = new StoreQuestions(store, known, new SplittableRandom(1));
            questions.askEverything();
            assertThat(questions.wrong()).isEmpty();
            assertThat(questions.reason()).isEqualTo(Completeness.Reason.COMPLETE);
            assertThat(store.status().alarms()).isEmpty();
            assertThat(store.projects()).containsKey("other");
        }
    }

    @Test
    void aDamagedBackupIsNotPutBack() throws IOException {
        KnownStore known = KnownStore.fill(directory, 1, true);
        Path backup = directory.resolve("backup");
        assertThat(new StoreBackup(new StringBuilder(), 0).backUp(known.directory, backup))
                .isZero();
        Path block = Trees.files(backup).stream()
                .filter(file -> file.toString().endsWith(".sst"))
                .findFirst()
                .orElseThrow();
        try (RandomAccessFile file = new RandomAccessFile(block.toFile(), "rw")) {
            file.seek(1_000);
            int value = file.read();
            file.seek(1_000);
            file.write(value ^ 1);
        }
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> new StoreBackup(new StringBuilder(), 0).restore(backup, directory.resolve("new")))
                .withMessageContaining(String.valueOf(block.getFileName()));
    }
}
