package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.testing.DemoSpans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Another project beside a hard case, with 40,960 ordinary spans in blocks: asks for one of its traces and for its newest
 * 20, two hundred times a second, first while nothing else is done and then until it is stopped. One thread; only at full
 * size.
 */
final class HardNeighbour {
    private static final int BATCHES = 80;
    private static final int BATCH_SPANS = 512;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int WARM_UPS = 2_000;
    private static final int ALONE = 600;
    private static final TracePredicate OF_A_SERVICE = new TracePredicate.AnySpan(new SpanCondition.Comparison(
            new Operand.Attribute(AttributeLevel.RESOURCE, "service.name"),
            Operator.EQUAL,
            new Literal.Text("frontend")));

    /** Times of one kind of question. */
    private static final class Times {
        private long[] nanos = new long[1 << 10];
        private int count;

        void add(long took) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = took;
        }

        String text() {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            return count == 0
                    ? "never"
                    : String.format(
                            Locale.ROOT, "%.1f, %.1f ms", sorted[count / 2] / 1e6, sorted[(int) (count * 0.99)] / 1e6);
        }
    }

    private final TraceStore store;
    private final int project;
    private final List<TraceId> ids = new ArrayList<>();
    private final Times gets = new Times();
    private final Times lists = new Times();
    private final Thread thread = new Thread(this::ask, "neighbour");
    private final String alone;
    private volatile boolean ended;
    private volatile String failure = "";
    private int asked;

    HardNeighbour(TraceStore store) {
        this.store = store;
        this.project = store.project("neighbour");
        DemoSpans demo = new DemoSpans(99);
        for (int i = 0; i < BATCHES; i++) {
            SpanBatch batch = demo.batch(BATCH_SPANS);
            ids.add(new TraceId(batch.traceIdHigh(0), batch.traceIdLow(0)));
            store.append(project, batch).join();
        }
        store.settle();
        for (int i = 0; i < WARM_UPS; i++) {
            get();
            list();
        }
        Times getsAlone = new Times();
        Times listsAlone = new Times();
        for (int i = 0; i < ALONE; i++) {
            ask(this::get, getsAlone);
            ask(this::list, listsAlone);
        }
        alone = getsAlone.text() + " and " + listsAlone.text();
        thread.setUncaughtExceptionHandler((failed, cause) -> failure = cause.toString());
        thread.start();
    }

    private static void ask(IntSupplier question, Times times) {
        LockSupport.parkNanos(PAUSE_NANOS);
        long began = System.nanoTime();
        assertThat(question.getAsInt()).isPositive();
        times.add(System.nanoTime() - began);
    }

    private void ask() {
        while (!ended) {
            ask(this::get, gets);
            ask(this::list, lists);
        }
    }

    private int get() {
        TraceRequest request = new TraceRequest(project, ids.get(asked++ * 37 % ids.size()), Visibility.ALL);
        int found = 0;
        try (TraceSpans spans = store.get(request, QueryControl.unlimited())) {
            for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                found += slice.rowCount();
            }
        }
        return found;
    }

    private int list() {
        return store.search(SearchRequest.newest(project, OF_A_SERVICE, 20), QueryControl.unlimited())
                .traces()
                .size();
    }

    /** Ends the asking; gives p50 and p99 of both questions, beside the case and before it. */
    String stop() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(failure).isEmpty();
        return "a neighbour's get and newest 20, p50, p99: " + gets.text() + " and " + lists.text() + ", before it "
                + alone;
    }
}
