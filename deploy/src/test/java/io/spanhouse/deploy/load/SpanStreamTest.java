package io.spanhouse.deploy.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is sent looks as the recording does, and nothing of it was there before. */
final class SpanStreamTest {
    private static final long NOW_NANOS = 1_700_000_000_000_000_000L;
    private static final long SEED = 20_231_114;
    private static final int BATCH_SPANS = 512;
    private static final int BATCHES = 40;
    private static final ShapeLibrary LIBRARY = ShapeLibrary.recorded();

    @Test
    void statisticsAreThoseOfTheRecording() throws Exception {
        List<ExportTraceServiceRequest> requests = requests(SEED, 0, BATCHES);
        List<Span> spans = spans(requests);
        long bytes = requests.stream()
                .mapToLong(ExportTraceServiceRequest::getSerializedSize)
                .sum();
        long attributes = spans.stream().mapToLong(Span::getAttributesCount).sum();
        assertThat(spans).hasSize(BATCHES * BATCH_SPANS);
        assertThat(services(requests)).hasSizeGreaterThanOrEqualTo(15);
        assertThat((double) bytes / spans.size()).isBetween(455.0, 495.0);
        assertThat((double) attributes / spans.size()).isCloseTo(10.3, within(0.3));
        assertThat((double) spans.size() / traces(spans).size()).isCloseTo(4.2, within(0.3));
        assertThat(spans.stream().mapToLong(Span::getEventsCount).sum()).isGreaterThan(spans.size() / 8);
        assertThat(spans.stream().mapToLong(Span::getLinksCount).sum()).isPositive();
        assertThat(spans).anyMatch(span -> span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR);
    }

    /** Pairs of key and value that occur once, over all pairs. */
    @Test
    void oneAttributeInTenIsFresh() throws Exception {
        Map<KeyValue, Integer> pairs = new HashMap<>();
        long attributes = 0;
        for (Span span : spans(requests(SEED, 0, BATCHES))) {
            attributes += span.getAttributesCount();
            span.getAttributesList().forEach(pair -> pairs.merge(pair, 1, Integer::sum));
        }
        long once = pairs.values().stream().filter(count -> count == 1).count();
        assertThat((double) once / attributes).isCloseTo(0.1, within(0.01));
    }

    @Test
    void everyTraceIsOneTree() throws Exception {
        List<Span> spans = spans(requests(SEED, 0, BATCHES));
        Map<ByteString, List<Span>> traces = traces(spans);
        traces.remove(spans.get(spans.size() - 1).getTraceId());
        int broken = 0;
        for (List<Span> trace : traces.values()) {
            Set<ByteString> ids = new HashSet<>();
            trace.forEach(span -> ids.add(span.getSpanId()));
            long roots = trace.stream()
                    .filter(span -> span.getParentSpanId().isEmpty())
                    .count();
            boolean whole = roots == 1
                    && ids.size() == trace.size()
                    && trace.stream()
                            .allMatch(span -> span.getParentSpanId().isEmpty() || ids.contains(span.getParentSpanId()));
            broken += whole ? 0 : 1;
        }
        // Only the last one may be cut by the end.
        assertThat(broken).isLessThanOrEqualTo(1);
    }

    @Test
    void timesAreNearNowAndInOrder() throws Exception {
        for (Span span : spans(requests(SEED, 0, 4))) {
            assertThat(span.getEndTimeUnixNano()).isBetween(span.getStartTimeUnixNano(), NOW_NANOS);
            for (Span.Event event : span.getEventsList()) {
                assertThat(event.getTimeUnixNano()).isBetween(NOW_NANOS - 200_000_000_000L, NOW_NANOS);
            }
        }
    }

    @Test
    void seedsDecide() throws Exception {
        assertThat(requests(7, 0.1, 3)).isEqualTo(requests(7, 0.1, 3));
        Set<ByteString> ids = traces(spans(requests(7, 0, 3))).keySet();
        assertThat(ids)
                .doesNotContainAnyElementsOf(traces(spans(requests(8, 0, 3))).keySet());
    }

