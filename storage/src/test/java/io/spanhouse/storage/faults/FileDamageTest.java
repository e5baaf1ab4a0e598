package io.spanhouse.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Method: one file of a closed store is damaged, its bits, its length, its presence, its place or its age, then the store is
 * opened and asked, works on, is opened again and asked again. Answers are what the oracle says, or they say that they are
 * not complete; what they lack lay in the bucket of the damaged file. Rounds: {@code -Dspanhouse.faults.rounds}.
 */
final class FileDamageTest {
    private static final int ROUNDS = Integer.getInteger("spanhouse.faults.rounds", 8);
    private static final long SEED = Long.getLong("spanhouse.faults.seed", 1);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noAnswerIsSilentlyWrong(boolean keepsJournal) throws IOException {
        KnownStore known = KnownStore.fill(directory, 1, keepsJournal);
        Tally tally = new Tally();
        for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
            new DamageRound(known, seed, tally).run(directory.resolve("copy"));
        }
        System.out.println(tally);
        assertThat(tally.wrong()).as(tally.toString()).isEmpty();
        assertThat(tally.named()).as(tally.toString()).isPositive();
    }
}
