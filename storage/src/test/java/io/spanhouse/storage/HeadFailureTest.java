package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A bug on the thread that changes the head. Method: the head asks a clock that throws in a chosen place. From then on spans
 * are refused at once and everybody can see why; what was acknowledged is found, before the next start and after it.
 */
@Timeout(60)
class HeadFailureTest {
    private static final long ANSWER_SECONDS = 5;

    private final BreakingClock clock = new BreakingClock();

    @TempDir
    private Path directory;

    /** Where the head's thread fails, and with what. */
    enum Bug {
        ERROR_AT_INSERTION("head.Head", "insert", new StackOverflowError("planted")),
        EXCEPTION_AT_INSERTION("head.Head", "insert", new IllegalStateException("planted")),
        ERROR_WHEN_IDLE("storage.Partition", "advance", new StackOverflowError("planted")),
        EXCEPTION_WHEN_IDLE("storage.Partition", "advance", new IllegalStateException("planted")),
        ERROR_IN_A_COMMAND("head.Head", "forceClose", new StackOverflowError("planted")),
        EXCEPTION_IN_A_COMMAND("head.Head", "forceClose", new IllegalStateException("planted"));

        private final String className;
        private final String method;
        private final Throwable failure;

        Bug(String className, String method, Throwable failure) {
            this.className = className;
            this.method = method;
            this.failure = failure;
        }

        private boolean isIn(StackTraceElement frame) {
            return frame.getMethodName().equals(method) && frame.getClassName().endsWith(className);
        }
    }

    private TraceStore open() {
        StoreOptions defaults = StoreOptions.defaults(directory);
        return TraceStore.open(new StoreOptions(
                directory,
                1,
                StoreOptions.Durability.SYNC,
                defaults.memory(),
                new StoreOptions.Head(8 << 20, Duration.ofMinutes(10), Duration.ZERO),
                defaults.retention(),
                0,
                clock));
    }

