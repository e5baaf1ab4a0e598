package io.spanhouse.storage.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.SpanText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Readers check what a snapshot promises while rows are inserted, generations closed and dropped. */
class ConcurrentReadersTest {
    private static final long SEED = 20_260_101;
    private static final int BATCHES = 1_500;

    private final TestClock clock = new TestClock();
    private final MemoryBlocks blocks = new MemoryBlocks();
    private final Head head = new Head(
            new HeadOptions(
                    64 << 20,
                    Duration.ofSeconds(20).toNanos(),
                    Duration.ofSeconds(5).toNanos(),
                    1L << 30),
            clock,
            OlderTraces.NONE,
            1);

    @Test
    void readersSeeWholeSnapshots() throws Exception {
        Map<String, Boolean> sent = new ConcurrentHashMap<>();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try {
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                int number = i;
                results.add(readers.submit(() -> read(new SplittableRandom(SEED + number), sent, done)));
            }
            write(sent);
            done.set(true);
            for (Future<Long> result : results) {
                assertThat(result.get()).as("snapshots read").isPositive();
            }
        } finally {
            done.set(true);
            readers.shutdownNow();
        }
    }

    private void write(Map<String, Boolean> sent) {
        RandomLoad load = new RandomLoad(SEED, 40);
        for (int i = 0; i < BATCHES; i++) {
            SpanBatch batch = load.next();
            SpanText.renderAll(batch).forEach(text -> sent.put(text, true));
            head.insert(1, 0, batch, i, i, clock.epochMillis());
            clock.move(Duration.ofMillis(100));
            if (i % 3 == 0) {
                head.publish();
                Generation closed = head.nextToSeal();
                if (closed != null) {
                    blocks.seal(head, closed);
                }
            }
        }
        head.publish();
    }

    private long read(SplittableRandom random, Map<String, Boolean> sent, AtomicBoolean done) {
        long snapshots = 0;
        TraceValues values = new TraceValues();
        while (!done.get() || snapshots == 0) {
            HeadSnapshot snapshot = head.snapshot();
            for (HeadSnapshot.Part part : snapshot.parts()) {
                check(part, random, sent, values);
            }
            snapshots++;
        }
        return snapshots;
    }

    private static void check(
            HeadSnapshot.Part part, SplittableRandom random, Map<String, Boolean> sent, TraceValues values) {
        Generation generation = part.generation();
        TraceTable traces = generation.traces();
        int rows = 0;
        for (int trace = 0; trace < part.traceCount(); trace++) {
            assertThat(traces.find(1, traces.idHigh(trace), traces.idLow(trace), part.traceCount()))
                    .isEqualTo(trace);
            long errors = 0;
            long end = 0;
            int count = 0;
            Set<Integer> services = new HashSet<>();
            traces.read(trace, part.rowCount(), values);
            for (int row = traces.firstRow(trace, part.rowCount());
                    row != TraceTable.NONE;
                    row = traces.nextRow(row, part.rowCount())) {
                count++;
                errors += generation.statusCode(row) == 2 ? 1 : 0;
                end = Long.compareUnsigned(end, generation.endNanos(row)) < 0 ? generation.endNanos(row) : end;
                services.add(generation.service(generation.resource(row)));
            }
            rows += count;
            assertThat(values.rows).isEqualTo(count);
            if (!values.continues) {
                assertThat(values.errors).isEqualTo(errors);
                assertThat(values.endNanos).isEqualTo(end);
                assertThat(values.services.size()).isEqualTo(services.size());
            }
        }
        assertThat(rows).isEqualTo(part.rowCount());
        for (int i = 0; i < 20 && part.rowCount() > 0; i++) {
            assertThat(sent).containsKey(SpanText.render(generation, random.nextInt(part.rowCount())));
        }
    }
}
