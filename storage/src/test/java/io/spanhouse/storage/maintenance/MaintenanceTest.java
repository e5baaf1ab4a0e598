package io.spanhouse.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.CommitStep;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.testing.SeededSpans;
import io.spanhouse.storage.testing.SpanText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MaintenanceTest {
    @TempDir
    Path directory;

    private final SeededSpans spans = new SeededSpans(11);
    private final List<String> expected = new ArrayList<>();
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
    void aSealMovesRowsFromTheHeadToBlocks() {
        append(1);
        append(2);
        store.seal();

        assertThat(store.nextToSeal()).isNull();
        assertThat(store.view()).hasSize(2);
        assertSame();
        assertThat(store.ledger().sealed(0)).isEqualTo(3);
        assertThat(store.ledger().sealed(1)).isEqualTo(3);
        SstHeader header = store.view().get(0).header();
        assertThat(header.journal().cut()).isEqualTo(2);
        assertThat(header.journal().allSealedBelow()).isEqualTo(1);
        assertThat(header.times().receiptMillisMin()).isEqualTo(store.clock.epochMillis());
        assertThat(header.times().ticks()).isNotEmpty();
        store.crash();
        assertSame();
        assertThat(store.maintenance().figures().seals().count()).isZero();
    }

    @Test
    void aSealKilledBetweenTwoLanesLosesAndDoublesNothing() {
        append(1);
        append(2);
        failAt(CommitStep.SST_FINISHED, 1);
        assertThatThrownBy(store::seal).isInstanceOf(StoreException.class);
        assertThat(store.ledger().sealed(0)).isEqualTo(3);
        assertThat(store.ledger().sealed(1)).isZero();

        store.crash();

        assertSame();
        append(1);
        append(2);
        store.seal();
        assertSame();
        store.crash();
        assertSame();
        assertThat(store.ledger().gaps()).isEmpty();
    }

    @Test
    void aSealThatFailsBetweenTwoLanesGoesOnWithTheOther() {
        append(1);
        append(2);
        failAt(CommitStep.SST_FINISHED, 1);
        assertThatThrownBy(store::seal).isInstanceOf(StoreException.class);
        assertSame();
        store.onStep(CommitStep.Listener.NONE);

        store.maintenance().sealNow();

        assertSame();
        assertThat(store.view()).hasSize(2);
        store.crash();
        assertSame();
    }

    @Test
    void manySmallBlocksBecomeOne() {
        for (int i = 0; i < 8; i++) {
            append(1);
            append(3);
            store.seal();
        }
        store.maintenance().settle();

        assertThat(store.view()).hasSize(2);
        assertSame();
        assertThat(store.maintenance().figures().merges().count()).isEqualTo(1);
        assertThat(store.ledger().headers()).singleElement().satisfies(header -> {
            assertThat(header.journal().previousTo()).isZero();
            assertThat(header.journal().to()).isEqualTo(17);
            assertThat(header.generations()).isEqualTo(new SstHeader.Generations(1, 8));
        });
        assertThat(sstFiles()).hasSize(1);
        store.crash();
        assertSame();
    }

    @Test
    void aViewThatHoldsAnInputKeepsItReadable() {
        for (int i = 0; i < 8; i++) {
            append(1);
            store.seal();
        }
        StoredBlock held = store.view().get(0);
        List<String> before = TextBlocks.read(held);
        held.acquire();

        store.maintenance().settle();

        assertThat(TextBlocks.read(held)).isEqualTo(before);
        assertThat(store.maintenance().figures().pendingDeletes()).isEqualTo(1);
        assertThat(sstFiles()).hasSize(2);
        held.release();
        store.maintenance().settle();
        assertThat(sstFiles()).hasSize(1);
    }

    @Test
    void aFailedMergeChangesNothingAndIsDoneLater() {
        for (int i = 0; i < 8; i++) {
            append(1);
            store.seal();
        }
        failAt(CommitStep.SST_FINISHED, 1);
        assertThatThrownBy(() -> store.maintenance().settle()).isInstanceOf(StoreException.class);
        assertSame();
        assertThat(store.view()).hasSize(8);

        store.onStep(CommitStep.Listener.NONE);
        store.maintenance().settle();
        assertThat(store.view()).hasSize(1);
        assertSame();
    }

    @Test
    void aDeletedProjectIsGoneFromEveryFile() {
        append(1);
        append(2);
        append(3);
        store.seal();
        append(1);
        append(3);
        byte[] planted = planted(3);
        assertThat(filesWith(planted)).isEmpty();
        store.seal();
        assertThat(filesWith(planted)).hasSize(1);

        store.deleted.add(3);
        forget(3);
        assertSame();
        store.maintenance().settle();

        assertThat(filesWith(planted)).isEmpty();
        assertThat(store.dropped).containsExactly("project 3");
        assertSame();
        assertThat(store.ledger().headers())
                .allSatisfy(header -> assertThat(header.contents()).noneMatch(content -> content.project() == 3));
        store.crash();
        assertSame();
        assertThat(filesWith(planted)).isEmpty();
    }

    @Test
    void aProjectThatIsAllThereIsLeavesTheLaneSealed() {
        append(1);
        store.seal();
        long sealed = store.ledger().sealed(1);
        store.deleted.add(1);
        forget(1);

        store.maintenance().settle();

        assertThat(store.view()).isEmpty();
        assertThat(store.ledger().sealed(1)).isEqualTo(sealed);
        store.crash();
        assertSame();
        assertThat(store.ledger().sealed(1)).isEqualTo(sealed);
    }

    /** Records of a deleted project that a replay leaves out seal nothing by themselves. */
    @Test
    void recordsThatLeaveNoRowsGoFromTheJournalToo() {
        append(2);
        store.seal();
        append(1);
        store.deleted.add(1);
        forget(1);
        store.crash();
        assertSame();

        store.maintenance().settle();

        assertThat(store.dropped).containsExactly("project 1");
        assertThat(store.trimJournalWholly()).isTrue();
        assertThat(store.ledger().sealed(1)).isEqualTo(3);
        store.crash();
        assertSame();
    }

    @Test
    void aProjectIsNotReportedErasedWhileAReaderHoldsItsBlock() {
        append(1);
        store.seal();
        StoredBlock held = store.view().get(0);
        held.acquire();
        store.deleted.add(1);
        store.maintenance().settle();
        assertThat(store.dropped).isEmpty();

        held.release();
        store.maintenance().settle();
        assertThat(store.dropped).containsExactly("project 1");
        assertThat(sstFiles().stream()
                        .filter(file -> file.toString().contains(held.bucket().directoryName())))
                .hasSize(1);
    }

    @Test
    void theThreadsSealWhatIsClosedAndTryAgainWhatFailed() {
        append(1);
        failAt(CommitStep.SST_FINISHED, 1);
        store.closeHead();
        store.maintenance().start();
        store.maintenance().wakeSealing();

        await().until(() -> store.maintenance().figures().failures() == 1);
        assertThat(store.maintenance().figures().lastFailure()).contains("seal").contains("no space");
        store.onStep(CommitStep.Listener.NONE);
        store.clock.pass(Duration.ofSeconds(2));
        store.maintenance().wakeSealing();

        await().until(() -> store.maintenance().figures().seals().count() == 1);
        assertThat(store.maintenance().figures().lastFailure()).isEmpty();
        store.maintenance().close();
        assertSame();
    }

    @Test
    void verifyingNamesTheDamagedBlock() throws IOException {
        append(1);
        store.seal();
        store.maintenance().verifyAll();
        assertThat(store.ledger().damages()).isEmpty();
        Path file = sstFiles().get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[100] ^= 1;
        Files.write(file, bytes);

        store.maintenance().verifyAll();

        assertThat(store.ledger().damages()).hasSize(1);
    }

    @Test
    void mergesGoOnAroundADamagedBlock() throws IOException {
        for (int i = 0; i < 20; i++) {
            append(1);
            store.seal();
        }
        StoredBlock third = store.view().get(2);
        Path file = sstFiles().get(2);
        byte[] bytes = Files.readAllBytes(file);
        bytes[100] ^= 1;
        Files.write(file, bytes);
        store.crash();

        assertThatThrownBy(() -> store.maintenance().settle()).isInstanceOf(StoreException.class);
        store.maintenance().settle();

        assertThat(store.ledger().damages()).isNotEmpty();
        assertThat(store.view()).hasSizeLessThan(8);
        assertThat(store.view().stream().map(block -> block.header().place()))
                .contains(third.header().place());
    }

    private void append(int project) {
        SpanBatch batch = spans.batch(20);
        store.append(project, batch);
        projects.add(project);
        batches.add(batch);
        expected.addAll(SpanText.renderAll(batch));
    }

    private final List<Integer> projects = new ArrayList<>();
    private final List<SpanBatch> batches = new ArrayList<>();

    private void forget(int project) {
        for (int i = 0; i < projects.size(); i++) {
            if (projects.get(i) == project) {
                SpanText.renderAll(batches.get(i)).forEach(expected::remove);
            }
        }
    }

    /** Some bytes of the last batch of a project that are nowhere else. */
    private byte[] planted(int project) {
        SpanBatch batch = batches.get(projects.lastIndexOf(project));
        String text = SpanText.render(batch, 0);
        return text.substring(0, text.indexOf(" parent")).getBytes(StandardCharsets.UTF_8);
    }

    private void assertSame() {
        expected.sort(null);
        assertThat(store.texts()).isEqualTo(expected);
    }

    private void failAt(CommitStep at, int lane) {
        store.onStep((step, bucket) -> {
            if (step == at && bucket.lane() == lane) {
                throw new StoreException(FailureKind.UNAVAILABLE, "no space left on the test's disk");
            }
        });
    }

    private List<Path> sstFiles() {
        return filesBelow().stream()
                .filter(file -> file.toString().endsWith(".sst"))
                .toList();
    }

    private List<Path> filesWith(byte[] bytes) {
        String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
        return filesBelow().stream().filter(file -> read(file).contains(wanted)).toList();
    }

    private List<Path> filesBelow() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
