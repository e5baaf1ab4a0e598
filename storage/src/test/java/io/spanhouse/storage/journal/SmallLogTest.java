package io.spanhouse.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SmallLogTest {
    private static final Path PATH = Path.of("/store/projects.log");

    private final List<String> seen = new ArrayList<>();

    @Test
    void entriesComeBackInOrder() {
        FaultyFiles files = new FaultyFiles(1);
        write(files, "one", "", "three");

        assertThat(open(files).damages()).isEmpty();
        assertThat(seen).containsExactly("one", "", "three");
    }

    @Test
    void replacedEntriesComeBackAndMoreCanFollow() {
        FaultyFiles files = new FaultyFiles(1);
        try (SmallLog log = write(files, "one", "two")) {
            log.replace(List.of(bytes("both")));
            log.append(bytes("three"));
        }

        open(files);
        assertThat(seen).containsExactly("both", "three");
    }

    @Test
    void powerCutsAndFailuresLoseNothingThatReturned() {
        for (long seed = 0; seed < 400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            FaultyFiles files = new FaultyFiles(seed);
            List<String> certain = new ArrayList<>();
            List<List<String>> possible = List.of(certain);
            for (int generation = 0; generation < 3; generation++) {
                seen.clear();
                SmallLog.Opening opening = open(files);
                assertThat(opening.damages()).as("seed %d", seed).isEmpty();
                assertThat(possible).as("seed %d", seed).contains(seen);
                certain = new ArrayList<>(seen);
                files.failuresInThousand(60);
                possible = use(opening.log(), random, certain);
                files.failuresInThousand(0);
                files = files.powerCut(random.nextLong());
            }
        }
    }

    /** Uses a log at random and returns what it may hold after a power cut now. */
    private static List<List<String>> use(SmallLog log, SplittableRandom random, List<String> certain) {
        List<List<String>> possible = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            List<String> wanted = new ArrayList<>(certain);
            boolean replace = random.nextInt(4) == 0;
            String text = "entry " + random.nextInt(1_000);
            if (replace) {
                wanted.clear();
            }
            wanted.add(text);
            try {
                if (replace) {
                    log.replace(List.of(bytes(text)));
                } else {
                    log.append(bytes(text));
                }
                possible.clear();
                certain.clear();
                certain.addAll(wanted);
            } catch (StoreException e) {
                assertThat(e.kind()).isEqualTo(FailureKind.UNAVAILABLE);
                possible.add(wanted);
                // A replacement whose directory could not be synced counts from the next success on.
                break;
            }
        }
        possible.add(new ArrayList<>(certain));
        return possible;
    }

    @Test
    void tornEndIsCutAndDamageBeforeItIsTold() {
        FaultyFiles files = new FaultyFiles(1);
        write(files, "one", "two", "three");
        byte[] whole = files.bytes(PATH);
        for (int position = 16; position < whole.length; position++) {
            FaultyFiles torn = files.copy();
            torn.put(PATH, Arrays.copyOf(whole, position));
            seen.clear();
            assertThat(open(torn).damages()).isEmpty();
            assertThat(seen).isEqualTo(List.of("one", "two", "three").subList(0, seen.size()));
            assertThat(seen).hasSizeLessThan(3);

            FaultyFiles flipped = files.copy();
            byte[] bad = whole.clone();
            bad[position] ^= 2;
            flipped.put(PATH, bad);
            seen.clear();
            boolean isLast = position >= whole.length - 21;
            assertThat(open(flipped).damages()).as("byte %d", position).hasSize(isLast ? 0 : 1);
            assertThat(seen).hasSize(2);
        }
    }

    @Test
    void unreadableStartAndLaterVersionAreRefused() {
        FaultyFiles files = new FaultyFiles(1);
        write(files, "one");
        byte[] bytes = files.bytes(PATH).clone();
        bytes[3] ^= 1;
        files.put(PATH, bytes);

        assertThatThrownBy(() -> open(files))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CORRUPT));
    }

    @Test
    void closedLogRefuses() {
        SmallLog log = write(new FaultyFiles(1));
        log.close();

        assertThatThrownBy(() -> log.append(bytes("late")))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CLOSED));
    }

    private SmallLog.Opening open(FaultyFiles files) {
        return SmallLog.open(files, PATH, entry -> seen.add(entry.utf8()));
    }

    private static SmallLog write(FaultyFiles files, String... entries) {
        SmallLog log = SmallLog.open(files, PATH, entry -> {}).log();
        for (String entry : entries) {
            log.append(bytes(entry));
        }
        return log;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
