package io.spanhouse.storage.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.OwnDirectory;
import io.spanhouse.storage.testing.MemoryOwnTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers and versions are given once, in order, and stay. */
final class NumbersTest {
    @TempDir
    Path root;

    @Test
    void numbersStayOverRestarts() {
        try (OwnDirectory directory = OwnDirectory.open(root.resolve("own"))) {
            Numbers numbers = new ScriptState(directory, StoreClock.SYSTEM).numbers();
            assertThat(numbers.ofScript(1, "b")).isEqualTo(1);
            assertThat(numbers.ofScript(1, "a")).isEqualTo(2);
            assertThat(numbers.ofScript(1, "b")).isEqualTo(1);
            assertThat(numbers.ofScript(2, "a")).isEqualTo(1);
            assertThat(numbers.ofRuns(1, 1, List.of("r2", "r1", "r2"))).containsExactly(1, 2, 1);
            assertThat(numbers.ofRuns(1, 1, List.of("r3", "r1"))).containsExactly(3, 2);
            assertThat(numbers.ofRuns(1, 2, List.of("r1"))).containsExactly(1);
        }
        try (OwnDirectory directory = OwnDirectory.open(root.resolve("own"))) {
            Numbers numbers = new ScriptState(directory, StoreClock.SYSTEM).numbers();
            assertThat(numbers.script(1, 2)).isEqualTo("a");
            assertThat(numbers.script(1, 3)).isNull();
            assertThat(numbers.run(1, 1, 3)).isEqualTo("r3");
            assertThat(numbers.run(1, 1, 4)).isNull();
            assertThat(numbers.run(2, 1, 1)).isNull();
            assertThat(numbers.ofRuns(1, 1, List.of("r4", "r3"))).containsExactly(4, 3);
        }
    }

    @Test
    void theLatestRunsAreRemembered() {
        Numbers numbers = new Numbers(new MemoryOwnTable(), 3);
        assertThat(numbers.ofRuns(1, 1, List.of("a", "b"))).containsExactly(1, 2);
        assertThat(numbers.ofRuns(1, 1, List.of("c", "d", "e"))).containsExactly(3, 4, 5);
        assertThat(numbers.run(1, 1, 2)).isNull();
        assertThat(numbers.run(1, 1, 3)).isEqualTo("c");
        assertThat(numbers.ofRuns(1, 1, List.of("a"))).containsExactly(6);
    }

    @Test
    void manyThreadsAtOnceNeverShareANumber() {
        Numbers numbers = new Numbers(new MemoryOwnTable(), Numbers.RUNS_MAX);
        Set<Long> given = new ConcurrentSkipListSet<>();
        IntStream.range(0, 2_000).parallel().forEach(run -> given.add(numbers.ofRuns(1, 1, List.of("r" + run / 2))[0]));
        assertThat(given).hasSize(1_000).allMatch(number -> number >= 1 && number <= 1_000);
    }

    @Test
    void deploymentsCountUpPerScript() {
        MemoryOwnTable table = new MemoryOwnTable();
        Deployments deployments = new ScriptState(table, StoreClock.SYSTEM).deployments();
        assertThat(deployments.version(1, "s", "x")).isEqualTo(1);
        assertThat(deployments.version(1, "s", "y")).isEqualTo(2);
        assertThat(deployments.version(1, "t", "y")).isEqualTo(1);
        assertThat(deployments.version(1, "s", "x")).isEqualTo(1);
        Deployments again = new ScriptState(table, StoreClock.SYSTEM).deployments();
        assertThat(again.version(1, "s", "y")).isEqualTo(2);
        assertThat(again.version(1, "s", "z")).isEqualTo(3);
        assertThat(again.version(1, "s", "long".repeat(1_000))).isEqualTo(Deployments.NONE);
    }

    @Test
    void whatIsTooLongIsTold() {
        Numbers numbers = new Numbers(new MemoryOwnTable(), 3);
        assertThatThrownBy(() -> numbers.ofScript(1, "x".repeat(1_025)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("1024");
        assertThatThrownBy(() -> numbers.ofRuns(1, 1, List.of("x".repeat(1_025))))
                .isInstanceOf(StoreException.class);
    }
}
