package io.spanhouse.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.StoreRepair;
import io.spanhouse.storage.StoreScrub;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Blocks whose records nobody has any more are damaged somewhere, and repaired: no damage is left on disk, what is lost is
 * said by repair and in answers, answers are right or say that they are not complete, and only the damaged block's bucket
 * lacks anything. Rounds: {@code -Dspanhouse.faults.rounds}.
 */
final class SalvageTest {
    private static final int ROUNDS = Integer.getInteger("spanhouse.faults.rounds", 6);
    private static final long SEED = Long.getLong("spanhouse.faults.seed", 1);

    @TempDir
    private Path directory;

    @Test
    void whatCanBeReadOfADamagedBlockIsSavedAndTheRestIsNamed() throws IOException {
        KnownStore known = KnownStore.fill(directory, 1, false);
        int complete = 0;
        int traces = 0;
        int lacking = 0;
        for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Path copy = directory.resolve("copy");
            Trees.copy(known.directory, copy);
            List<Path> ssts = new ArrayList<>(Trees.files(copy));
            ssts.removeIf(file -> !file.toString().endsWith(".sst"));
            Path sst = ssts.get(random.nextInt(ssts.size()));
            String how = FileDamage.inside(sst, random);
            StringBuilder said = new StringBuilder("seed " + seed + ", " + sst + " " + how + "\n");

            new StoreRepair(said).repair(copy);

            assertThat(new StoreScrub(said, 0).scrub(copy)).as(said.toString()).isZero();
            for (int start = 1; start <= 2; start++) {
                try (TraceStore store = known.open(copy)) {
                    StoreQuestions questions = new StoreQuestions(store, known, random);
                    questions.askEverything();
                    assertThat(questions.wrong()).as(said.toString()).isEmpty();
                    assertThat(questions.missingPlaces()).as(said.toString()).hasSizeLessThanOrEqualTo(1);
                    boolean isComplete = questions.reason() == Completeness.Reason.COMPLETE;
                    if (!isComplete) {
                        assertThat(said.toString())
                                .containsPattern("cannot be saved|are missing|is lost|are in no block");
                    } else {
                        assertThat(said.toString()).doesNotContain("cannot be saved");
                    }
                    complete += isComplete && start == 1 ? 1 : 0;
                    lacking += questions.missingTraces();
                    traces += known.demo.size();
                    store.settle();
                }
            }
            Trees.delete(copy);
        }
        System.out.println(ROUNDS + " damages, " + complete + " repaired without loss, " + lacking + " of " + traces
                + " traces not whole");
        assertThat(complete).isPositive();
        assertThat(lacking).isLessThan(traces / 4);
    }
}
