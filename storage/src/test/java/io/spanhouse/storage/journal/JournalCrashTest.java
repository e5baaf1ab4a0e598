package io.spanhouse.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Power cuts and failing disks over many seeds: nothing acknowledged is lost, nothing is made up, no hole. */
class JournalCrashTest {
    private static final int GENERATIONS = 4;

    @Test
    void powerCutsLoseNothingAcknowledgedAndLeaveNoHole() {
        for (long seed = 0; seed < 150; seed++) {
            run(seed, 0);
        }
    }

    @Test
    void powerCutsAfterFailedWritesLoseNothingAcknowledged() {
        for (long seed = 1_000; seed < 1_150; seed++) {
            run(seed, 40);
        }
    }

    private static void run(long seed, int failuresInThousand) {
        SplittableRandom random = new SplittableRandom(seed);
        JournalOptions options = JournalOptions.of(JournalFixture.DIRECTORY, JournalFixture.IDENTITY, () -> 1)
                .with(JournalOptions.Bounds.DEFAULT
                        .withSegments(random.nextInt(500, 5_000), 0)
                        .withQueue(1 << 20, random.nextInt(1, 2_000), Duration.ZERO));
        FaultyFiles files = new FaultyFiles(seed);
        Map<Long, String> mustBeThere = new TreeMap<>();
        long nextOffset = 1;
        for (int generation = 0; generation < GENERATIONS; generation++) {
            String context = "seed " + seed + ", generation " + generation;
            FaultyFiles current = files;
            try (JournalFixture fixture = new JournalFixture(options.with(current), JournalStart.EVERYTHING)) {
                assertThat(fixture.opening.damages()).as(context).isEmpty();
                assertThat(fixture.replayed).as(context).containsAllEntriesOf(mustBeThere);
                assertThat(fixture.journal.nextOffset()).as(context).isGreaterThanOrEqualTo(nextOffset);
                mustBeThere.putAll(fixture.replayed);

                current.failuresInThousand(failuresInThousand);
                List<String> appended = appendSome(fixture, random, context);
                Map<Long, String> acknowledged;
                synchronized (fixture.durable) {
                    acknowledged = new TreeMap<>(fixture.durable);
                }
                files = current.powerCut(random.nextLong());
                fixture.settled();
                current.failuresInThousand(0);

                mustBeThere.putAll(acknowledged);
                noHoleAndNothingMadeUp(options.with(files.copy()), fixture, mustBeThere, appended, context);
                nextOffset = 1
                        + mustBeThere.keySet().stream().mapToLong(o -> o).max().orElse(0);
            }
        }
    }

    private static List<String> appendSome(JournalFixture fixture, SplittableRandom random, String context) {
        List<String> appended = new ArrayList<>();
        for (int i = random.nextInt(60); i >= 0; i--) {
            String text = JournalFixture.text(context + " record " + i, random.nextInt(40, 900));
            appended.add(text);
            fixture.append(text);
            if (random.nextInt(3) == 0) {
                fixture.settled();
            }
        }
        return appended;
    }

    private static void noHoleAndNothingMadeUp(
            JournalOptions options,
            JournalFixture before,
            Map<Long, String> mustBeThere,
            List<String> appended,
            String context) {
        try (JournalFixture look = new JournalFixture(options, JournalStart.EVERYTHING)) {
            assertThat(look.opening.damages()).as(context).isEmpty();
            long last = look.replayed.isEmpty() ? 0 : look.replayed.lastKey();
            for (Map.Entry<Long, String> later : before.durable.entrySet()) {
                if (later.getKey() <= last) {
                    assertThat(look.replayed).as(context).containsEntry(later.getKey(), later.getValue());
                }
            }
            look.replayed.forEach(
                    (offset, text) -> assertThat(text.equals(mustBeThere.get(offset)) || appended.contains(text))
                            .as("%s, offset %d", context, offset)
                            .isTrue());
        }
    }
}
