package io.spanhouse.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.CommitStep;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.testing.SeededSpans;
import io.spanhouse.storage.testing.SpanText;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Appends, seals, merges, erasures, retention, clocks that jump, failures and ends of the process at every step of a commit, on
 * one thread, in an order that a seed decides: the spans are always those that were appended, but for those of deleted projects
 * and those that are older than retention, which never come back. {@code -Dspanhouse.simulation.histories} runs many, in
 * memory if {@code java.io.tmpdir} is there; a history that fails is run again by {@code -Dspanhouse.seed} with its number.
 */
final class RandomMaintenanceTest {
    private static final int HISTORIES = Integer.getInteger("spanhouse.simulation.histories", 2);
    private static final long SEED = Long.getLong("spanhouse.seed", System.nanoTime());
    private static final int STEPS = 40;
    private static final Duration BUCKET = Duration.ofHours(12);
    private static final Duration RETENTION = Duration.ofDays(2);
    /** Steps of one piece of work among which one is chosen. */
    private static final int STEPS_OF_WORK_MAX = 12;

    @TempDir
    Path directory;

    /** Spans that must be there, by project, each with the time at which it came. */
    private final Map<Integer, Map<String, Long>> expected = new HashMap<>();

    private final List<StoredBlock> held = new ArrayList<>();
    private int lastProject = 4;
    private long nowMillis;
    private int images;

    @Test
    void noSpanIsLostOrDoubled() throws IOException {
        run(SmallStore::new);
    }

    @Test
    void noSpanIsLostOrDoubledInColumns() throws IOException {
        run(SmallStore::columnar);
    }

    private void run(BiFunction<Path, MaintenanceOptions, SmallStore> stores) throws IOException {
        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            expected.clear();
            held.clear();
            nowMillis = 0;
            MaintenanceOptions often = new MaintenanceOptions(
                    BUCKET.toMillis(),
                    RETENTION.toMillis(),
                    Long.MAX_VALUE,
                    new MaintenanceOptions.Merging(2 + random.nextInt(3), 5, 400),
                    0);
            Path own = Files.createDirectory(directory.resolve("history-" + seed));
            try (SmallStore store = stores.apply(own.resolve("store"), often)) {
                SeededSpans spans = new SeededSpans(random.nextLong());
                for (int step = 0; step < STEPS; step++) {
                    String what = step(store, own, spans, random);
                    verify(store, String.format("seed %d step %d %s", seed, step, what));
                }
                endOfRetention(store, seed);
            }
            delete(own);
        }
    }

    private String step(SmallStore store, Path own, SeededSpans spans, SplittableRandom random) {
        int choice = random.nextInt(24);
        if (choice < 9) {
            append(store, spans.batchUpTo(30), lastProject - random.nextInt(4));
            return "append";
        } else if (choice < 13) {
            return "seal" + troubled(store, own, random, store::seal);
        } else if (choice < 16) {
            return "settle" + troubled(store, own, random, store.maintenance()::settle);
        } else if (choice < 18) {
            pass(store, Duration.ofHours(1 + random.nextInt(20)));
            return "pass";
        } else if (choice == 18) {
            Duration jump = Duration.ofHours(random.nextInt(-90_000, 90_000));
            store.clock.jump(jump);
            store.maintenance().settle();
            store.clock.jump(jump.negated());
            return "jump there and back";
        } else if (choice == 19 && !store.view().isEmpty()) {
            StoredBlock block = store.view().get(random.nextInt(store.view().size()));
            block.acquire();
            held.add(block);
            return "hold";
        } else if (choice == 20) {
            held.forEach(StoredBlock::release);
            held.clear();
            return "release";
        } else if (choice == 21) {
            int project = lastProject - random.nextInt(4);
            store.deleted.add(project);
            expected.remove(project);
            lastProject += 4;
            return "delete " + project;
        }
        held.clear();
        store.crash();
        return "crash";
    }

    private void append(SmallStore store, SpanBatch batch, int project) {
        store.append(project, batch);
        Map<String, Long> ofProject = expected.computeIfAbsent(project, absent -> new HashMap<>());
        SpanText.renderAll(batch).forEach(text -> ofProject.put(text, nowMillis));
    }

    private void pass(SmallStore store, Duration time) {
        store.clock.pass(time);
        nowMillis += time.toMillis();
    }

    /** Every third time the disk fails somewhere in between, every third time the process ends there. */
    private String troubled(SmallStore store, Path own, SplittableRandom random, Runnable work) {
        int trouble = random.nextInt(3);
        int after = random.nextInt(STEPS_OF_WORK_MAX);
        if (trouble == 1) {
            failing(store, random.nextBoolean() ? CommitStep.SST_FINISHED : CommitStep.SST_DELETING, after / 4, work);
            return ", with a failure";
        } else if (trouble == 2) {
            int[] seen = {0};
            SmallStore.Image[] image = {null};
            String[] where = {""};
            store.onStep((step, bucket) -> {
                if (seen[0]++ == after) {
                    image[0] = store.image(own.resolve("image-" + images++));
                    where[0] = ", ended at " + step;
                }
            });
            work.run();
            store.onStep(CommitStep.Listener.NONE);
            if (image[0] != null) {
                held.clear();
                store.crashInto(image[0]);
            }
            return where[0];
        }
        work.run();
        return "";
    }

    private static void failing(SmallStore store, CommitStep at, int after, Runnable work) {
        int[] seen = {0};
        store.onStep((step, bucket) -> {
            if (step == at && seen[0]++ >= after) {
                throw new StoreException(FailureKind.UNAVAILABLE, "no space left on the test's disk");
            }
        });
        try {
            work.run();
        } catch (StoreException expectedFailure) {
            assertThat(expectedFailure).hasMessageContaining("no space");
        } finally {
            store.onStep(CommitStep.Listener.NONE);
        }
    }

    /** What is there was appended, once; what is not there is old enough to be gone, and from now on must stay away. */
    private void verify(SmallStore store, String when) {
        List<String> present = store.texts();
        Map<String, Integer> counts = new HashMap<>();
        present.forEach(text -> counts.merge(text, 1, Integer::sum));
        int there = 0;
        for (Map<String, Long> ofProject : expected.values()) {
            List<String> gone = new ArrayList<>();
            ofProject.forEach((text, cameMillis) -> {
                if (!counts.containsKey(text)) {
                    assertThat(nowMillis - cameMillis)
                            .as("%s: age of a span that is lost: %s", when, text)
                            .isGreaterThanOrEqualTo(RETENTION.toMillis());
                    gone.add(text);
                }
            });
            gone.forEach(ofProject::remove);
            there += ofProject.size();
        }
        assertThat(present)
                .as("%s: spans, of %d that should be there", when, there)
                .hasSize(there);
    }

    /** At last everything goes. */
    private void endOfRetention(SmallStore store, long seed) {
        held.forEach(StoredBlock::release);
        held.clear();
        store.seal();
        for (int i = 0; i < 4; i++) {
            pass(store, RETENTION);
            store.maintenance().settle();
            verify(store, "seed " + seed + " at its end");
        }
        assertThat(store.texts())
                .as("seed %d: spans that no retention ends", seed)
                .isEmpty();
    }

    private static void delete(Path own) throws IOException {
        try (Stream<Path> files = Files.walk(own)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
