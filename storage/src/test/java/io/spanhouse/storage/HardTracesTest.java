package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces of very many spans, at a short or at their full size ({@link HardCase}): until the first spans come, and all. */
final class HardTracesTest {
    private static final int ROUNDS = HardCase.size(2, 20);

    @TempDir
    private Path directory;

    @Test
    void inOneRequest() {
        int spans = HardCase.size(3_000, 100_000);
        trace("a trace in one request", spans, spans, 0);
    }

    @Test
    void overManyRequestsInOneBlock() {
        trace("a trace over many requests", HardCase.size(3_000, 100_000), 50, 0);
    }

    @Test
    void overManyRequestsInManyBlocks() {
        trace("a trace over many requests and seals", HardCase.size(3_000, 100_000), 50, HardCase.size(3, 20));
    }

    @Test
    void ofAMillionSpans() {
        trace("a trace of a million spans", HardCase.size(3_000, 1_000_000), HardCase.size(300, 10_000), 0);
    }

    /** @param seals how often everything is sealed meanwhile */
    private void trace(String name, int spans, int spansOfRequest, int seals) {
        try (HardCase hard = new HardCase(name, directory)) {
            hard.withNeighbour();
            int requests = spans / spansOfRequest;
            for (int request = 0; request < requests; request++) {
                for (int i = 0; i < spansOfRequest; i++) {
                    span(hard, 1 + request * spansOfRequest + i);
                }
                hard.send();
                if (seals > 0 && request % (requests / seals) == requests / seals / 2) {
                    hard.store.settle();
                }
            }
            hard.sent();
            outline(hard, spans);
            read(hard, spans, "in memory" + (seals > 0 ? " and blocks" : ""));
            hard.settle();
            outline(hard, spans);
            read(hard, spans, "in blocks");
        }
    }

    /** A loop of the root's: each round calls, one after the other, 99 more. */
    private static int parent(int span) {
        return span % 100 == 1 ? Math.min(span - 1, 1) : span - (span - 1) % 100;
    }

    private static void span(HardCase hard, int span) {
        hard.start(1, span, "op-" + span % 10)
                .parentSpanId(parent(span))
                .startNanos(HardCase.START + span)
                .endNanos(HardCase.START + span + 1_000 + span % 1_000);
        hard.text("http.route", "/route/" + span % 40);
        hard.text("peer.service", "service-" + span % 7);
        hard.text("session.id", "session-" + span);
        hard.builder.endSpan();
    }

    private static void read(HardCase hard, int expected, String where) {
        long[] first = new long[ROUNDS];
        long[] others = new long[ROUNDS];
        int firstRows = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            try (TraceSpans spans =
                    hard.store.get(new TraceRequest(1, new TraceId(5, 1), Visibility.ALL), QueryControl.unlimited())) {
                SpanBatch slice = spans.next();
                first[round] = System.nanoTime() - began;
                firstRows = slice.rowCount();
                long last = 0;
                long sum = 0;
                boolean ascending = true;
                for (; slice != null; slice = spans.next()) {
                    for (int row = 0; row < slice.rowCount(); row++) {
                        ascending &= slice.spanId(row) > last;
                        last = slice.spanId(row);
                        sum += last;
                    }
                }
                others[round] = System.nanoTime() - began - first[round];
                assertThat(ascending).isTrue();
                assertThat(sum).isEqualTo((long) expected * (expected + 1) / 2);
                assertThat(spans.completeness().complete()).isTrue();
            }
        }
        int restRows = expected - firstRows;
        hard.note(String.format(
                Locale.ROOT,
                "%s first %d spans p50 %.1f ms, worst %.1f ms",
                where,
                firstRows,
                median(first) / 1e6,
                first[ROUNDS - 1] / 1e6));
        hard.note(String.format(Locale.ROOT, "then %,.0f spans a second", restRows / (median(others) / 1e9)));
    }

    /** The same without attributes, events and links, as they lie: what draws a trace asks for. */
    private static void outline(HardCase hard, int expected) {
        long[] first = new long[ROUNDS];
        long[] all = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            try (TraceSpans spans = hard.store.get(
                    new TraceRequest(1, new TraceId(5, 1), Visibility.ALL, null, TraceRequest.Detail.OUTLINE),
                    QueryControl.unlimited())) {
                long sum = 0;
                for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                    first[round] = first[round] == 0 ? System.nanoTime() - began : first[round];
                    for (int row = 0; row < slice.rowCount(); row++) {
                        sum += slice.spanId(row);
                    }
                }
                assertThat(sum).isEqualTo((long) expected * (expected + 1) / 2);
            }
            all[round] = System.nanoTime() - began;
        }
        hard.note(String.format(
                Locale.ROOT, "outline's first p50 %.1f ms, all %.1f ms", median(first) / 1e6, median(all) / 1e6));
    }

    /** Sorts them. */
    private static long median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2];
    }
}
