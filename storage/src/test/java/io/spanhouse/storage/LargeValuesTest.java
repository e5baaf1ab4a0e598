package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.model.ValueType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spans with a value of a mebibyte each, more than there is memory for. Method: a program of its own with a small heap takes
 * them, closes, opens, seals, merges, and finds each of them at every step; wherever many came together it would die.
 */
class LargeValuesTest {
    private static final int SPANS = 256;
    private static final String HEAP = "-Xmx128m";
    private static final long MINUTES_MAX = 3;
    private static final int VALUE_BYTES = 1 << 20;
    private static final byte[] LETTERS = letters();

    @TempDir
    private Path directory;

    private static TraceStore open(Path directory) {
        StoreOptions defaults = StoreOptions.defaults(directory);
        return TraceStore.open(new StoreOptions(
                directory,
                1,
                StoreOptions.Durability.SYNC,
                new StoreOptions.Memory(32 << 20, 64 << 20, 16 << 20, 16 << 20, 4 << 20),
                new StoreOptions.Head(96 << 20, Duration.ofMinutes(10), Duration.ofSeconds(10)),
                defaults.retention(),
                0,
                StoreClock.SYSTEM));
    }

    private static byte[] letters() {
        SplittableRandom random = new SplittableRandom(11);
        byte[] letters = new byte[VALUE_BYTES + 10_000];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        return letters;
    }