    @Test
    void lateSpansComeOnceAndAllOfThem() throws Exception {
        SpanStream stream = stream(SEED, 0.2);
        PlannedBatch batch = new PlannedBatch(LIBRARY.groups(), BATCH_SPANS);
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            spans.addAll(next(stream, batch));
        }
        int held = stream.heldBack();
        assertThat(held).isGreaterThan(BATCH_SPANS);
        stream.fillWithHeld(batch);
        while (batch.count() > 0) {
            spans.addAll(spans(List.of(ExportTraceServiceRequest.parseFrom(batch.encode()))));
            batch.clear(BATCH_SPANS);
            stream.fillWithHeld(batch);
        }
        assertThat(stream.heldBack()).isZero();
        assertThat(spans).hasSize(BATCHES * BATCH_SPANS + held);
        Set<ByteString> ids = new HashSet<>();
        spans.forEach(span -> ids.add(span.getTraceId().concat(span.getSpanId())));
        assertThat(ids).hasSameSizeAs(spans);
    }

    /** What is sent need not be kept: whoever knows the seed can make any trace of it again. */
    @Test
    void tracesAreKnownByTheirNumbers() throws Exception {
        TraceSeries series = series(SEED);
        Map<ByteString, List<Span>> sent = traces(spans(requests(SEED, 0, 4)));
        List<List<Span>> inOrder = new ArrayList<>(sent.values());
        int links = 0;
        for (int number = 0; number < inOrder.size() - 1; number++) {
            TraceInstance trace = series.trace(number);
            List<Span> again = spans(List.of(ExportTraceServiceRequest.parseFrom(series.request(trace))));
            List<Span> first = sent.get(again.get(0).getTraceId());
            assertThat(first).containsExactlyInAnyOrderElementsOf(again);
            assertThat(trace.startNanos())
                    .isEqualTo(again.stream()
                            .mapToLong(Span::getStartTimeUnixNano)
                            .min()
                            .orElseThrow());
            links += again.stream().mapToInt(Span::getLinksCount).sum();
        }
        assertThat(links).isPositive();
    }

    @Test
    void anAmountIsKeptToTheSpan() throws Exception {
        for (int amount : new int[] {1, BATCH_SPANS, 3 * BATCH_SPANS + 7}) {
            SpanStream stream = new SpanStream(series(SEED), 0, 0.5, new Randomness(SEED), amount);
            PlannedBatch batch = new PlannedBatch(LIBRARY.groups(), BATCH_SPANS);
            int spans = 0;
            while (stream.hasNext()) {
                spans += next(stream, batch).size();
            }
            stream.fillWithHeld(batch);
            while (batch.count() > 0) {
                spans += batch.count();
                batch.clear(BATCH_SPANS);
                stream.fillWithHeld(batch);
            }
            assertThat(spans).isEqualTo(amount);
            assertThat(stream.heldBack()).isZero();
        }
    }

    private static List<Span> next(SpanStream stream, PlannedBatch batch) throws InvalidProtocolBufferException {
        batch.clear(BATCH_SPANS);
        stream.fill(batch);
        List<Span> spans = spans(List.of(ExportTraceServiceRequest.parseFrom(batch.encode())));
        batch.clear(BATCH_SPANS);
        return spans;
    }

    private static SpanStream stream(long seed, double late) {
        return new SpanStream(series(seed), 0, late, new Randomness(seed), Long.MAX_VALUE);
    }

    private static TraceSeries series(long seed) {
        return new TraceSeries(new LoadOptions.Series(seed, 0.01, new TraceTimes.Line(NOW_NANOS, 0, 0, 0), 0));
    }

    private static List<ExportTraceServiceRequest> requests(long seed, double late, int count)
            throws InvalidProtocolBufferException {
        SpanStream stream = stream(seed, late);
        PlannedBatch batch = new PlannedBatch(LIBRARY.groups(), BATCH_SPANS);
        List<ExportTraceServiceRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batch.clear(BATCH_SPANS);
            stream.fill(batch);
            requests.add(ExportTraceServiceRequest.parseFrom(batch.encode()));
        }
        return requests;
    }

    private static List<Span> spans(List<ExportTraceServiceRequest> requests) {
        List<Span> spans = new ArrayList<>();
        for (ExportTraceServiceRequest request : requests) {
            for (ResourceSpans resource : request.getResourceSpansList()) {
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    spans.addAll(scope.getSpansList());
                }
            }
        }
        return spans;
    }

    private static Map<ByteString, List<Span>> traces(List<Span> spans) {
        Map<ByteString, List<Span>> traces = new LinkedHashMap<>();
        spans.forEach(span -> traces.computeIfAbsent(span.getTraceId(), id -> new ArrayList<>())
                .add(span));
        return traces;
    }

    private static Set<String> services(List<ExportTraceServiceRequest> requests) {
        Set<String> services = new HashSet<>();
        for (ExportTraceServiceRequest request : requests) {
            for (ResourceSpans resource : request.getResourceSpansList()) {
                for (KeyValue attribute : resource.getResource().getAttributesList()) {
                    if (attribute.getKey().equals("service.name")) {
                        services.add(attribute.getValue().getStringValue());
                    }
                }
            }
        }
        return services;
    }
}
