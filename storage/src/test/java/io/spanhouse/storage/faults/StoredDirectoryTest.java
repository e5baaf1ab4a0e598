package io.spanhouse.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spanhouse.storage.StoreOptions;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.testing.DemoSpans;
import io.spanhouse.storage.testing.OracleStore;
import io.spanhouse.storage.testing.SpanText;
import io.spanhouse.storage.testing.WorkloadSpans;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A data directory as each format wrote it is kept for ever: it opens, has every span, and works on. A later version of
 * any of its files is refused by name. A new sample is written with {@code -Dstore.sample=write}; those of formats that were
 * released are not written again.
 */
final class StoredDirectoryTest {
    private static final Path RESOURCES = Path.of("src/test/resources/io/spanhouse/storage/faults");
    private static final String SAMPLE = "store-1.zip";
    private static final String EXPECTED = "spans.txt";
    private static final boolean WRITE = "write".equals(System.getProperty("store.sample"));
    private static final int SEALS = 3;

    @TempDir
    private Path directory;

    @BeforeEach
    void unpack() throws IOException {
        if (WRITE && !Files.exists(directory.resolve("written"))) {
            write();
        }
        try (InputStream in = WRITE
                        ? Files.newInputStream(RESOURCES.resolve(SAMPLE))
                        : Objects.requireNonNull(StoredDirectoryTest.class.getResourceAsStream(SAMPLE));
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.write(file, zip.readAllBytes());
            }
        }
    }

    private static TraceStore open(Path store) {
        StoreOptions defaults = StoreOptions.defaults(store);
        return TraceStore.open(new StoreOptions(
                store,
                1,
                StoreOptions.Durability.SYNC,
                defaults.memory(),
                new StoreOptions.Head(8 << 20, Duration.ofMinutes(10), Duration.ZERO),
                new StoreOptions.Retention(Duration.ofDays(36_500), Long.MAX_VALUE, Duration.ofDays(1)),
                0,
                defaults.clock()));
    }

    private Path store() {
        return directory.resolve("store");
    }

    /** Some seals, a deleted project, a tail that is in the journal alone; ordinary spans, and the oddest ones. */
    private void write() throws IOException {
        Path store = directory.resolve("written").resolve("store");
        Files.createDirectories(store);
        StringBuilder expected = new StringBuilder();
        DemoSpans demo = new DemoSpans(1);
        WorkloadSpans odd = new WorkloadSpans(2);
        OracleStore oracle = new OracleStore();
        for (int seal = 0; seal <= SEALS; seal++) {
            try (TraceStore open = open(store)) {
                append(open, "demo", demo.batch(16), expected);
                SpanBatch batch = odd.next(24);
                open.append(open.project("odd"), batch).join();
                oracle.append(batch);
                open.append(open.project("gone-" + seal), demo.batch(4)).join();
                open.deleteProject("gone-" + seal);
                if (seal < SEALS) {
                    open.settle();
                }
            }
        }
        readBack(store, oracle, expected);
        Files.createDirectories(RESOURCES);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(RESOURCES.resolve(SAMPLE)))) {
            zip.setLevel(9);
            for (Path file : Trees.files(store)) {
                if (!String.valueOf(file.getFileName()).startsWith("LOG")) {
                    zip.putNextEntry(new ZipEntry("store/" + store.relativize(file)));
                    zip.write(Files.readAllBytes(file));
                }
            }
            zip.putNextEntry(new ZipEntry(EXPECTED));
            zip.write(expected.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void append(TraceStore store, String project, SpanBatch batch, StringBuilder expected) {
        store.append(store.project(project), batch).join();
        for (int row = 0; row < batch.rowCount(); row++) {
            expected.append(line(
                            project,
                            new TraceId(batch.traceIdHigh(row), batch.traceIdLow(row)),
                            SpanText.render(batch, row)))
                    .append('\n');
        }
    }

    /** Spans of which some are late and some come twice: what is stored of them is what is expected for ever. */
    private static void readBack(Path store, OracleStore oracle, StringBuilder expected) {
        try (TraceStore open = open(store)) {
            long spans = 0;
            for (TraceId id : oracle.traceIds()) {
                TraceRequest request = new TraceRequest(open.project("odd"), id, Visibility.ALL);
                try (TraceSpans found = Objects.requireNonNull(open.get(request, QueryControl.unlimited()))) {
                    for (SpanBatch slice = found.next(); slice != null; slice = found.next()) {
                        for (String text : SpanText.renderAll(slice)) {
                            expected.append(line("odd", id, text)).append('\n');
                            spans++;
                        }
                    }
                }
            }
            assertThat(spans).isEqualTo(oracle.now());
        }
    }

    private static String line(String project, TraceId id, String span) {
        return project + '\t' + id + '\t' + span.replace("\n", "\\n");
    }

    /** Every span that is there, in no order. */
    private static List<String> spans(TraceStore store, List<String> expected) {
        TreeSet<String> traces = new TreeSet<>();
        expected.forEach(line -> traces.add(line.substring(0, line.lastIndexOf('\t'))));
        List<String> found = new ArrayList<>();
        for (String trace : traces) {
            String[] parts = trace.split("\t", 2);
            TraceId id = TraceId.parse(parts[1]);
            TraceRequest request = new TraceRequest(store.project(parts[0]), id, Visibility.ALL);
            try (TraceSpans spans = store.get(request, QueryControl.unlimited())) {
                assertThat(spans).as(trace).isNotNull();
                for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                    SpanText.renderAll(slice).forEach(text -> found.add(line(parts[0], id, text)));
                }
                assertThat(spans.completeness()).isEqualTo(Completeness.COMPLETE);
            }
        }
        return found;
    }

    @Test
    void theSampleOpensHasEverySpanAndWorksOn() throws IOException {
        List<String> expected = new ArrayList<>(Files.readAllLines(directory.resolve(EXPECTED)));
        assertThat(expected).hasSizeGreaterThan(80);
        for (int start = 1; start <= 2; start++) {
            try (TraceStore store = open(store())) {
                assertThat(spans(store, expected)).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(store.status().alarms()).isEmpty();
                StringBuilder more = new StringBuilder();
                append(store, "demo", new DemoSpans(9 + start).batch(8), more);
                more.toString().lines().forEach(expected::add);
                store.settle();
                assertThat(spans(store, expected)).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"store.json", "projects.json"})
    void aLaterVersionOfASmallFileIsRefusedByName(String name) throws IOException {
        for (String file : new String[] {name, name + ".copy"}) {
            Files.writeString(
                    store().resolve(file), "{\"format\":2,\"version\":2,\"whatIsYetToCome\":[1,2],\"partitions\":1}");
        }
        expectTooNew(name, "2");
    }

    @Test
    void aLaterVersionOfAJournalSegmentIsRefusedByName() throws IOException {
        Path segment = Trees.files(store()).stream()
                .filter(file -> file.toString().endsWith(".journal"))
                .reduce((first, second) -> second)
                .orElseThrow();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment));
        int length = bytes.getInt(12);
        bytes.putInt(8, 2).putInt(length - 4, crc(bytes.array(), length - 4));
        Files.write(segment, bytes.array());
        expectTooNew(String.valueOf(segment.getFileName()), "version 2");
    }

    @Test
    void aLaterVersionOfTheHighWaterFileIsRefusedByName() throws IOException {
        Path file = store().resolve("partition-000/journal/high-water");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        bytes.putInt(8, 2).putInt(bytes.capacity() - 4, crc(bytes.array(), bytes.capacity() - 4));
        Files.write(file, bytes.array());
        expectTooNew("high-water", "version 2");
    }

    @Test
    void aLaterVersionOfWhatWasLostIsRefusedByName() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16).putLong(0x5350414E534C4F47L).putInt(2);
        bytes.putInt(crc(bytes.array(), 12));
        Files.write(store().resolve("partition-000/lost"), bytes.array());
        expectTooNew("lost", "version 2");
    }

    /** Nobody knows who the store is; a new identity would make all that is there foreign. */
    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7"})
    void emptySmallFilesAreDamageAndNoNewStore(String content) throws IOException {
        for (String name : new String[] {"store.json", "store.json.copy"}) {
            Files.writeString(store().resolve(name), content);
        }
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> open(store()))
                .matches(failure -> failure.kind() == FailureKind.CORRUPT)
                .withMessageContaining("store.json");
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private void expectTooNew(String name, String version) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> open(store()))
                .matches(failure -> failure.kind() == FailureKind.TOO_NEW)
                .withMessageContaining(name)
                .withMessageContaining(version);
    }
}