    private static SpanBatch span(int number) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        int resource = builder.resource(true, 0, 0, 0);
        int scope = builder.scope(new ScopeColumns.Fields(true, 0, 0, 0, 0));
        builder.startSpan().resource(resource).scope(scope).traceId(7, number).spanId(number);
        builder.endSpan();
        return builder.build();
    }

    private static Set<Long> traces(TraceStore store) {
        SearchRequest all = new SearchRequest(
                1, TimeWindow.ALWAYS, TracePredicate.EVERY, TraceOrder.NEWEST, 1000, null, true, Visibility.ALL);
        List<TraceSummary> found = store.search(all, QueryControl.unlimited()).traces();
        Set<Long> numbers = new TreeSet<>();
        for (TraceSummary trace : found) {
            assertThat(numbers.add(trace.traceId().low())).isTrue();
        }
        return numbers;
    }

    private static void assertRefused(CompletableFuture<AppendResult> append) {
        assertThatThrownBy(() -> append.get(ANSWER_SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE));
    }

    private static void provoke(TraceStore store, Bug bug) {
        if (bug.method.equals("insert")) {
            assertRefused(store.append(1, span(2)));
        } else if (bug.method.equals("forceClose")) {
            assertThatThrownBy(store::settle).isNotNull();
        }
        Awaitility.await().atMost(Duration.ofSeconds(ANSWER_SECONDS)).until(() -> !store.accepting());
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    void spansAreRefusedAtOnceAndNothingAcknowledgedIsLost(Bug bug) {
        try (TraceStore store = open()) {
            assertThat(store.project("default")).isEqualTo(1);
            assertThat(store.append(1, span(1))).succeedsWithin(Duration.ofSeconds(ANSWER_SECONDS));
            assertThat(store.probe()).isTrue();

            clock.bug = bug;
            provoke(store, bug);

            assertRefused(store.append(1, span(3)));
            assertThat(store.probe()).isFalse();
            StoreStatus status = store.status();
            assertThat(status.accepting()).isFalse();
            assertThat(status.refusal()).contains("planted");
            assertThat(status.alarms()).singleElement().asString().contains("partition 0", "planted");
            assertThat(traces(store)).containsExactly(1L);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(store::settle)
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE));
        }
        clock.bug = null;
        try (TraceStore store = open()) {
            assertThat(traces(store)).contains(1L);
            assertThat(store.append(1, span(4))).succeedsWithin(Duration.ofSeconds(ANSWER_SECONDS));
            store.settle();
            assertThat(traces(store)).contains(1L, 4L);
            assertThat(store.probe()).isTrue();
            assertThat(store.status().alarms()).isEmpty();
        }
    }

    @Test
    void whatIsOnItsWayWhenTheHeadFailsIsRefusedOrKept() throws Exception {
        List<CompletableFuture<AppendResult>> answers = new ArrayList<>();
        try (TraceStore store = open()) {
            assertThat(store.project("default")).isEqualTo(1);
            for (int number = 1; number <= 600; number++) {
                if (number == 300) {
                    clock.bug = Bug.ERROR_AT_INSERTION;
                }
                answers.add(store.append(1, span(number)));
                if (number == 100) {
                    awaitAnswer(answers.get(99));
                }
            }
            for (CompletableFuture<AppendResult> answer : answers) {
                awaitAnswer(answer);
            }
            assertThat(traces(store)).containsExactlyInAnyOrderElementsOf(acknowledged(answers));
        }
        clock.bug = null;
        Set<Long> acknowledged = acknowledged(answers);
        assertThat(acknowledged).contains(100L).doesNotContain(600L);
        try (TraceStore store = open()) {
            assertThat(traces(store)).containsAll(acknowledged);
            store.settle();
            assertThat(traces(store)).containsAll(acknowledged);
        }
    }

    @Test
    void aRecordThatCannotBeReplayedStopsSpansAndNotReaders() {
        try (TraceStore store = open()) {
            assertThat(store.project("default")).isEqualTo(1);
            store.append(1, span(1)).join();
            store.settle();
            store.append(1, span(2)).join();
        }
        clock.bug = Bug.EXCEPTION_AT_INSERTION;
        try (TraceStore store = open()) {
            assertThat(store.accepting()).isFalse();
            assertThat(store.probe()).isFalse();
            assertThat(store.status().alarms()).singleElement().asString().contains("cannot be replayed", "planted");
            assertRefused(store.append(1, span(3)));
            assertThat(traces(store)).containsExactly(1L);
            SearchRequest newest = SearchRequest.newest(1, TracePredicate.EVERY, 1);
            assertThat(store.search(newest, QueryControl.unlimited())
                            .completeness()
                            .reason())
                    .isEqualTo(Completeness.Reason.DAMAGED);
        }
        clock.bug = null;
        try (TraceStore store = open()) {
            assertThat(traces(store)).containsExactly(1L, 2L);
        }
    }

    private static void awaitAnswer(CompletableFuture<AppendResult> answer)
            throws InterruptedException, TimeoutException {
        try {
            answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(StoreException.class);
        }
    }

    private static Set<Long> acknowledged(List<CompletableFuture<AppendResult>> answers) {
        Set<Long> acknowledged = new TreeSet<>();
        for (int i = 0; i < answers.size(); i++) {
            if (!answers.get(i).isCompletedExceptionally()) {
                acknowledged.add(i + 1L);
            }
        }
        return acknowledged;
    }

    /** The machine's clock, until it fails. */
    private static final class BreakingClock implements StoreClock {
        private volatile Bug bug;

        @Override
        public long epochMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanoTime() {
            Bug planted = bug;
            if (planted != null) {
                for (StackTraceElement frame : Thread.currentThread().getStackTrace()) {
                    if (planted.isIn(frame)) {
                        throwUnchecked(planted.failure);
                    }
                }
            }
            return System.nanoTime();
        }

        private static void throwUnchecked(Throwable failure) {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }
    }
}
