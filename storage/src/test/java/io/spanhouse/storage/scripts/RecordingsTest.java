package io.spanhouse.storage.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.testing.MemoryOwnTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which runs are recorded, how finely, and for how long. */
final class RecordingsTest {
    private static final long DAY = 86_400_000L;

    private final MovedClock clock = new MovedClock();
    private final MemoryOwnTable table = new MemoryOwnTable();
    private final ScriptState state = new ScriptState(table, clock);
    private final Recordings recordings = state.recordings();

    private Definition define(String user, int resolution, int keepDays, int everyNth) {
        return state.definitions()
                .create(
                        1,
                        new DefinitionFields(List.of("s", "t"), "", user, resolution, keepDays, true, everyNth, false),
                        "");
    }

    private int note(String script, String user, String run) {
        return recordings.note(1, List.of(new RecordingCandidate(script, user, run)))[0];
    }

    private List<String> listed(Definition definition) {
        Definition now = state.definitions().find(1, definition.number());
        return recordings.list(1, now, Long.MAX_VALUE, 1_000).stream()
                .map(Recording::run)
                .toList();
    }

    @Test
    void theFinestDefinitionThatMatchesCounts() {
        Definition every = define("", 5, 0, 1);
        Definition ofAda = define("ada", 2, 0, 1);
        assertThat(note("s", "ada", "r1")).isEqualTo(2);
        assertThat(note("s", "bob", "r2")).isEqualTo(5);
        assertThat(note("t", "", "r3")).isEqualTo(5);
        assertThat(note("u", "ada", "r4")).isZero();
        assertThat(recordings.note(2, List.of(new RecordingCandidate("s", "ada", "r5"))))
                .containsExactly(0);
        assertThat(listed(every)).containsExactly("r3", "r2", "r1");
        assertThat(listed(ofAda)).containsExactly("r1");
        assertThat(note("s", "ada", "r1")).isEqualTo(2);
        assertThat(listed(every)).hasSize(3);
    }

    @Test
    void disabledRecordsNothingNewAndKeepsTheOld() {
        Definition definition = define("", 5, 0, 1);
        note("s", "", "old");
        state.definitions()
                .change(1, definition.number(), new DefinitionFields(List.of("s"), "", "", 5, 0, false, 1, false));
        assertThat(note("s", "", "new")).isZero();
        assertThat(listed(definition)).containsExactly("old");
        assertThat(recordings.of(1, definition, "old")).isNotNull();
        assertThat(recordings.of(1, definition, "new")).isNull();
    }

    @Test
    void everyThirdExecutionIsTheFirstOfThree() {
        Definition definition = define("", 4, 0, 3);
        List<Integer> resolutions = new ArrayList<>();
        for (int run = 1; run <= 7; run++) {
            resolutions.add(note("s", "", "r" + run));
            note("s", "", "r" + run);
        }
        assertThat(resolutions).containsExactly(4, 0, 0, 4, 0, 0, 4);
        assertThat(listed(definition)).containsExactly("r7", "r4", "r1");
        assertThat(recordings.of(1, definition, "r2")).isNull();
    }

    @Test
    void oneRequestMayHoldARunTwiceAndSeveralRuns() {
        Definition definition = define("", 3, 0, 1);
        int[] resolutions = recordings.note(
                1,
                List.of(
                        new RecordingCandidate("s", "", "a"),
                        new RecordingCandidate("s", "", "a"),
                        new RecordingCandidate("s", "", "b"),
                        new RecordingCandidate("x", "", "c"),
                        new RecordingCandidate("s", "", "long".repeat(1000))));
        assertThat(resolutions).containsExactly(3, 3, 3, 0, 0);
        assertThat(listed(definition)).containsExactly("b", "a");
    }

