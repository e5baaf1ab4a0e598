package io.spanhouse.deploy.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.spanhouse.ingest.testing.Answer;
import io.spanhouse.ingest.testing.HttpSender;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

/** Traces that the tests of the UI look for, sent over OTLP. */
final class SentTraces {
    static final String LARGE = "b".repeat(32);
    static final String GROWING = "d".repeat(32);
    static final String HOSTILE = "c".repeat(32);
    static final String HOSTILE_NAME = "<img src=x onerror=alert(1)>\u202e</script>";
    static final int LARGE_SPANS = 100_000;

    private static final int BATCH = 4_000;
    private static final int SERVICES = 24;
    private static final int ATTRIBUTES = 10;
    private static final int VALUE_CHARACTERS = 1 << 20;
    private static final long MILLIS = 1_000_000L;

    private final HttpSender sender;
    private final long now = Instant.now().toEpochMilli() * MILLIS;

    SentTraces(int otlpPort) {
        sender = new HttpSender(otlpPort);
    }

    void send(ExportTraceServiceRequest.Builder request) {
        Answer answer = sender.post(request.build().toByteArray(), Map.of("Content-Type", "application/x-protobuf"));
        assertThat(answer.ok()).as("%s", answer).isTrue();
    }

    /** 20 quick requests of a shop, 20 slow ones whose database is slow for one customer alone, and 3 that fail. */
    void shop() {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (int i = 0; i < 43; i++) {
            boolean slow = i % 2 == 1 && i < 40;
            boolean failed = i >= 40;
            ByteString trace = id(0xAAAA, i);
            long start = now - (50L - i) * 30_000 * MILLIS;
            long length = (slow ? 2_000 + i : 20 + i % 7) * MILLIS;
            String tier = slow ? "gold" : "silver";
            request.addResourceSpans(of(
                    "shop",
                    span(trace, 1, 0, "GET /checkout", start, length).addAttributes(text("customer.tier", tier))));
            Span.Builder query = span(trace, 2, 1, "SELECT orders", start + MILLIS, length - 2 * MILLIS)
                    .addAttributes(text("db.system", "postgresql"));
            if (failed) {
                query.setStatus(Status.newBuilder()
                                .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                                .setMessage("deadlock found"))
                        .addEvents(Span.Event.newBuilder()
                                .setTimeUnixNano(start + 2 * MILLIS)
                                .setName("exception")
                                .addAttributes(text("exception.type", "DeadlockException"))
                                .addAttributes(text("exception.message", "deadlock found")));
            }
            request.addResourceSpans(of("database", query));
        }
        send(request);
    }

    /** A trace of one span. */
    void one(String name) {
        send(ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(of("shop", span(id(0xDDDD, 1), 1, 0, name, now - 7_200_000 * MILLIS, 5 * MILLIS))));
    }

    /** A trace that begins and ends now. */
    void justNow(String name) {
        send(ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(
                        of("shop", span(id(0xEEEE, 1), 1, 0, name, Instant.now().toEpochMilli() * MILLIS, 0))));
    }

    /** A trace through 200 services, each called by the one forty before. */
    void manyServices() {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (int i = 0; i < 200; i++) {
            request.addResourceSpans(of(
                    "district-" + i,
                    span(id(0xCCCC, 1), i + 1, i < 40 ? 0 : i - 39, "visit", now - 60_000 * MILLIS, 5 * MILLIS)));
        }
        send(request);
    }

    /** A span of the trace {@link #GROWING}, below the one before it. */
    void growing(int number) {
        send(ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(of(
                        "shop",
                        span(
                                ByteString.fromHex(GROWING),
                                number,
                                number - 1,
                                "step " + number,
                                now - 7_200_000 * MILLIS,
                                5 * MILLIS))));
    }

    /** Names and values that would be markup, turn the text around, or fill the page. */
    void hostile() {
        ByteString trace = ByteString.fromHex(HOSTILE);
        Span.Builder span = span(trace, 1, 0, HOSTILE_NAME, now - 60_000 * MILLIS, 5 * MILLIS)
                .addAttributes(text(HOSTILE_NAME, "<script>alert(2)</script>"))
                .addAttributes(text("link", "javascript:alert(3)"))
                .addAttributes(text("page", "https://example.com/a?b=c"))
                .addAttributes(text("control", "a\u0007b\u0000c\u2066d"))
                .addAttributes(text("large", "x".repeat(VALUE_CHARACTERS)))
                .addEvents(Span.Event.newBuilder()
                        .setTimeUnixNano(now - 60_000 * MILLIS)
                        .setName("<b>event</b>"));
        send(ExportTraceServiceRequest.newBuilder().addResourceSpans(of("<i>service</i>", span)));
    }

    /** A trace of {@link #LARGE_SPANS} spans, 60 levels deep, of a minute. */
    void large() {
        Random random = new Random(7);
        double[] start = new double[LARGE_SPANS];
        double[] length = new double[LARGE_SPANS];
        int[] depth = new int[LARGE_SPANS];
        int[] service = new int[LARGE_SPANS];
        length[0] = 60e9;
        long base = now - 600_000 * MILLIS;
        ByteString trace = ByteString.fromHex(LARGE);
        for (int first = 0; first < LARGE_SPANS; first += BATCH) {
            ScopeSpans.Builder[] scopes = new ScopeSpans.Builder[SERVICES];
            for (int i = 0; i < SERVICES; i++) {
                scopes[i] = ScopeSpans.newBuilder();
            }
            for (int i = first; i < first + BATCH; i++) {
                int parent = i == 0 ? -1 : random.nextDouble() < 0.6 && depth[i - 1] < 60 ? i - 1 : random.nextInt(i);
                if (parent >= 0) {
                    depth[i] = depth[parent] + 1;
                    start[i] = start[parent] + random.nextDouble() * length[parent] * 0.7;
                    length[i] = (length[parent] - (start[i] - start[parent])) * (0.3 + random.nextDouble() * 0.6);
                    service[i] = random.nextDouble() < 0.7 ? service[parent] : random.nextInt(SERVICES);
                }
                Span.Builder span = span(
                        trace, i + 1, parent + 1, "operation " + i % 4_000, base + (long) start[i], (long) length[i]);
                for (int k = 0; k < ATTRIBUTES; k++) {
                    span.addAttributes(text("attribute." + k, "value " + i % (k * 100 + 7)));
                }
                scopes[service[i]].addSpans(span);
            }
            ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
            for (int i = 0; i < SERVICES; i++) {
                request.addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(resource("service-" + i))
                        .addScopeSpans(scopes[i]));
            }
            send(request);
        }
    }

    /** The id of the shop's trace with a number. */
    static String shopTrace(int number) {
        StringBuilder hex = new StringBuilder();
        for (byte b : id(0xAAAA, number)) {
            hex.append(String.format("%02x", b));
        }
        return hex.toString();
    }

    static ByteString id(long high, long low) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(16).putLong(high).putLong(low + 1).flip());
    }

    static Span.Builder span(ByteString trace, long id, long parent, String name, long start, long length) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(trace)
                .setSpanId(
                        ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).flip()))
                .setName(name)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + length);
        if (parent != 0) {
            span.setParentSpanId(
                    ByteString.copyFrom(ByteBuffer.allocate(8).putLong(parent).flip()));
        }
        return span;
    }

    static ResourceSpans of(String service, Span.Builder span) {
        return ResourceSpans.newBuilder()
                .setResource(resource(service))
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span))
                .build();
    }

    private static Resource resource(String service) {
        return Resource.newBuilder()
                .addAttributes(text("service.name", service))
                .build();
    }

    static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
