package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.testing.DemoSpans;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A dump over a store with spans in the head, in sealed blocks and in merged ones, beside the running store, and of damage. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreDumpTest {
    private static final int BATCHES = 8;
    private static final int BATCH_SPANS = 512;

    private Path directory = Path.of(".");
    private final Map<Path, byte[]> before = new HashMap<>();
    private String beside = "";

    private static StoreOptions options(Path directory) {
        StoreOptions defaults = StoreOptions.defaults(directory);
        return new StoreOptions(
                directory,
                2,
                StoreOptions.Durability.SYNC,
                defaults.memory(),
                new StoreOptions.Head(1 << 20, Duration.ofMinutes(10), Duration.ZERO),
                defaults.retention(),
                0,
                defaults.clock());
    }

    @BeforeAll
    void fill(@TempDir Path temporary) throws IOException {
        directory = temporary;
        Path store = directory.resolve("store");
        try (TraceStore open = TraceStore.open(options(store))) {
            int shop = open.project("shop");
            int other = open.project("other");
            DemoSpans demo = new DemoSpans(7);
            for (int i = 0; i < BATCHES; i++) {
                open.append(i % 4 == 3 ? other : shop, demo.batch(BATCH_SPANS)).join();
            }
            open.settle();
            open.append(shop, demo.batch(BATCH_SPANS)).join();
            beside = dump(store, plain()).text();
            copy(store, directory.resolve("copy"));
        }
    }

    private static StoreDump.Options plain() {
        return new StoreDump.Options(null, null, false, false, false, false, false, false, 5);
    }

    private static StoreDump.Options everything(@Nullable String project, long listMax) {
        return new StoreDump.Options(project, null, true, true, true, true, true, false, listMax);
    }

    private static StoreDump.Options sizes() {
        return new StoreDump.Options(null, null, false, false, false, false, false, true, 1_000);
    }

    private record Dumped(String text, int damages) {
        List<String> lines(String start) {
            return text.lines().filter(line -> line.startsWith(start)).toList();
        }
    }

    private static Dumped dump(Path path, StoreDump.Options options) {
        StringBuilder text = new StringBuilder();
        int damages = new StoreDump(text, options).print(path);
        return new Dumped(text.toString(), damages);
    }

    private Path copy() {
        return directory.resolve("copy");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static List<Path> files(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static long sum(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        long sum = 0;
        while (matcher.find()) {
            sum += Long.parseLong(matcher.group(1));
        }
        return sum;
    }

    @Test
    void aRunningStoreIsPrintedWithoutDisturbingIt() {
        assertThat(beside)
                .startsWith("store ")
                .contains(
                        "2 partitions",
                        "project 1 shop",
                        "project 2 other",
                        "partition 0",
                        "partition 1",
                        "sealed by lane")
                .doesNotContain("damaged");
        assertThat(sum(beside, "project \\d+ \\w+: (\\d+) spans")).isEqualTo((long) BATCHES * BATCH_SPANS);
        assertThat(sum(beside, "offsets \\d+ to \\d+, (\\d+) spans")).isEqualTo((BATCHES + 1L) * BATCH_SPANS);
        assertThat(beside).as("values").doesNotContain("checkout");
    }

    @Test
    void aCopyIsPrintedWholeAndNotAByteOfItChanges() throws IOException {
        for (Path file : files(copy(), "")) {
            if (Files.isRegularFile(file)) {
                before.put(file, Files.readAllBytes(file));
            }
        }
        Dumped dumped = dump(copy(), everything(null, Long.MAX_VALUE));
        assertThat(dumped.damages()).isZero();
        assertThat(dumped.text()).doesNotContain("damaged").doesNotContain("unreadable");
        // Each sealed span is there twice: in its block, and in the journal, which is kept a while past the seal.
        assertThat(dumped.lines("span ")).hasSize((2 * BATCHES + 1) * BATCH_SPANS);
        assertThat(dumped.lines("record ")).isNotEmpty();
        assertThat(dumped.text()).contains("span http.", "packed", "DURATION", "BLOCK_DIRECTORY part 0", "resource");
        List<Path> after =
                files(copy(), "").stream().filter(Files::isRegularFile).toList();
        assertThat(after).containsExactlyInAnyOrderElementsOf(before.keySet());
        for (Path file : after) {
            assertThat(Files.readAllBytes(file)).as(file.toString()).isEqualTo(before.get(file));
        }
    }

    @Test
    void oneProjectAndALimitLeaveTheRestOut() {
        Dumped one = dump(copy(), everything("other", Long.MAX_VALUE));
        assertThat(one.lines("span ")).hasSize(2 * (BATCHES / 4) * BATCH_SPANS);
        Dumped few = dump(copy(), everything("other", 3));
        assertThat(few.lines("record "))
                .allMatch(line -> line.contains("project 2"))
                .hasSizeLessThanOrEqualTo(6);
        assertThat(few.text()).contains("more spans");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> dump(copy(), everything("nobody", 3)))
                .withMessageContaining("other, shop");
    }

    @Test
    void sizesAddUpToTheFilesToTheByte() throws IOException {
        Dumped dumped = dump(copy(), sizes());
        long bytes = 0;
        for (Path file : files(copy(), ".sst")) {
            bytes += Files.size(file);
        }
        assertThat(sum(dumped.text(), "(?m)^all +(\\d+) ")).isEqualTo(bytes);
        assertThat(dumped.text())
                .contains("trace and span ids", "parents", "attributes of spans", "indexes: trace ids")
                .contains("blocks that count, " + BATCHES * BATCH_SPANS + " spans");
        assertThat(sum(dumped.text(), "(?m)^  span ids +(\\d+) ")).isGreaterThan(8L * BATCHES * BATCH_SPANS);
    }

    @Test
    void anSstAndASegmentArePrintedByThemselves() throws IOException {
        Path sst = files(copy(), ".sst").get(0);
        StoreDump.Options columns = new StoreDump.Options(null, null, false, true, false, false, true, false, 5);
        assertThat(dump(sst, columns).text()).startsWith("sst " + sst).contains("row group 0", "START_AFTER");
        Path segment = files(copy(), ".journal").get(0);
        assertThat(dump(segment, everything(null, 2)).text())
                .startsWith("segment ")
                .contains("record ", "more records");
        Path foreign = Files.writeString(directory.resolve("foreign"), "this is something else");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> dump(foreign, plain()))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.BAD_INPUT));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> dump(directory, plain()))
                .withMessageContaining("holds no store");
    }

    @Test
    void everyFlippedByteOfAnSstIsNamedAndTheRestIsPrinted() throws IOException {
        Path whole = files(copy(), ".sst").get(0);
        long length = Files.size(whole);
        SplittableRandom random = new SplittableRandom(11);
        int goesOn = 0;
        for (int i = 0; i < 14; i++) {
            Path damaged = directory.resolve("damaged-" + i + ".sst");
            Files.copy(whole, damaged);
            long place = random.nextLong(length);
            flip(damaged, place, random.nextInt(8));
            Dumped dumped =
                    dump(damaged, new StoreDump.Options(null, null, false, true, false, false, true, false, 100));
            assertThat(dumped.damages())
                    .as("damage at %d of %d: %s", place, length, dumped.text())
                    .isPositive();
            assertThat(dumped.text()).contains("damaged: ");
            goesOn += dumped.text().contains("row group 0:") ? 1 : 0;
        }
        assertThat(goesOn).as("dumps that show the rest").isGreaterThan(6);
    }

    @Test
    void aDamagedSegmentIsReadBehindTheDamage() throws IOException {
        Path store = directory.resolve("damaged-store");
        copy(copy(), store);
        Path segment = files(store, ".journal").get(0);
        flip(segment, Files.size(segment) / 3, 4);
        Dumped alone = dump(segment, everything(null, Long.MAX_VALUE));
        Dumped whole = dump(files(copy(), ".journal").get(0), everything(null, Long.MAX_VALUE));
        assertThat(alone.damages()).isPositive();
        assertThat(alone.text()).contains("damage BAD_BYTES in " + segment.getFileName());
        assertThat(alone.lines("record ")).hasSize(whole.lines("record ").size() - 1);
        flip(segment, 20, 1);
        Dumped headless = dump(segment, everything(null, Long.MAX_VALUE));
        assertThat(headless.text()).contains("header unreadable");
        assertThat(headless.lines("record ")).hasSize(whole.lines("record ").size() - 1);
        Path alien = Files.copy(segment, directory.resolve("00000000000000000001.journal"));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> dump(alien, plain()))
                .withMessageContaining("cannot be told from other bytes");
        assertThat(dump(store, plain()).damages()).isPositive();
    }

    private static void flip(Path path, long place, int bit) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(place);
            int value = file.read();
            file.seek(place);
            file.write(value ^ 1 << bit);
        }
    }

    @Test
    void linesAreHandedOnOneByOne() {
        List<Integer> lengths = new ArrayList<>();
        Appendable out = new Appendable() {
            @Override
            public Appendable append(CharSequence text) {
                lengths.add(text.length());
                return this;
            }

            @Override
            public Appendable append(CharSequence text, int start, int end) {
                return append(text.subSequence(start, end));
            }

            @Override
            public Appendable append(char character) {
                return append(String.valueOf(character));
            }
        };
        new StoreDump(out, everything(null, 100)).print(copy());
        assertThat(lengths).hasSizeGreaterThan(1_000);
    }
}