    @Test
    void keepTimeHidesAtOnceAndIsThatOfTheDefinitionNow() {
        Definition definition = define("", 1, 7, 1);
        note("s", "", "first");
        clock.millis += 3 * DAY;
        note("s", "", "second");
        assertThat(listed(definition)).containsExactly("second", "first");
        clock.millis += 4 * DAY;
        assertThat(listed(definition)).containsExactly("second");
        assertThat(recordings.hidden(1, "first")).isTrue();
        assertThat(recordings.hidden(1, "second")).isFalse();
        assertThat(recordings.hidden(1, "unknown")).isFalse();
        assertThat(recordings.hidden(2, "first")).isFalse();
        keep(definition, 30);
        assertThat(listed(definition)).containsExactly("second", "first");
        keep(definition, 1);
        assertThat(listed(definition)).isEmpty();
        assertThat(recordings.upkeep(30 * DAY)).isTrue();
        assertThat(recordings.upkeep(30 * DAY)).isFalse();
        assertThat(recordings.expired()).isEqualTo(2);
        keep(definition, 0);
        assertThat(listed(definition)).as("what was over stays so").isEmpty();
        note("s", "", "third");
        assertThat(listed(definition)).containsExactly("third");
        assertThat(note("s", "", "first")).as("known still").isEqualTo(1);
        assertThat(listed(definition)).containsExactly("third");
    }

    private void keep(Definition definition, int days) {
        state.definitions()
                .change(1, definition.number(), new DefinitionFields(List.of("s"), "", "", 1, days, true, 1, false));
    }

    @Test
    void executionsGoWithTheirSpans() {
        Definition definition = define("", 1, 0, 1);
        note("s", "", "old");
        clock.millis += 20 * DAY;
        note("s", "", "new");
        clock.millis += 11 * DAY;
        while (recordings.upkeep(30 * DAY)) {}
        assertThat(listed(definition)).containsExactly("new");
        assertThat(recordings.expired()).isZero();
        assertThat(state.deleteDefinition(1, definition.number())).isTrue();
        assertThat(recordings.list(1, definition, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(recordings.hidden(1, "new")).as("goes with its definition").isTrue();
        assertThat(recordings.hidden(1, "old")).isFalse();
    }

    @Test
    void upkeepGetsThroughMoreThanOneStep() {
        Definition definition = define("", 1, 1, 1);
        int count = Recordings.UPKEEP_ROWS_MAX * 2 + 17;
        recordings.note(
                1,
                IntStream.range(0, count)
                        .mapToObj(run -> new RecordingCandidate("s", "", "r" + run))
                        .toList());
        clock.millis += 2 * DAY;
        note("s", "", "live");
        int steps = 0;
        while (recordings.upkeep(30 * DAY)) {
            assertThat(++steps).isLessThan(100);
        }
        assertThat(recordings.expired()).isEqualTo(count);
        assertThat(listed(definition)).containsExactly("live");
    }

    @Test
    void theOldestGoBeyondTheLimit() {
        Recordings few = new Recordings(table, state.definitions(), clock, 3);
        Definition definition = define("", 1, 0, 1);
        for (int run = 1; run <= 5; run++) {
            few.note(1, List.of(new RecordingCandidate("s", "", "r" + run)));
        }
        assertThat(few.list(1, definition, Long.MAX_VALUE, 10))
                .extracting(Recording::run)
                .containsExactly("r5", "r4", "r3");
        assertThat(few.list(1, definition, 4, 1)).extracting(Recording::run).containsExactly("r3");
        assertThat(few.of(1, definition, "r1")).isNull();
    }

    @Test
    void aDeletedProjectLeavesNothing() {
        Definition definition = define("", 1, 0, 1);
        note("s", "", "run");
        state.numbers().ofScript(1, "s");
        state.deleteProject(1);
        assertThat(state.definitions().list(1)).isEmpty();
        assertThat(recordings.list(1, definition, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(state.numbers().script(1, 1)).isNull();
    }

    /** A clock that stands. */
    private static final class MovedClock implements StoreClock {
        private long millis = 1_700_000_000_000L;

        @Override
        public long epochMillis() {
            return millis;
        }

        @Override
        public long nanoTime() {
            return millis * 1_000_000;
        }
    }
}
