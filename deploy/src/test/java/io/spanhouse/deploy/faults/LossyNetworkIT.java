package io.spanhouse.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.spanhouse.deploy.acceptance.PackagedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The SDK's own exporters behind a network that delays and resets, each batch offered until it is acknowledged: every span is
 * there once. The long form has more batches: {@code -Dspanhouse.faults.batches}; a seed that fails is printed, {@code
 * -Dspanhouse.seed}.
 */
final class LossyNetworkIT {
    private static final int BATCHES = Integer.getInteger("spanhouse.faults.batches", 40);
    private static final int BATCH_SPANS = 20;
    private static final int OFFERS_MAX = 50;

    /** About as many as four batches have. */
    private static final int BYTES_MOST = 8_000;

    @TempDir
    Path directory;

    private long offers;

    @Test
    @Timeout(600)
    void everySpanIsThereOnce() throws Exception {
        long seed = Long.getLong("spanhouse.seed", System.nanoTime());
        System.out.println("LossyNetworkIT seed " + seed);
        try (PackagedServer server = PackagedServer.start(directory);
                LossyProxy grpc = new LossyProxy(server.ports().grpc(), BYTES_MOST, seed);
                LossyProxy http = new LossyProxy(server.ports().http(), BYTES_MOST, seed + 1)) {
            try (SpanExporter exporter = OtlpGrpcSpanExporter.builder()
                    .setEndpoint("http://127.0.0.1:" + grpc.port())
                    .setTimeout(Duration.ofSeconds(5))
                    .build()) {
                export("over-grpc", exporter);
            }
            try (SpanExporter exporter = OtlpHttpSpanExporter.builder()
                    .setEndpoint("http://127.0.0.1:" + http.port() + "/v1/traces")
                    .setTimeout(Duration.ofSeconds(5))
                    .build()) {
                export("over-http", exporter);
            }
            String services = get(server.ports().query(), "/api/spanhouse/v1/services");
            String metrics = get(server.ports().admin(), "/metrics");
            double repeated = number(metrics, "spanhouse_ingest_spans_duplicate_total (\\d\\S*)");
            System.out.printf(
                    "%d batches, %d offers, %d and %d connections reset, %.0f spans came twice%n",
                    2 * BATCHES, offers, grpc.cuts(), http.cuts(), repeated);
            for (String service : List.of("over-grpc", "over-http")) {
                assertThat(number(services, "\"service\":\"" + service + "\",\"spans\":\"(\\d+)\""))
                        .as(service)
                        .isEqualTo(BATCHES * BATCH_SPANS);
            }
            assertThat(grpc.cuts()).isGreaterThan(5);
            assertThat(http.cuts()).isGreaterThan(5);
            assertThat(repeated).as("answers were lost").isPositive();
            assertThat(number(metrics, "spanhouse_ingest_spans_duplicate_conflict_total (\\d\\S*)"))
                    .isZero();
        }
    }

    private void export(String service, SpanExporter exporter) {
        List<SpanData> made = new ArrayList<>();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.builder().put("service.name", service).build())
                .addSpanProcessor(SimpleSpanProcessor.create(new Kept(made)))
                .build()) {
            for (int i = 0; i < BATCHES * BATCH_SPANS; i++) {
                Span span = provider.get("faults").spanBuilder("span " + i).startSpan();
                span.setAttribute("number", i);
                span.end();
            }
        }
        for (int batch = 0; batch < BATCHES; batch++) {
            List<SpanData> spans = made.subList(batch * BATCH_SPANS, (batch + 1) * BATCH_SPANS);
            int offered = 1;
            while (!exporter.export(spans).join(60, TimeUnit.SECONDS).isSuccess()) {
                assertThat(++offered).as("offers of one batch").isLessThan(OFFERS_MAX);
            }
            offers += offered;
        }
    }

    private static double number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    private static String get(int port, String path) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Keeps spans and sends none. */
    private record Kept(List<SpanData> spans) implements SpanExporter {
        @Override
        public synchronized CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
