package io.spanhouse.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An open journal that is read again: what is damaged is told once, what is whole never is, whatever goes on meanwhile. */
final class JournalVerifierTest {
    private final FaultyFiles files = new FaultyFiles(1);

    /** Reads everything once; gives what was found. */
    private static List<JournalDamage> round(Journal<?> journal) {
        List<JournalDamage> damages = new ArrayList<>();
        JournalVerification step;
        do {
            step = journal.verify();
            damages.addAll(step.damages());
        } while (!step.isEnd());
        return damages;
    }

    @Test
    void aSoundJournalIsReadWholeAndNothingIsTold() {
        try (JournalFixture fixture = new JournalFixture(files)) {
            assertThat(round(fixture.journal)).isEmpty();
            fixture.appendEach("r", 17, 400);
            long bytes = 0;
            JournalVerification step;
            do {
                step = fixture.journal.verify();
                assertThat(step.damages()).isEmpty();
                bytes += step.bytes();
            } while (!step.isEnd());
            assertThat(bytes).isEqualTo(fixture.journal.statistics().segmentBytes());
            assertThat(round(fixture.journal)).isEmpty();
        }
    }

    @Test
    void oneFlippedBitAnywhereIsToldOnce() throws IOException {
        try (JournalFixture fixture = new JournalFixture(files)) {
            fixture.appendEach("r", 17, 400);
            List<Path> named = new ArrayList<>(JournalFixture.segments(files));
            named.add(JournalFixture.DIRECTORY.resolve(HighWater.NAME));
            for (Path path : named) {
                byte[] good = files.bytes(path);
                for (int position = 0; position < good.length; position += 7) {
                    byte[] bad = good.clone();
                    bad[position] ^= (byte) (1 << position % 8);
                    files.put(path, bad);
                    // What was told is told no more, so each bit needs somebody who knows nothing yet.
                    JournalVerifier verifier = fixture.journal.newVerifier();
                    String context = path + " byte " + position;
                    assertThat(round(verifier)).as(context).isNotEmpty();
                    assertThat(round(verifier)).as(context + ", again").isEmpty();
                }
                files.put(path, good);
            }
            assertThat(round(fixture.journal.newVerifier())).isEmpty();
        }
    }

    private static List<JournalDamage> round(JournalVerifier verifier) throws IOException {
        List<JournalDamage> damages = new ArrayList<>();
        JournalVerification step;
        do {
            step = verifier.next();
            damages.addAll(step.damages());
        } while (!step.isEnd());
        return damages;
    }

    @Test
    void missingAndShortenedSegmentsAreToldWithTheirOffsets() {
        try (JournalFixture fixture = new JournalFixture(files)) {
            fixture.appendEach("r", 17, 400);
            List<Path> segments = JournalFixture.segments(files);
            Path missing = segments.get(1);
            files.remove(missing);
            Path newest = segments.get(3);
            byte[] bytes = files.bytes(newest);
            files.put(newest, Arrays.copyOf(bytes, bytes.length - 1));

            List<JournalDamage> found = round(fixture.journal);

            assertThat(found)
                    .anySatisfy(damage -> {
                        assertThat(damage.kind()).isEqualTo(JournalDamage.Kind.MISSING_SEGMENT);
                        assertThat(damage.firstOffset()).isEqualTo(SegmentHeader.firstOf(name(missing)));
                    })
                    .anySatisfy(damage -> {
                        assertThat(damage.file()).isEqualTo(name(newest));
                        assertThat(damage.lastOffset()).isGreaterThanOrEqualTo(17);
                    });
            assertThat(fixture.journal.statistics().damages()).isEqualTo(found.size());
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    @Test
    void whatRecoveryToldIsNotToldAgain() {
        try (JournalFixture fixture = new JournalFixture(files)) {
            fixture.appendEach("r", 17, 400);
        }
        Path segment = JournalFixture.segments(files).get(1);
        byte[] bytes = files.bytes(segment);
        bytes[500] ^= 1;
        files.put(segment, bytes);
        try (JournalFixture fixture = new JournalFixture(files)) {
            assertThat(fixture.opening.damages()).isNotEmpty();
            assertThat(round(fixture.journal)).isEmpty();
            fixture.appendEach("after", 9, 400);
            assertThat(round(fixture.journal)).isEmpty();
        }
    }

    /** Failing writes leave ends that are no records; starts and power cuts leave more of them. */
    @Test
    void aDiskThatFailsIsNoDamage() {
        for (long seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            FaultyFiles disk = new FaultyFiles(seed);
            for (int life = 0; life < 4; life++) {
                try (JournalFixture fixture = new JournalFixture(disk)) {
                    disk.failuresInThousand(60);
                    for (int i = 0; i < 20; i++) {
                        fixture.appendEach("s" + i + "-", 1, random.nextInt(20, 600));
                        if (random.nextInt(4) == 0) {
                            disk.failuresInThousand(0);
                            assertThat(round(fixture.journal))
                                    .as("seed %d, life %d", seed, life)
                                    .isEmpty();
                            disk.failuresInThousand(60);
                        }
                    }
                    disk.failuresInThousand(0);
                }
                disk = random.nextBoolean() ? disk.powerCut(seed) : disk.copy();
            }
        }
    }

    @Test
    void readingGoesOnBesideWritingAndTrimming() {
        try (JournalFixture fixture = new JournalFixture(files)) {
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 2_000; i++) {
                    fixture.append(JournalFixture.text("w" + i, i % 300));
                    if (i % 50 == 0) {
                        fixture.settled();
                        fixture.journal.trim(Math.max(0, fixture.journal.nextOffset() - 40));
                    }
                }
                fixture.settled();
            });
            int rounds = 0;
            while (!writing.isDone() || rounds < 2) {
                assertThat(round(fixture.journal)).isEmpty();
                rounds++;
            }
            writing.join();
            assertThat(round(fixture.journal)).isEmpty();
        }
    }
}
