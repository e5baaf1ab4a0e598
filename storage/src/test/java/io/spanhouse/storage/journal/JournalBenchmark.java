package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.testing.DemoSpans;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Figures of the journal: bytes a span, CPU nanoseconds a span to write and to read a frame, synced appends a second with
 * one and with many that wait. Run by hand with a directory to write to; no test.
 */
public final class JournalBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int BATCHES = 64;
    private static final int SPANS = 512;
    private static final int ROUNDS = 200;

    private JournalBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        DemoSpans spans = new DemoSpans(1);
        SpanBatch[] batches = new SpanBatch[BATCHES];
        for (int i = 0; i < BATCHES; i++) {
            batches[i] = spans.batch(SPANS);
        }
        ByteBuffer[] frames = frames(batches);
        Path directory = Path.of(arguments[0]);
        for (int waiting : new int[] {1, 16, 64}) {
            appends(directory.resolve("journal-" + waiting), frames, waiting);
        }
    }

    private static ByteBuffer[] frames(SpanBatch[] batches) {
        ByteBuffer[] frames = new ByteBuffer[BATCHES];
        long best = Long.MAX_VALUE;
        long bestDecoded = Long.MAX_VALUE;
        long bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            bytes = 0;
            for (int i = 0; i < BATCHES; i++) {
                frames[i] = FrameCodec.encode(batches[i]);
                bytes += frames[i].remaining();
            }
            long encoded = THREADS.getCurrentThreadCpuTime();
            for (ByteBuffer frame : frames) {
                FrameCodec.decode(new ByteSlice().set(frame.array(), frame.arrayOffset(), frame.limit()));
            }
            best = Math.min(best, encoded - start);
            bestDecoded = Math.min(bestDecoded, THREADS.getCurrentThreadCpuTime() - encoded);
        }
        double count = (double) BATCHES * SPANS;
        System.out.printf(
                Locale.ROOT,
                "%.1f bytes a span, encode %.0f ns, decode %.0f ns a span%n",
                bytes / count,
                best / count,
                bestDecoded / count);
        return frames;
    }

    private static void appends(Path directory, ByteBuffer[] frames, int waiting)
            throws IOException, InterruptedException {
        Semaphore permits = new Semaphore(waiting);
        JournalOptions options = JournalOptions.of(directory, new JournalIdentity(new UUID(1, 2), 0), () -> 0);
        GroupListener<Integer> listener = new GroupListener<>() {
            @Override
            public void durable(List<AppendedRecord<Integer>> group) {
                permits.release(group.size());
            }

            @Override
            public void failed(List<Integer> attachments, StoreException failure) {
                throw failure;
            }
        };
        Journal<Integer> journal = Journal.open(options, JournalStart.EVERYTHING, (record, bytes) -> {}, listener)
                .journal();
        long start = System.nanoTime();
        int appends = 0;
        try (journal) {
            while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(4)) {
                permits.acquire();
                journal.append(new JournalEntry(0, 0, 0, SPANS), frames[appends % BATCHES], appends++);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        JournalStatistics statistics = journal.statistics();
        System.out.printf(
                Locale.ROOT,
                "%d waiting: %.0f appends a second, %.0f spans a second, %.1f MB a second, %.1f a group, %.0f us a sync%n",
                waiting,
                appends / seconds,
                appends * (double) SPANS / seconds,
                statistics.bytesWritten() / 1e6 / seconds,
                (double) statistics.records() / statistics.groups(),
                statistics.syncNanos() / 1e3 / statistics.syncs());
        long opened = System.nanoTime();
        long[] read = new long[1];
        Journal.open(
                        options,
                        JournalStart.EVERYTHING,
                        (record, payload) ->
                                read[0] += FrameCodec.decode(payload).rowCount(),
                        listener)
                .journal()
                .close();
        System.out.printf(Locale.ROOT, "  replay: %d spans in %.2f s%n", read[0], (System.nanoTime() - opened) / 1e9);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
        }
    }
}
