package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.testing.DemoSpans;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hard loads, at a short or at their full size ({@link HardCase}): many small requests, and queries beside them. */
final class HardLoadTest {
    private static final int BATCH_SPANS = 512;
    private static final int WAITING_MAX = 512;
    private static final int SEARCHERS = 8;

    @TempDir
    private Path directory;

    /** Nothing hard: what a neighbour of the others is held against. */
    @Test
    void ordinarySpans() {
        int batches = HardCase.size(8, 4_000);
        try (HardCase hard = new HardCase("ordinary spans", directory)) {
            hard.withNeighbour();
            DemoSpans demo = new DemoSpans(11);
            Deque<CompletableFuture<AppendResult>> waiting = new ArrayDeque<>();
            for (int batch = 0; batch < batches; batch++) {
                waiting.add(hard.store.append(1, demo.batch(BATCH_SPANS)));
                if (waiting.size() == 16) {
                    assertThat(waiting.remove().join().stored()).isEqualTo(BATCH_SPANS);
                }
            }
            waiting.forEach(answer -> assertThat(answer.join().stored()).isEqualTo(BATCH_SPANS));
            hard.taken((long) batches * BATCH_SPANS);
            hard.settle();
            assertThat(hard.search(1, TracePredicate.EVERY, TimeWindow.ALWAYS, 1)
                            .total())
                    .hasValue(batches * (BATCH_SPANS / 4));
        }
    }

    @Test
    void requestsOfOneSpan() {
        int spans = HardCase.size(4_000, 1_200_000);
        try (HardCase hard = new HardCase("requests of one span", directory)) {
            hard.withNeighbour();
            DemoSpans demo = new DemoSpans(7);
            Deque<CompletableFuture<AppendResult>> waiting = new ArrayDeque<>();
            long began = System.nanoTime();
            for (int span = 0; span < spans; span++) {
                waiting.add(hard.store.append(1, demo.batch(1)));
                if (waiting.size() == WAITING_MAX) {
                    assertThat(waiting.remove().join().stored()).isEqualTo(1);
                }
            }
            waiting.forEach(answer -> assertThat(answer.join().stored()).isEqualTo(1));
            double seconds = (System.nanoTime() - began) / 1e9;
            hard.taken(spans);
            hard.note(String.format(Locale.ROOT, "%,d requests, %,.0f a second", spans, spans / seconds));
            SearchAnswer all = hard.search(1, TracePredicate.EVERY, TimeWindow.ALWAYS, 1);
            assertThat(all.total()).hasValue(spans);
            hard.settle();
        }
    }

    @Test
    void eightSearchesDuringFullIngest() throws InterruptedException {
        int batches = HardCase.size(60, 8_000);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicLong acked = new AtomicLong();
        AtomicLong sent = new AtomicLong();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
        try (HardCase hard = new HardCase("eight searches during full ingest", directory)) {
            hard.withNeighbour();
            List<Thread> searchers = new ArrayList<>();
            for (int i = 0; i < SEARCHERS; i++) {
                boolean counts = i % 2 == 0;
                Thread searcher = new Thread(() -> {
                    while (!ended.get()) {
                        long before = acked.get();
                        long began = System.nanoTime();
                        SearchAnswer answer = hard.search(
                                1,
                                new TracePredicate.SpanCount(SpanCondition.EVERY, Operator.GREATER, counts ? 0 : 2),
                                TimeWindow.ALWAYS,
                                20);
                        if (answer.total().getAsLong() > 0) {
                            nanos.add(System.nanoTime() - began);
                        }
                        // All that was acknowledged before it began, and nothing that was not sent when it ended.
                        assertThat(answer.total().getAsLong()).isBetween(before, sent.get());
                    }
                });
                searcher.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
                searchers.add(searcher);
                searcher.start();
            }
            DemoSpans demo = new DemoSpans(3);
            Deque<CompletableFuture<AppendResult>> waiting = new ArrayDeque<>();
            long began = System.nanoTime();
            for (int batch = 0; batch < batches; batch++) {
                sent.addAndGet(BATCH_SPANS / 4);
                waiting.add(hard.store.append(1, demo.batch(BATCH_SPANS)));
                if (waiting.size() == 16) {
                    waiting.remove().join();
                    acked.addAndGet(BATCH_SPANS / 4);
                }
            }
            waiting.forEach(CompletableFuture::join);
            double seconds = (System.nanoTime() - began) / 1e9;
            ended.set(true);
            for (Thread searcher : searchers) {
                searcher.join();
            }
            assertThat(failures).isEmpty();
            hard.taken((long) batches * BATCH_SPANS);
            hard.note(String.format(Locale.ROOT, "%,.0f spans a second", batches * (double) BATCH_SPANS / seconds));
            noteTimes(hard, "exact totals of everything meanwhile", nanos);
            hard.settle();
            assertThat(hard.search(1, TracePredicate.EVERY, TimeWindow.ALWAYS, 1)
                            .total())
                    .hasValue(batches * (BATCH_SPANS / 4));
        }
    }

    private static void noteTimes(HardCase hard, String what, List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        hard.note(String.format(
                Locale.ROOT,
                "%,d %s, p50 %.1f ms, p99 %.1f ms",
                sorted.length,
                what,
                sorted[sorted.length / 2] / 1e6,
                sorted[Math.min(sorted.length - 1, sorted.length * 99 / 100)] / 1e6));
    }

    @Test
    void aQueryThatMatchesEverythingIsAbandoned() throws InterruptedException {
        int batches = HardCase.size(40, 4_000);
        try (HardCase hard = new HardCase("a query of everything, abandoned", directory)) {
            hard.withNeighbour();
            DemoSpans demo = new DemoSpans(5);
            for (int batch = 0; batch < batches; batch++) {
                hard.store.append(1, demo.batch(BATCH_SPANS)).join();
            }
            hard.taken((long) batches * BATCH_SPANS);
            hard.settle();
            List<Long> alone = probe(hard, 50);
            List<Long> stops = new ArrayList<>();
            List<Long> beside = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                QueryControl control = QueryControl.unlimited();
                AtomicLong stopped = new AtomicLong();
                Thread abandoned = new Thread(() -> {
                    SearchAnswer answer = hard.store.search(everything(), control);
                    stopped.set(System.nanoTime());
                    assertThat(answer.completeness().reason())
                            .isIn(Completeness.Reason.CANCELLED, Completeness.Reason.COMPLETE);
                });
                abandoned.start();
                beside.addAll(probe(hard, 5));
                long cancelled = System.nanoTime();
                control.cancel();
                abandoned.join();
                stops.add(Math.max(0, stopped.get() - cancelled));
            }
            noteTimes(hard, "newest 20 alone", alone);
            noteTimes(hard, "beside it", beside);
            noteTimes(hard, "stops after it was abandoned", stops);
        }
    }

    private static SearchRequest everything() {
        return new SearchRequest(
                1,
                TimeWindow.ALWAYS,
                new TracePredicate.AnySpan(new SpanCondition.Not(HardCase.has("no.such.key", "x"))),
                new TraceOrder(TraceOrder.Key.DURATION, true),
                10_000,
                null,
                true,
                Visibility.ALL);
    }

    private static List<Long> probe(HardCase hard, int times) {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            SearchAnswer answer =
                    hard.store.search(SearchRequest.newest(1, TracePredicate.EVERY, 20), QueryControl.unlimited());
            nanos.add(System.nanoTime() - began);
            assertThat(answer.traces()).hasSize(20);
        }
        return nanos;
    }
}
