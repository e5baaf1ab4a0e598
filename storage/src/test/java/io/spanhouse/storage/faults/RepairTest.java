package io.spanhouse.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.StoreRepair;
import io.spanhouse.storage.StoreScrub;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scrub finds damage wherever it is, and repair mends what the journal or the blocks still know. */
final class RepairTest {
    private static final int ROUNDS = Integer.getInteger("spanhouse.faults.rounds", 6);

    @TempDir
    private Path directory;

    private KnownStore known;
    private final StringBuilder said = new StringBuilder();

    @BeforeEach
    void fill() throws IOException {
        known = KnownStore.fill(directory, 1, true);
    }

    private Completeness.Reason ask(Path store) {
        try (TraceStore open = known.open(store)) {
            StoreQuestions questions = new StoreQuestions(open, known, new SplittableRandom(1));
            questions.askEverything();
            assertThat(questions.wrong()).as(said.toString()).isEmpty();
            return questions.reason();
        }
    }

    @Test
    void aSoundStoreHasNoDamage() {
        assertThat(new StoreScrub(said, 0).scrub(known.directory))
                .as(said.toString())
                .isZero();
    }

    /** Most stores are like this: what is in blocks is no more in the journal. */
    @Test
    void aJournalWhoseOldRecordsAreInBlocksAndGoneIsNotDamaged() throws IOException {
        KnownStore trimmed = KnownStore.fill(directory.resolve("trimmed"), 1, false);
        assertThat(new StoreScrub(said, 0).scrub(trimmed.directory))
                .as(said.toString())
                .isZero();
    }

    /** What an open store would miss, scrub finds: damage without consequence aside, and bytes that mean nothing. */
    @Test
    void scrubFindsWhatIsDamagedAndRepairMendsIt() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < ROUNDS; i++) {
            Path copy = directory.resolve("copy");
            Trees.copy(known.directory, copy);
            FileDamage damage = FileDamage.random(copy, known.earlier, random);
            said.setLength(0);
            said.append(damage).append('\n');
            boolean isBlock = damage != null
                    && damage.file().toString().endsWith(".sst")
                    && !damage.how().startsWith("as it was");
            int found = new StoreScrub(said, 0).scrub(copy);
            if (isBlock) {
                assertThat(found).as(said.toString()).isPositive();
            }
            new StoreRepair(said).repair(copy);
            assertThat(new StoreScrub(said, 0).scrub(copy)).as(said.toString()).isZero();
            Completeness.Reason reason = ask(copy);
            if (damage == null || !damage.file().toString().contains("journal")) {
                assertThat(reason).as(said.toString()).isEqualTo(Completeness.Reason.COMPLETE);
            }
            Trees.delete(copy);
        }
    }

    @Test
    void whoTheStoreIsAndItsProjectsAreFoundInTheBlocks() throws IOException {
        for (String name : new String[] {"store.json", "store.json.copy", "projects.json", "projects.json.copy"}) {
            Files.delete(known.directory.resolve(name));
        }
        assertThat(new StoreRepair(said).repair(known.directory))
                .as(said.toString())
                .isZero();
        try (TraceStore store = known.open(known.directory)) {
            assertThat(store.projects()).containsEntry("recovered-1", 1).containsEntry("recovered-2", 2);
        }
    }
}
