package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spanhouse.ingest.otlp.FlatSpan;
import io.spanhouse.ingest.otlp.OtlpOracle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What was sent and acknowledged, by trace: the oracle of what must be got back. A repeat of a span is the same span. */
final class SentSpans {
    private static final int CLIENTS = 8;

    private final Map<String, Set<FlatSpan>> traces = new TreeMap<>();

    /** Adds the spans of a request that the server must have taken. */
    void add(ExportTraceServiceRequest request) {
        for (FlatSpan span : OtlpOracle.flatten(request).taken()) {
            traces.computeIfAbsent(hex(span.span().getTraceId()), id -> new LinkedHashSet<>())
                    .add(span);
        }
    }

    Set<String> traceIds() {
        return traces.keySet();
    }

    int spanCount() {
        return traces.values().stream().mapToInt(Set::size).sum();
    }

    int spanCount(String traceId) {
        return traces.get(traceId).size();
    }

    /** Gets every trace in both forms; each must have exactly the spans that were sent, equal in every field. */
    void assertGotBack(ReadApi api) {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Void>> gets = new ArrayList<>();
            traces.forEach((id, sent) -> gets.add(() -> {
                assertSame(id, api.trace(id), sent);
                assertSame(id, api.traceFromJson(id), sent);
                return null;
            }));
            for (Future<Void> get : clients.invokeAll(gets)) {
                get.get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e.getMessage(), e);
        } finally {
            clients.shutdownNow();
        }
    }

    /** Gets the trace's list by search as well: every trace is there once, with as many spans, and the total is exact. */
    void assertFound(ReadApi api) {
        Map<String, Integer> found = new TreeMap<>();
        FoundTraces.all(api, "{}")
                .forEach((id, trace) -> found.put(id, trace.get("spans").asInt()));
        Map<String, Integer> sent = new TreeMap<>();
        traces.forEach((id, spans) -> sent.put(id, spans.size()));
        assertThat(found).isEqualTo(sent);
    }

    private static void assertSame(String id, ExportTraceServiceRequest answer, Set<FlatSpan> sent) {
        List<FlatSpan> got = OtlpOracle.flatten(answer).taken();
        List<FlatSpan> missing = new ArrayList<>(sent);
        List<FlatSpan> more = new ArrayList<>();
        for (FlatSpan span : got) {
            if (!missing.remove(span)) {
                more.add(span);
            }
        }
        if (missing.isEmpty() && more.isEmpty()) {
            return;
        }
        Comparator<FlatSpan> bySpan =
                Comparator.comparing(span -> hex(span.span().getSpanId()));
        missing.sort(bySpan);
        more.sort(bySpan);
        FlatSpan.assertSame(more, missing);
        assertThat(got).as("spans of trace %s", id).hasSameSizeAs(sent);
    }

    static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }
}
