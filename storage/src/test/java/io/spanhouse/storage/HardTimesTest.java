package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hard times, at a short or at their full size ({@link HardCase}): what comes late, early, over days, or while days are dropped. */
final class HardTimesTest {
    private static final int BATCH_TRACES = 256;
    private static final long DAY_NANOS = Duration.ofDays(1).toNanos();
    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir
    private Path directory;

    private final HardCase.Clock clock = new HardCase.Clock();

    @Test
    void aTraceOverTwoThousandRequestsWithAnHourBetweenFirstAndLast() {
        int requests = HardCase.size(200, 2_000);
        int spans = HardCase.size(2_000, 100_000);
        try (HardCase hard = new HardCase("a trace over an hour", directory, clock, MONTH)) {
            hard.withNeighbour();
            for (int request = 0; request < requests; request++) {
                for (int i = 0; i < spans / requests; i++) {
                    int span = 1 + request * (spans / requests) + i;
                    hard.start(1, span, "op-" + span % 10)
                            .parentSpanId(span / 10)
                            .startNanos(HardCase.START + span)
                            .endNanos(HardCase.START + span + 10);
                    hard.builder.endSpan();
                    hard.start(1_000 + span, 1, "beside").endSpan();
                }
                hard.send();
                clock.advance(Duration.ofHours(1).dividedBy(requests));
                if (request % (requests / 6) == requests / 12) {
                    hard.store.settle();
                }
            }
            for (int pass = 0; pass < 2; pass++) {
                long began = System.nanoTime();
                assertSpans(hard, spans);
                hard.note("get", began);
                began = System.nanoTime();
                SearchAnswer found = hard.search(
                        1,
                        new TracePredicate.SpanCount(HardCase.named("op-3"), Operator.EQUAL, spans / 10),
                        TimeWindow.ALWAYS,
                        5);
                hard.note("search by a count of its spans", began);
                assertThat(found.total()).hasValue(1);
                assertThat(found.traces().get(0).spans()).isEqualTo(spans);
                hard.settle();
            }
        }
    }

