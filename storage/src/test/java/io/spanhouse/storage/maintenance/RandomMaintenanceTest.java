package io.spanhouse.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.CommitStep;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.testing.SeededSpans;
import io.spanhouse.storage.testing.SpanText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Appends, seals, merges, erasures, failures and crashes on one thread, in an order that a seed decides: the spans are always
 * those that were appended. {@code -Dspanhouse.simulation.histories} runs many; a history that fails is run again by {@code
 * -Dspanhouse.seed} with its number.
 */
final class RandomMaintenanceTest {
    private static final int HISTORIES = Integer.getInteger("spanhouse.simulation.histories", 2);
    private static final long SEED = Long.getLong("spanhouse.seed", System.nanoTime());
    private static final int STEPS = 40;

    @TempDir
    Path directory;

    private final Map<Integer, List<String>> expected = new HashMap<>();
    private final List<StoredBlock> held = new ArrayList<>();
    private int lastProject = 4;

    @Test
    void noSpanIsLostOrDoubled() {
        run(SmallStore::new);
    }

    @Test
    void noSpanIsLostOrDoubledInColumns() {
        run(SmallStore::columnar);
    }

    private void run(BiFunction<Path, MaintenanceOptions, SmallStore> stores) {
        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            expected.clear();
            held.clear();
            MaintenanceOptions options = SmallStore.options();
            MaintenanceOptions often = new MaintenanceOptions(
                    options.bucketMillis(),
                    options.retentionMillis(),
                    options.bytesMax(),
                    new MaintenanceOptions.Merging(2 + random.nextInt(3), 5, 400),
                    0);
            try (SmallStore store = stores.apply(directory.resolve("history-" + seed), often)) {
                SeededSpans spans = new SeededSpans(random.nextLong());
                for (int step = 0; step < STEPS; step++) {
                    String what = step(store, spans, random);
                    assertThat(store.texts())
                            .as("seed %d step %d %s", seed, step, what)
                            .isEqualTo(sorted());
                }
            }
        }
    }

    private String step(SmallStore store, SeededSpans spans, SplittableRandom random) {
        int choice = random.nextInt(20);
        if (choice < 9) {
            int project = lastProject - random.nextInt(4);
            SpanBatch batch = spans.batchUpTo(30);
            store.append(project, batch);
            expected.computeIfAbsent(project, absent -> new ArrayList<>()).addAll(SpanText.renderAll(batch));
            return "append";
        } else if (choice < 13) {
            maybeFailing(store, random, store::seal);
            return "seal";
        } else if (choice < 15) {
            maybeFailing(store, random, store.maintenance()::settle);
            return "settle";
        } else if (choice == 15) {
            store.clock.pass(Duration.ofHours(20));
            return "pass";
        } else if (choice == 16 && !store.view().isEmpty()) {
            StoredBlock block = store.view().get(random.nextInt(store.view().size()));
            block.acquire();
            held.add(block);
            return "hold";
        } else if (choice == 17) {
            held.forEach(StoredBlock::release);
            held.clear();
            return "release";
        } else if (choice == 18) {
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

    /** Every third time the disk fails somewhere in between. */
    private static void maybeFailing(SmallStore store, SplittableRandom random, Runnable work) {
        if (random.nextInt(3) != 0) {
            work.run();
            return;
        }
        CommitStep at = random.nextBoolean() ? CommitStep.SST_FINISHED : CommitStep.SST_DELETING;
        int after = random.nextInt(3);
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

    private List<String> sorted() {
        List<String> all = new ArrayList<>();
        expected.values().forEach(all::addAll);
        all.sort(null);
        return all;
    }
}