    private static byte[] value(int number) {
        byte[] value = Arrays.copyOfRange(LETTERS, number, number + VALUE_BYTES);
        byte[] name = name(number).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, value, VALUE_BYTES / 2, name.length);
        return value;
    }

    private static String name(int number) {
        return "<" + number + ">";
    }

    /** Half of the spans are traces of their own, the others one trace. */
    private static long trace(int number) {
        return number % 2 == 0 ? 1 : 1 + number;
    }

    private static SpanBatch span(int number) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        int resource = builder.resource(true, 0, 0, 0);
        int scope = builder.scope(new ScopeColumns.Fields(true, 0, 0, 0, 0));
        builder.startSpan()
                .resource(resource)
                .scope(scope)
                .traceId(7, trace(number))
                .spanId(1 + number)
                .startNanos(1_790_000_000_000_000_000L + number);
        byte[] value = value(number);
        builder.attribute(builder.pair(builder.string("prompt"), ValueType.STRING, value, 0, value.length));
        builder.endSpan();
        return builder.build();
    }

    /** A piece that would replace a span if it were merged. */
    private static SpanBatch piece(int number) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        int resource = builder.resource(true, 0, 0, 0);
        int scope = builder.scope(new ScopeColumns.Fields(true, 0, 0, 0, 0));
        builder.startSpan()
                .resource(resource)
                .scope(scope)
                .traceId(7, trace(number))
                .spanId(1 + number)
                .name(builder.string("renamed"))
                .mark(SpanMark.REPLACES);
        builder.endSpan();
        return builder.build();
    }

    private static void append(TraceStore store, int number) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                assertThat(store.append(1, span(number)).join().stored()).isEqualTo(1);
                return;
            } catch (CompletionException e) {
                assertThat(attempt).isLessThan(1_000);
                assertThat(((StoreException) e.getCause()).kind()).isEqualTo(FailureKind.OVERLOADED);
                Thread.onSpinWait();
            }
        }
    }

    private static void assertAllThere(TraceStore store, int spans, String when) {
        assertWhole(store, 1, spans / 2, when);
        for (int number = 1; number < spans; number += 2) {
            assertWhole(store, trace(number), 1, when);
        }
        for (int number : new int[] {spans / 2, spans / 2 + 1}) {
            SearchAnswer found = store.search(mentioning(name(number)), QueryControl.unlimited());
            assertThat(found.completeness().complete()).as(when).isTrue();
            assertThat(found.traces())
                    .as(when)
                    .singleElement()
                    .satisfies(trace -> assertThat(trace.traceId()).isEqualTo(new TraceId(7, trace(number))));
        }
    }

    private static SearchRequest mentioning(String text) {
        return new SearchRequest(
                1,
                TimeWindow.ALWAYS,
                new TracePredicate.AnySpan(new SpanCondition.Comparison(
                        new Operand.Attribute(AttributeLevel.SPAN, "prompt"),
                        Operator.CONTAINS,
                        new Literal.Text(text))),
                TraceOrder.NEWEST,
                10,
                null,
                true,
                Visibility.ALL);
    }

    private static void assertWhole(TraceStore store, long trace, int spans, String when) {
        TraceRequest request = new TraceRequest(1, new TraceId(7, trace), Visibility.ALL);
        ByteSlice slice = new ByteSlice();
        int count = 0;
        try (TraceSpans found = store.get(request, QueryControl.unlimited())) {
            for (SpanBatch some = found.next(); some != null; some = found.next()) {
                for (int row = 0; row < some.rowCount(); row++) {
                    some.pairs().value(some.attribute(some.attributeStart(row)), slice);
                    assertThat(slice.sameBytes(new ByteSlice().set(value((int) some.spanId(row) - 1))))
                            .as("%s: span %d", when, some.spanId(row))
                            .isTrue();
                    count++;
                }
            }
            assertThat(found.completeness().complete()).as(when).isTrue();
        }
        assertThat(count).as("%s: trace %d", when, trace).isEqualTo(spans);
    }

    /**
     * Does it all.
     *
     * @param arguments an empty directory, and how many spans
     */
    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);
        int spans = Integer.parseInt(arguments[1]);
        try (TraceStore store = open(directory)) {
            assertThat(store.project("default")).isEqualTo(1);
            for (int number = 0; number < spans; number++) {
                append(store, number);
            }
            assertAllThere(store, spans, "taken");
        }
        try (TraceStore store = open(directory)) {
            assertAllThere(store, spans, "after a restart");
            store.settle();
            assertAllThere(store, spans, "after merges");
            // Its trace has too much for a piece to be merged, so the piece stands beside its span.
            assertThat(store.append(1, piece(0)).join().conflicts()).isEqualTo(1);
        }
    }

    @Test
    void damageOfOneInTheJournalCostsItsSpanAloneAndIsNamedForEver() throws IOException {
        try (TraceStore store = open(directory)) {
            assertThat(store.project("default")).isEqualTo(1);
            for (int number = 0; number < 3; number++) {
                store.append(1, span(number)).join();
            }
            flip(name(0));
            assertDamaged(store, "in the journal");
            SearchAnswer found = store.search(mentioning(name(1)), QueryControl.unlimited());
            assertThat(found.traces()).hasSize(1);
            // The same span again is whole, so it is kept beside the other.
            assertThat(store.append(1, span(0)).join().conflicts()).isEqualTo(1);
            assertThat(store.append(1, span(1)).join().duplicates()).isEqualTo(1);
            store.settle();
            assertDamaged(store, "in a block");
        }
    }

    /** Flips a bit of a large value, which is found by a text in it. */
    private void flip(String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".journal")).toList()) {
                int at = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf(text);
                try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                    bytes.seek(at + 1_000);
                    int value = bytes.read();
                    bytes.seek(at + 1_000);
                    bytes.write(value ^ 1);
                }
            }
        }
    }

    private static void assertDamaged(TraceStore store, String where) {
        SearchAnswer found = store.search(mentioning(name(1)), QueryControl.unlimited());
        assertThat(found.completeness().reason()).as(where).isEqualTo(Completeness.Reason.DAMAGED);
        assertWhole(store, 2, 1, where);
        TraceRequest request = new TraceRequest(1, new TraceId(7, 1), Visibility.ALL);
        try (TraceSpans spans = store.get(request, QueryControl.unlimited())) {
            Set<Long> ids = new TreeSet<>();
            for (SpanBatch some = spans.next(); some != null; some = spans.next()) {
                for (int row = 0; row < some.rowCount(); row++) {
                    ids.add(some.spanId(row));
                }
            }
            assertThat(ids).as(where).contains(3L);
            assertThat(spans.completeness().reason()).as(where).isEqualTo(Completeness.Reason.DAMAGED);
            assertThat(spans.completeness().missing()).as(where).hasSize(1);
        }
    }

    @Test
    void moreThanThereIsMemoryForAreTakenFoundSealedAndMerged() throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeValuesTest.class.getName(),
                        directory.resolve("store").toString(),
                        String.valueOf(SPANS))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(program.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        assertThat(program.exitValue()).as(Files.readString(log)).isZero();
    }
}
