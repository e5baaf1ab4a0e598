package io.spanhouse.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.block.BlockMerger;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.MemoryChunks;
import io.spanhouse.storage.block.MergeInput;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.block.SpanDecoder;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.CommitStep;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.testing.DemoSpans;
import io.spanhouse.storage.testing.SpanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SSTs that are written anew by themselves for their dead fragments, on a disk that fails and in a process that ends. */
final class RewriteTest {
    private static final int PROJECT = 2;
    private static final int SPANS = 9_000;

    @TempDir
    Path directory;

    private final DemoSpans spans = new DemoSpans(5);
    private final List<String> all = new ArrayList<>();
    private final List<String> alive = new ArrayList<>();
    private SmallStore store;

    @BeforeEach
    void start() {
        store = SmallStore.columnar(directory, SmallStore.options());
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void halfOfALargeRowGroupIsDead() {
        sealHalfDead();
        long before = bytesOfBlocks();

        store.maintenance().settle();

        assertThat(store.texts()).isEqualTo(alive);
        assertThat(store.maintenance().figures().rewrites().count()).isEqualTo(1);
        assertThat(bytesOfBlocks()).isLessThan(before * 6 / 10);
        // What is written is what is left: the cost of a rewrite.
        assertThat(store.maintenance().figures().rewrites().bytes()).isEqualTo(bytesOfBlocks());
        store.crash();
        store.maintenance().settle();
        assertThat(store.texts()).isEqualTo(alive);
        assertThat(store.maintenance().figures().rewrites().count()).isZero();
    }

    @Test
    void fewDeadOnesAreLeftAlone() {
        sealHalfDead();
        store.dead = block -> {
            BitSet few = halfDead(block);
            few.clear((int) block.content().traces() / 4, (int) block.content().traces());
            return few;
        };
        store.maintenance().settle();
        assertThat(store.maintenance().figures().rewrites().count()).isZero();
        assertThat(store.texts()).isEqualTo(all);

        store.maintenance().rewriteAll();
        assertThat(store.texts()).hasSizeBetween(alive.size() + 1, all.size() - 1);
    }

    @Test
    void aBlockThatIsDeadAltogetherGoesAndItsLaneStaysSealed() {
        sealHalfDead();
        long sealed = store.ledger().sealed(0);
        store.dead = block -> {
            BitSet everything = new BitSet();
            everything.set(0, (int) block.content().traces());
            return everything;
        };

        store.maintenance().settle();

        assertThat(store.view()).isEmpty();
        assertThat(store.ledger().sealed(0)).isEqualTo(sealed);
        assertThat(sstFiles()).hasSize(1);
        store.crash();
        assertThat(store.texts()).isEmpty();
        assertThat(store.ledger().gaps()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SST_FINISHED", "SST_INGESTED", "SST_DELETING", "SST_DELETED"})
    void aRewriteThatEndsAnywhereShowsTheOldOrTheNew(CommitStep at) {
        sealHalfDead();
        store.onStep((step, bucket) -> {
            if (step == at) {
                throw new StoreException(FailureKind.UNAVAILABLE, "no space left on the test's disk");
            }
        });
        assertThatThrownBy(() -> store.maintenance().settle()).isInstanceOf(StoreException.class);

        store.crash();

        assertThat(store.texts()).isEqualTo(at == CommitStep.SST_FINISHED ? all : alive);
        store.maintenance().settle();
        assertThat(store.texts()).isEqualTo(alive);
        assertThat(sstFiles()).hasSize(1);
        assertThat(store.ledger().gaps()).isEmpty();
    }

    @Test
    void aReaderKeepsWhatIsRewritten() {
        sealHalfDead();
        StoredBlock held = store.view().get(0);
        held.acquire();

        store.maintenance().settle();

        List<String> read = new ArrayList<>(ColumnarTexts.read(held));
        read.sort(null);
        assertThat(read).isEqualTo(all);
        assertThat(sstFiles()).hasSize(2);
        held.release();
        store.maintenance().settle();
        assertThat(sstFiles()).hasSize(1);
    }

    @Test
    void withoutRoomItWaitsAndSaysSo() {
        sealHalfDead();
        store.room = bytes -> {
            throw new StoreException(FailureKind.UNAVAILABLE, "no room for " + bytes + " bytes");
        };
        assertThatThrownBy(() -> store.maintenance().settle())
                .hasMessage(
                        "no room for %d bytes", store.view().get(0).content().bytes());
        assertThat(store.texts()).isEqualTo(all);

        store.room = Room.ENOUGH;
        store.maintenance().settle();
        assertThat(store.texts()).isEqualTo(alive);
    }

    /** As a block of millions of rows is: piece by piece, with the pieces in files that are gone afterwards. */
    @Test
    void whatIsTooMuchForMemoryGoesThroughFiles() throws IOException {
        sealHalfDead();
        BlockReader block = store.view().get(0).reader();
        Path files = Files.createDirectory(directory.resolve("files"));
        int[] made = {0};
        BlockBuilding.Limits limits = new BlockBuilding.Limits(Integer.MAX_VALUE, 1_000, 100_000);
        BlockIdentity identity = new BlockIdentity(77, PROJECT, 5);
        MemoryChunks written = new MemoryChunks();
        try (Regrouping regrouping = new Regrouping(
                        identity,
                        new BlockBuilding.Manner(
                                limits, EventErasure.NONE, () -> files.resolve("scratch-" + made[0]++), () -> {}));
                BlockMerger merger = new BlockMerger()) {
            List<BlockBuilding.Source> sources = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                sources.add(new BlockBuilding.Source(
                        store.view().get(0), halfDead(store.view().get(0))));
            }
            List<MergeInput> taken = regrouping.gather(sources);
            assertThat(taken).hasSize(6);
            assertThat(made[0]).isBetween(1, 5);
            assertThat(regrouping.scratchBytes()).isPositive();
            merger.merge(identity, taken, written);
        }
        assertThat(files).isEmptyDirectory();
        List<String> texts = new ArrayList<>(ColumnarTexts.read(BlockReader.open(written, 77, PROJECT)));
        texts.sort(null);
        List<String> expected = new ArrayList<>();
        alive.forEach(text -> {
            for (int i = 0; i < 6; i++) {
                expected.add(text);
            }
        });
        assertThat(texts).isEqualTo(expected);
        assertThat(block.bounds().groups()).isEqualTo(1);
    }

    /** What a crash leaves of such files goes when the bucket is opened. */
    @Test
    void filesOfARewriteThatWasCutShortGo() throws IOException {
        sealHalfDead();
        Path temporary =
                directory.resolve(store.view().get(0).bucket().directoryName()).resolve("tmp");
        Files.write(temporary.resolve("block-2.sst.scratch-1"), new byte[100]);
        store.crash();
        assertThat(temporary).isEmptyDirectory();
        assertThat(store.texts()).isEqualTo(all);
    }

    /** One block whose every second fragment is dead from now on. */
    private void sealHalfDead() {
        SpanBatch batch = spans.batch(SPANS);
        store.append(PROJECT, batch);
        store.seal();
        StoredBlock block = store.view().get(0);
        all.addAll(SpanText.renderAll(batch));
        all.sort(null);
        alive.addAll(aliveIn(block));
        alive.sort(null);
        long number = block.header().place().block();
        store.dead = other -> other.header().place().block() == number ? halfDead(other) : new BitSet();
    }

    private static BitSet halfDead(StoredBlock block) {
        BitSet dead = new BitSet();
        for (int fragment = 0; fragment < block.content().traces(); fragment += 2) {
            dead.set(fragment);
        }
        return dead;
    }

    private static List<String> aliveIn(StoredBlock block) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        try (ReadScratch scratch = new ReadScratch()) {
            for (int number = 0; number < block.reader().bounds().groups(); number++) {
                int first = block.reader().firstFragment(number);
                try (GroupReader group = block.reader().group(number, scratch);
                        SpanDecoder decoder = new SpanDecoder(group, builder)) {
                    GroupTraces traces = decoder.traces();
                    for (int i = 0; i < traces.size(); i++) {
                        if ((first + i) % 2 != 0) {
                            decoder.copy(traces.rowStart(i), traces.rowEnds()[i]);
                        }
                    }
                }
            }
        }
        return SpanText.renderAll(builder.build());
    }

    private long bytesOfBlocks() {
        return store.view().stream().mapToLong(block -> block.content().bytes()).sum();
    }

    private List<Path> sstFiles() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".sst"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