    private static void assertSpans(HardCase hard, int expected) {
        long sum = 0;
        try (TraceSpans spans =
                hard.store.get(new TraceRequest(1, new TraceId(5, 1), Visibility.ALL), QueryControl.unlimited())) {
            for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                for (int row = 0; row < slice.rowCount(); row++) {
                    sum += slice.spanId(row);
                }
            }
            assertThat(spans.summary().spans()).isEqualTo(expected);
            assertThat(spans.completeness().complete()).isTrue();
        }
        assertThat(sum).isEqualTo((long) expected * (expected + 1) / 2);
    }

    @Test
    void tracesInFiveBuckets() {
        int traces = HardCase.size(500, 20_000);
        try (HardCase hard = new HardCase("traces in five buckets", directory, clock, MONTH)) {
            hard.withNeighbour();
            for (int day = 0; day < 5; day++) {
                for (int trace = 0; trace < traces; trace++) {
                    hard.start(1 + trace, 1 + day, "day-" + day)
                            .parentSpanId(day)
                            .startNanos(HardCase.START + trace + day * DAY_NANOS)
                            .endNanos(HardCase.START + trace + day * DAY_NANOS + 10);
                    hard.builder.endSpan();
                    if (trace % BATCH_TRACES == BATCH_TRACES - 1 || trace == traces - 1) {
                        hard.send();
                    }
                }
                hard.store.settle();
                clock.advance(Duration.ofDays(1));
            }
            hard.settle();
            assertThat(hard.store.status().buckets()).hasSize(5);
            TracePredicate firstAndLast = new TracePredicate.All(List.of(
                    new TracePredicate.AnySpan(HardCase.named("day-0")),
                    new TracePredicate.AnySpan(HardCase.named("day-4")),
                    new TracePredicate.SpanCount(SpanCondition.EVERY, Operator.EQUAL, 5)));
            long began = System.nanoTime();
            SearchAnswer answer = hard.search(1, firstAndLast, TimeWindow.ALWAYS, 20);
            hard.note("search by spans of the first and of the last day, with total", began);
            assertThat(answer.total()).hasValue(traces);
            for (TraceSummary trace : answer.traces()) {
                assertThat(trace.spans()).isEqualTo(5);
                assertThat(trace.durationNanos()).isEqualTo(4 * DAY_NANOS + 10);
            }
        }
    }

    @Test
    void spansOf1970And2200() {
        int traces = HardCase.size(3_000, 300_000);
        long late = 7_258_118_400_000_000_000L;
        try (HardCase hard = new HardCase("spans of 1970 and 2200", directory, clock, MONTH)) {
            hard.withNeighbour();
            for (int trace = 0; trace < traces; trace++) {
                long start = trace % 3 == 0 ? 1 + trace : trace % 3 == 1 ? late + trace : HardCase.START + trace;
                hard.start(1 + trace, 1, "op").startNanos(start).endNanos(start + 7);
                hard.builder.endSpan();
                if (trace % BATCH_TRACES == BATCH_TRACES - 1 || trace == traces - 1) {
                    hard.send();
                }
            }
            for (int pass = 0; pass < 2; pass++) {
                assertWindow(hard, new TimeWindow(1, 1_000_000_000), traces / 3, "window of 1970");
                assertWindow(hard, new TimeWindow(late, TimeWindow.FOREVER), traces / 3, "window of 2200");
                assertWindow(
                        hard, new TimeWindow(HardCase.START, HardCase.START + traces), traces / 3, "window of now");
                assertWindow(hard, new TimeWindow(1_000_000_000, HardCase.START), 0, "window between");
                SearchAnswer newest = hard.search(1, TracePredicate.EVERY, TimeWindow.ALWAYS, 1);
                assertThat(newest.traces().get(0).startNanos()).isGreaterThan(late);
                hard.settle();
            }
        }
    }

    private static void assertWindow(HardCase hard, TimeWindow window, int traces, String what) {
        long began = System.nanoTime();
        assertThat(hard.search(1, TracePredicate.EVERY, window, 20).total()).hasValue(traces);
        hard.note(what, began);
    }

    @Test
    void allSpansLateByADay() {
        int traces = HardCase.size(3_000, 250_000);
        try (HardCase hard = new HardCase("all spans late by a day", directory, clock, MONTH)) {
            hard.withNeighbour();
            clock.advance(Duration.ofDays(1));
            for (int trace = 0; trace < traces; trace++) {
                for (int span = 1; span <= 4; span++) {
                    hard.start(1 + trace, span, "op-" + span).endSpan();
                }
                if (trace % (BATCH_TRACES / 2) == BATCH_TRACES / 2 - 1 || trace == traces - 1) {
                    hard.send();
                }
            }
            hard.settle();
            long first = HardCase.START + 1_000;
            assertWindow(
                    hard, new TimeWindow(first, first + 1_000L * traces), traces, "window of yesterday, with total");
            assertWindow(hard, new TimeWindow(first, first + 100_000), 100, "window of a hundred traces");
            assertWindow(
                    hard, new TimeWindow(HardCase.START + DAY_NANOS / 2, TimeWindow.FOREVER), 0, "window of today");
            hard.expect("newest 20 of an operation, with total", HardCase.named("op-3"), traces);
        }
    }

    @Test
    void retentionWhileSearching() throws InterruptedException {
        int traces = HardCase.size(2_000, 50_000);
        int days = HardCase.size(6, 12);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger searches = new AtomicInteger();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        try (HardCase hard = new HardCase("retention while searching", directory, clock, Duration.ofDays(2))) {
            List<Thread> searchers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Thread searcher = new Thread(() -> {
                    while (!ended.get()) {
                        SearchAnswer answer = search(hard);
                        // Days come in batches and go whole, so a list is never of a part of a day that went.
                        assertThat(answer.completeness().complete()).isTrue();
                        assertThat(answer.total().getAsLong()).isLessThanOrEqualTo(5L * traces);
                        searches.incrementAndGet();
                    }
                });
                searcher.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
                searchers.add(searcher);
                searcher.start();
            }
            for (int day = 0; day < days; day++) {
                for (int trace = 0; trace < traces; trace++) {
                    hard.start((long) day * traces + trace + 1, 1, "day-" + day).endSpan();
                    if (trace % BATCH_TRACES == BATCH_TRACES - 1 || trace == traces - 1) {
                        hard.send();
                    }
                }
                hard.store.settle();
                clock.advance(Duration.ofDays(1));
            }
            hard.store.settle();
            hard.note(searches.get() + " searches meanwhile");
            ended.set(true);
            for (Thread searcher : searchers) {
                searcher.join();
            }
            assertThat(failures).isEmpty();
            assertThat(searches.get()).isPositive();
            SearchAnswer left = search(hard);
            assertThat(left.total().getAsLong() % traces).isZero();
            assertThat(left.total().getAsLong()).isBetween((long) traces, 3L * traces);
            assertThat(hard.search(1, new TracePredicate.AnySpan(HardCase.named("day-0")), TimeWindow.ALWAYS, 1)
                            .total())
                    .hasValue(0);
        }
    }

    private static SearchAnswer search(HardCase hard) {
        return hard.store.search(
                new SearchRequest(
                        1,
                        TimeWindow.ALWAYS,
                        new TracePredicate.AnySpan(SpanCondition.EVERY),
                        TraceOrder.NEWEST,
                        100,
                        null,
                        true,
                        Visibility.ALL),
                QueryControl.unlimited());
    }
}
