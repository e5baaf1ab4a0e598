package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The SDK's own exporters: what they send is got back equal as soon as their flush has returned. */
@Timeout(300)
final class SdkIT {
    private static final int TRACES_OF_A_SERVICE = 40;

    @TempDir
    static Path directory;

    private static PackagedServer server;

    private final SentSpans sent = new SentSpans();
    private final AtomicInteger failures = new AtomicInteger();

    @BeforeAll
    static void start() {
        server = PackagedServer.start(directory);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"GRPC", "GRPC_GZIP", "HTTP_PROTOBUF", "HTTP_PROTOBUF_GZIP"})
    void whatIsFlushedIsGotBack(Transport transport) {
        ReadApi api = new ReadApi(server.ports());
        String prefix = transport.name().toLowerCase(Locale.ROOT);
        try (SdkTracerProvider shop = provider(prefix + "-shop", transport);
                SdkTracerProvider stock = provider(prefix + "-stock", transport)) {
            for (int i = 0; i < TRACES_OF_A_SERVICE; i++) {
                trace(i, shop, stock);
            }
            flush(shop);
            flush(stock);
        }
        assertThat(failures).hasValue(0);
        assertThat(sent.spanCount()).isEqualTo(3 * TRACES_OF_A_SERVICE);
        sent.assertGotBack(api);
        assertThat(FoundTraces.all(
                                api,
                                "{'filter':{'span':{'compare':{'operand':{'attribute':{'level':'resource',"
                                        + "'key':'service.name'}},'operator':'equal','value':{'text':'" + prefix
                                        + "-stock'}}}}}")
                        .keySet())
                .isEqualTo(sent.traceIds());
    }

    private static void flush(SdkTracerProvider provider) {
        assertThat(provider.forceFlush().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
    }

    private SdkTracerProvider provider(String service, Transport transport) {
        return SdkTracerProvider.builder()
                .setResource(Resource.create(
                        Attributes.builder()
                                .put("service.name", service)
                                .put("service.namespace", "acceptance")
                                .put("host.cpus", 2)
                                .build(),
                        "https://opentelemetry.io/schemas/1.37.0"))
                .addSpanProcessor(BatchSpanProcessor.builder(new Recorded(exporter(transport)))
                        .setMaxExportBatchSize(32)
                        .build())
                .build();
    }

    private static SpanExporter exporter(Transport transport) {
        Ports ports = server.ports();
        return switch (transport) {
            case GRPC ->
                OtlpGrpcSpanExporter.builder()
                        .setEndpoint("http://127.0.0.1:" + ports.grpc())
                        .build();
            case GRPC_GZIP ->
                OtlpGrpcSpanExporter.builder()
                        .setEndpoint("http://127.0.0.1:" + ports.grpc())
                        .setCompression("gzip")
                        .build();
            case HTTP_PROTOBUF ->
                OtlpHttpSpanExporter.builder()
                        .setEndpoint("http://127.0.0.1:" + ports.http() + "/v1/traces")
                        .build();
            case HTTP_PROTOBUF_GZIP ->
                OtlpHttpSpanExporter.builder()
                        .setEndpoint("http://127.0.0.1:" + ports.http() + "/v1/traces")
                        .setCompression("gzip")
                        .build();
            case HTTP_JSON -> throw new IllegalArgumentException("the SDK has no JSON exporter");
        };
    }

    private static void trace(int number, SdkTracerProvider shop, SdkTracerProvider stock) {
        Tracer tracer = shop.tracerBuilder("shop.library")
                .setInstrumentationVersion("1." + number)
                .setSchemaUrl("https://opentelemetry.io/schemas/1.36.0")
                .build();
        Span root = tracer.spanBuilder("GET /cart/" + number)
                .setSpanKind(SpanKind.SERVER)
                .setAllAttributes(attributes(number))
                .addLink(
                        SpanContext.createFromRemoteParent(
                                "0123456789abcdef0123456789abcdef",
                                "0123456789abcdef",
                                TraceFlags.getSampled(),
                                TraceState.builder().put("vendor", "v" + number).build()),
                        attributes(number + 1))
                .startSpan();
        Context inRoot = Context.root().with(root);
        Span inside = tracer.spanBuilder("render").setParent(inRoot).startSpan();
        inside.addEvent("cache miss", attributes(number + 2));
        inside.setStatus(StatusCode.OK).end();
        Span child = stock.get("stock.library")
                .spanBuilder("reserve")
                .setSpanKind(SpanKind.CLIENT)
                .setParent(inRoot)
                .startSpan();
        child.recordException(new IllegalStateException("out of stock " + number));
        child.setStatus(StatusCode.ERROR, "no items left").end();
        root.end();
    }

    private static Attributes attributes(int number) {
        return Attributes.builder()
                .put("text", "日本語 " + number)
                .put("empty", "")
                .put("truth", number % 2 == 0)
                .put("whole", Long.MIN_VALUE + number)
                .put("decimal", number / 3.0)
                .put("infinite", Double.NEGATIVE_INFINITY)
                .put("texts", "a", "", "c")
                .put("truths", true, false)
                .put("wholes", 1L, Long.MAX_VALUE)
                .put("decimals", 0.1, -0.0, Double.NaN)
                .put(AttributeKey.valueKey("bytes"), Value.of(new byte[] {0, 1, (byte) 0xFF}))
                .put(AttributeKey.valueKey("nothing"), Value.empty())
                .put(
                        AttributeKey.valueKey("mixed"),
                        Value.of(List.of(Value.of("x"), Value.of(number), Value.of(Map.of("in", Value.of(true))))))
                .put(
                        AttributeKey.valueKey("map"),
                        Value.of(
                                KeyValue.of("b", Value.of(1.5)),
                                KeyValue.of("a", Value.of(Value.of(2), Value.empty()))))
                .build();
    }

    /** Keeps what is sent, as the exporter itself writes it. */
    private final class Recorded implements SpanExporter {
        private final SpanExporter exporter;

        Recorded(SpanExporter exporter) {
            this.exporter = exporter;
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            try {
                TraceRequestMarshaler.create(spans).writeBinaryTo(body);
                synchronized (sent) {
                    sent.add(ExportTraceServiceRequest.parseFrom(body.toByteArray()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            CompletableResultCode result = exporter.export(spans);
            result.whenComplete(() -> {
                if (!result.isSuccess()) {
                    failures.incrementAndGet();
                }
            });
            return result;
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }
}
