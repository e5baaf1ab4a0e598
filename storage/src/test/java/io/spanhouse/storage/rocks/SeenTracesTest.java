package io.spanhouse.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SeenTracesTest {
    private static final long SEED = 77;

    private final MemoryShare memory = new MemoryShare(8 << 20);

    @Test
    void neverDeniesWhatItHasAndSeldomClaimsWhatItHasNot() {
        SeenTraces seen = SeenTraces.empty(SEED, memory);
        int traces = 500_000;
        addRandom(seen, 3, traces, 1);

        SplittableRandom same = new SplittableRandom(1);
        for (int i = 0; i < traces; i++) {
            assertThat(seen.mayHave(3, same.nextLong(), same.nextLong())).isTrue();
        }
        SplittableRandom other = new SplittableRandom(2);
        int wrong = 0;
        for (int i = 0; i < traces; i++) {
            wrong += seen.mayHave(3, other.nextLong(), other.nextLong()) ? 1 : 0;
        }
        assertThat(wrong).isLessThan(traces / 200);
    }

    @Test
    void projectsAreApart() {
        SeenTraces seen = SeenTraces.empty(SEED, memory);
        seen.add(new long[] {SeenTraces.hash(SEED, 1, 5, 6)}, 1);

        assertThat(seen.mayHave(1, 5, 6)).isTrue();
        assertThat(seen.mayHave(2, 5, 6)).isFalse();
    }

    @Test
    void whatIsNotKnownIsPossible() {
        SeenTraces unknown = SeenTraces.unknown(SEED, memory);
        assertThat(unknown.knows()).isFalse();
        assertThat(unknown.mayHave(1, 2, 3)).isTrue();

        SeenTraces built = SeenTraces.empty(SEED, memory);
        addRandom(built, 1, 10, 4);
        unknown.become(built);
        assertThat(unknown.knows()).isTrue();
        assertThat(unknown.mayHave(1, 2, 3)).isFalse();
    }

    @Test
    void beyondItsMemoryItKnowsNothingAndGivesItBack() {
        SeenTraces other = SeenTraces.empty(SEED, memory);
        addRandom(other, 1, 1_000, 5);
        long taken = memory.taken();
        SeenTraces large = SeenTraces.empty(SEED, memory);
        addRandom(large, 1, 6_000_000, 6);

        assertThat(large.knows()).isFalse();
        assertThat(large.mayHave(1, 2, 3)).isTrue();
        assertThat(memory.taken()).isEqualTo(taken);
        other.forget();
        assertThat(memory.taken()).isZero();
    }

    private static void addRandom(SeenTraces seen, int project, int traces, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] hashes = new long[traces];
        for (int i = 0; i < traces; i++) {
            hashes[i] = SeenTraces.hash(SEED, project, random.nextLong(), random.nextLong());
        }
        seen.add(hashes, traces);
    }
}
