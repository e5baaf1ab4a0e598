package io.spanhouse.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.LineOutput;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.testing.SeededSpans;
import io.spanhouse.storage.testing.SpanText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private final FaultyFiles files = new FaultyFiles(1);

    @Test
    void framesComeBackFromARealDiskWithAllThatTheRecordSays(@TempDir Path directory) {
        AtomicLong clock = new AtomicLong(40);
        JournalOptions options =
                JournalOptions.of(directory.resolve("p0"), JournalFixture.IDENTITY, clock::incrementAndGet);
        List<SpanBatch> batches = new ArrayList<>();
        List<JournalRecord> durable = Collections.synchronizedList(new ArrayList<>());
        try (Journal<Integer> journal = open(options, (record, payload) -> {}, durable)) {
            SeededSpans spans = new SeededSpans(4);
            for (int i = 0; i < 20; i++) {
                batches.add(spans.batch(10));
                journal.append(new JournalEntry(1_000 + i, i % 3, i % 2, 10), FrameCodec.encode(batches.get(i)), i);
            }
        }

        List<JournalRecord> replayed = new ArrayList<>();
        try (Journal<Integer> journal = open(
                options,
                (record, payload) -> {
                    SpanBatch expected = batches.get(replayed.size());
                    assertThat(SpanText.renderAll(FrameCodec.decode(payload))).isEqualTo(SpanText.renderAll(expected));
                    replayed.add(record);
                },
                durable)) {
            assertThat(replayed).isEqualTo(durable).hasSize(20);
            JournalRecord last = replayed.get(19);
            assertThat(last.offset()).isEqualTo(20);
            assertThat(last.tick()).isEqualTo(60);
            assertThat(last.receivedMillis()).isEqualTo(1_019);
            assertThat(last.project()).isEqualTo(1);
            assertThat(last.lane()).isEqualTo(1);
            assertThat(last.spanCount()).isEqualTo(10);
            SpanBatch read = FrameCodec.decode(new ByteSlice().set(journal.read(last)));
            assertThat(SpanText.renderAll(read)).isEqualTo(SpanText.renderAll(batches.get(19)));
        }
    }

    @Test
    void manyAppendersShareSyncsAndEachIsToldOnceInOrder() throws InterruptedException {
        int threads = 8;
        int appends = 300;
        List<JournalRecord> durable = Collections.synchronizedList(new ArrayList<>());
        JournalOptions options = JournalOptions.of(JournalFixture.DIRECTORY, JournalFixture.IDENTITY, () -> 0)
                .with(files);
        Map<String, Boolean> replayed = new TreeMap<>();
        try (Journal<Integer> journal = open(options, (record, payload) -> {}, durable)) {
            List<Thread> appenders = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int number = t;
                appenders.add(new Thread(() -> {
                    for (int i = 0; i < appends; i++) {
                        journal.append(new JournalEntry(0, number, 0, 1), payload(number + "/" + i), i);
                    }
                }));
            }
            appenders.forEach(Thread::start);
            for (Thread appender : appenders) {
                appender.join();
            }
        }

        assertThat(durable).hasSize(threads * appends);
        for (int i = 0; i < durable.size(); i++) {
            assertThat(durable.get(i).offset()).isEqualTo(i + 1);
        }
        assertThat(files.forces()).isLessThan(threads * appends);
        open(options, (record, payload) -> replayed.put(payload.utf8(), true), durable)
                .close();
        assertThat(replayed).hasSize(threads * appends);
    }

    @Test
    void failedSyncRefusesItsGroupAndTheNextAppendGoesToANewSegment() {
        try (JournalFixture fixture = new JournalFixture(files)) {
            fixture.appendEach("before", 2, 100);
            files.failAfter(1);
            while (fixture.refused.isEmpty()) {
                fixture.appendEach("at", 1, 100);
            }
            assertThat(fixture.journal.statistics().isWritable()).isFalse();
            fixture.appendEach("after", 2, 100);

            JournalStatistics statistics = fixture.journal.statistics();
            assertThat(statistics.isWritable()).isTrue();
            assertThat(statistics.failures()).isEqualTo(1);
            assertThat(statistics.segments()).isEqualTo(2);
            Map<Long, String> acknowledged = new TreeMap<>(fixture.durable);
            try (JournalFixture after = new JournalFixture(files.copy())) {
                assertThat(after.replayed).isEqualTo(acknowledged);
                assertThat(after.opening.damages()).isEmpty();
            }
        }
    }

    @Test
    void probeTellsWhetherTheDiskTakesWrites() throws Exception {
        try (JournalFixture fixture = new JournalFixture(files)) {
            fixture.journal.probe().get(10, TimeUnit.SECONDS);
            files.failuresInThousand(1_000);
            CompletableFuture<Void> failing = fixture.journal.probe();
            assertThatThrownBy(() -> failing.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.UNAVAILABLE));
            files.failuresInThousand(0);
            fixture.journal.probe().get(10, TimeUnit.SECONDS);
            assertThat(fixture.journal.statistics().isWritable()).isTrue();
            fixture.appendEach("r", 1, 50);
        }
        try (JournalFixture after = new JournalFixture(files)) {
            assertThat(after.replayed).as("marks are not shown").hasSize(1);
            assertThat(after.opening.damages()).isEmpty();
        }
    }

    @Test
    void fullQueueRefusesAtOnceAndAnyAppendAfterCloseIsRefused() {
        CountDownLatch release = new CountDownLatch(1);
        JournalOptions options = JournalOptions.of(JournalFixture.DIRECTORY, JournalFixture.IDENTITY, () -> {
                    awaitQuietly(release);
                    return 0;
                })
                .with(files)
                .with(JournalOptions.Bounds.DEFAULT.withQueue(1_000, 1_000, Duration.ZERO));
        JournalFixture fixture = new JournalFixture(options, JournalStart.EVERYTHING);
        try (fixture) {
            fixture.append(JournalFixture.text("first", 600));
            JournalEntry entry = new JournalEntry(0, 0, 0, 1);
            ByteBuffer more = payload(JournalFixture.text("second", 600));
            assertThatThrownBy(() -> fixture.journal.append(entry, more, "second"))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.OVERLOADED));
            assertThat(fixture.journal.statistics().refused()).isEqualTo(1);
            release.countDown();
            fixture.settled();
            fixture.append(JournalFixture.text("third", 600));
        }
        assertThat(fixture.durable).hasSize(2);
        ByteBuffer late = payload("late");
        assertThatThrownBy(() -> fixture.journal.append(new JournalEntry(0, 0, 0, 1), late, "late"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CLOSED));
    }

    @Test
    void trimDeletesWholeSealedSegmentsOldestFirstAndKeepsTheBytesAsked() {
        JournalOptions options = JournalOptions.of(JournalFixture.DIRECTORY, JournalFixture.IDENTITY, () -> 0)
                .with(files)
                .with(JournalFixture.SMALL.withSegments(2_000, 3_000));
        try (JournalFixture fixture = new JournalFixture(options, JournalStart.EVERYTHING)) {
            fixture.appendEach("r", 32, 400);
            assertThat(JournalFixture.segments(files)).hasSize(7);

            assertThat(fixture.journal.trim(5)).isZero();
            assertThat(fixture.journal.trim(26)).isPositive();
            assertThat(JournalFixture.segments(files)).hasSize(4);
            assertThat(fixture.journal.statistics().oldestOffset()).isEqualTo(16);
            assertThat(fixture.journal.trim(Long.MAX_VALUE)).isPositive();
            assertThat(JournalFixture.segments(files)).hasSize(3);
        }
        JournalStart start = new JournalStart(26, 26, new TreeMap<>());
        try (JournalFixture after = new JournalFixture(options, start)) {
            assertThat(after.opening.damages()).isEmpty();
            assertThat(after.replayed.keySet()).contains(26L, 32L);
            assertThat(after.journal.nextOffset()).isEqualTo(33);
        }
    }

    @Test
    void anEndedSegmentCanBeTrimmedWhole() {
        JournalOptions options = JournalOptions.of(JournalFixture.DIRECTORY, JournalFixture.IDENTITY, () -> 0)
                .with(files)
                .with(JournalFixture.SMALL.withSegments(1 << 20, 1 << 20));
        try (JournalFixture fixture = new JournalFixture(options, JournalStart.EVERYTHING)) {
            fixture.appendEach("r", 5, 400);
            assertThat(fixture.journal.trimWholly(Long.MAX_VALUE)).isZero();

            fixture.journal.endSegment().join();

            assertThat(JournalFixture.segments(files)).hasSize(2);
            assertThat(fixture.journal.trim(6)).isZero();
            assertThat(fixture.journal.trimWholly(5)).isZero();
            assertThat(fixture.journal.trimWholly(6)).isPositive();
            assertThat(JournalFixture.segments(files)).hasSize(1);
            assertThat(fixture.journal.statistics().oldestOffset()).isEqualTo(6);
            fixture.appendEach("later", 1, 50);
        }
        JournalStart start = new JournalStart(6, 6, new TreeMap<>());
        try (JournalFixture after = new JournalFixture(options, start)) {
            assertThat(after.opening.damages()).isEmpty();
            assertThat(after.replayed).hasSize(1);
        }
    }

    @Test
    void sealsAreRepeatedByTheNextSegmentHeader() {
        try (JournalFixture fixture = new JournalFixture(files)) {
            fixture.journal.sealed(4, 77);
            fixture.appendEach("r", 1, 50);
        }
        try (JournalFixture after = new JournalFixture(files)) {
            assertThat(after.opening.sealed()).containsExactly(Map.entry(4, 77L));
        }
    }

    @Test
    void syncsByIntervalAcknowledgeBeforeTheSyncAndSyncSoon() {
        JournalOptions options = JournalOptions.of(JournalFixture.DIRECTORY, JournalFixture.IDENTITY, () -> 0)
                .with(files)
                .with(JournalOptions.Bounds.DEFAULT.withInterval(Duration.ofMillis(20)));
        try (JournalFixture fixture = new JournalFixture(options, JournalStart.EVERYTHING)) {
            fixture.appendEach("first", 1, 50);
            int forces = files.forces();
            fixture.appendEach("r", 5, 50);
            assertThat(fixture.durable).hasSize(6);
            assertThat(files.forces()).isLessThan(forces + 5);
            Awaitility.await().untilAsserted(() -> {
                try (JournalFixture after = new JournalFixture(files.powerCut(3))) {
                    assertThat(after.replayed).hasSize(6);
                }
            });
        }
    }

    @Test
    void dumpPrintsSegmentsRecordsAndSpansAndChangesNothing() throws IOException {
        try (JournalFixture fixture = new JournalFixture(files)) {
            fixture.appendEach("r", 7, 400);
        }
        FaultyFiles before = files.copy();
        StringBuilder out = new StringBuilder();

        new JournalDump(files, new LineOutput(out), new JournalDump.Detail(true, true, Long.MAX_VALUE, project -> true))
                .print(JournalFixture.DIRECTORY, null, 1);

        assertThat(out.toString())
                .contains(
                        "segment 00000000000000000001.journal, 2392 bytes, store 00000000-0000-0007-0000-000000000009")
                .contains(
                        "record 7 at 6:536, tick 5, received 1970-01-01T00:00:01Z, project 2, lane 1, spans 4, format 1")
                .contains("  unreadable: frame")
                .endsWith("records 7, torn end 0 bytes, next offset 8\n");
        for (Path segment : JournalFixture.segments(before)) {
            assertThat(files.bytes(segment)).isEqualTo(before.bytes(segment));
        }
    }

    private static Journal<Integer> open(JournalOptions options, RecordVisitor visitor, List<JournalRecord> durable) {
        return Journal.open(options, JournalStart.EVERYTHING, visitor, new GroupListener<Integer>() {
                    @Override
                    public void durable(List<AppendedRecord<Integer>> group) {
                        group.forEach(one -> durable.add(one.record()));
                    }

                    @Override
                    public void failed(List<Integer> attachments, StoreException failure) {
                        throw new AssertionError(failure);
                    }
                })
                .journal();
    }

    private static ByteBuffer payload(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
