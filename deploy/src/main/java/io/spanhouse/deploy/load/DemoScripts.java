package io.spanhouse.deploy.load;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs of three scripts for a demonstration: one that fails now and then, one that takes long and has not ended, one that is
 * recorded with its variables. As of the last day; good for one request.
 */
public final class DemoScripts {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final int RUNS = 24;
    private static final int FRAMES = 60;
    private static final String FAILING = "invoice-check";
    private static final String LONG = "nightly-report";
    private static final String RECORDED = "discount";

    private final Random random;
    private final long now;
    private final List<ResourceSpans> spans = new ArrayList<>();

    private DemoScripts(long seed, Instant now) {
        this.random = new Random(seed);
        this.now = now.getEpochSecond() * SECOND;
    }

    /** Sends them; whether they were taken. */
    public static boolean send(LoadOptions.Target target, long seed, Instant now) {
        try (ExportClient client = ExportClient.of(target)) {
            byte[] request = new DemoScripts(seed, now).request().toByteArray();
            return client.send(request).join().outcome() == ExportAnswer.Outcome.ACKED;
        }
    }

    private ExportTraceServiceRequest request() {
        for (int i = 0; i < RUNS; i++) {
            long start = now - (RUNS - i) * 3_000L * SECOND;
            boolean fails = i % 5 == 3;
            Span.Builder check =
                    run(FAILING, i, start, (20 + random.nextInt(180)) * MILLI, i % 2 == 0 ? "tool" : "api");
            if (fails) {
                check.setStatus(Status.newBuilder()
                        .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                        .setMessage("no invoice with number " + (4_000 + i)));
            }
            check.addEvents(line("script.stdout", start + 5 * MILLI, "checked " + (i + 1) + " invoices"));
            add(FAILING, check);
            add(FAILING, log(FAILING, i, start + 3 * MILLI, fails ? "ERROR" : "INFO", "Adding invoice " + (4_000 + i)));
        }
        for (int i = 0; i < 4; i++) {
            add(LONG, run(LONG, i, now - (5 - i) * 20_000L * SECOND, 900 * SECOND, "tool"));
        }
        for (int i = 0; i < 3; i++) {
            // Known by its logs alone: it has not ended.
            add(LONG, log(LONG, 4, now - (3 - i) * 600L * SECOND, "INFO", "page " + (100 * i + 1) + " is written"));
        }
        for (int i = 0; i < 3; i++) {
            recorded(i);
        }
        return ExportTraceServiceRequest.newBuilder().addAllResourceSpans(spans).build();
    }

    private void recorded(int number) {
        long start = now - (3 - number) * 1_800L * SECOND;
        Span.Builder run = run(RECORDED, number, start, FRAMES * MILLI, "api");
        run.addAttributes(pair("script.input", "{\"prices\":[40,25,35],\"percent\":" + (5 + number) + "}"));
        double total = 0;
        for (int frame = 0; frame < FRAMES; frame++) {
            total += frame % 3 == 0 ? 40 : frame % 3 == 1 ? 25 : 35;
            run.addEvents(Span.Event.newBuilder()
                    .setName("script.frame")
                    .setTimeUnixNano(start + frame * MILLI)
                    .addAttributes(pair("script.frame.index", frame))
                    .addAttributes(pair("code.file.path", "discount.py"))
                    .addAttributes(pair("code.line.number", 3 + frame % 4))
                    .addAttributes(pair("code.function.name", "discount"))
                    .addAttributes(pair("script.var.total", total))
                    .addAttributes(pair("script.var.index", frame)));
        }
        run.addAttributes(pair("script.output", "{\"total\":" + total * (95 - number) / 100 + "}"));
        add(RECORDED, run);
    }

    private Span.Builder run(String script, int number, long start, long nanos, String sourceType) {
        return span("run", start)
                .setEndTimeUnixNano(start + nanos)
                .addAttributes(pair("run_id", runId(script, number)))
                .addAttributes(pair("script.name", script))
                .addAttributes(pair("script.function", "main"))
                .addAttributes(pair("deployment_id", script + (number < 2 ? "-first" : "-second")))
                .addAttributes(pair("source_type", sourceType))
                .addAttributes(pair("source", sourceType.equals("api") ? "/run/" + script : "Flow of " + script))
                .addAttributes(pair("script.invocation", sourceType.equals("api") ? "endpoint" : "trigger"))
                .addAttributes(pair("enduser.id", number % 2 == 0 ? "ada" : "grace"));
    }

    private Span.Builder log(String script, int number, long time, String level, String message) {
        return span("log", time)
                .setEndTimeUnixNano(time)
                .addAttributes(pair("run_id", runId(script, number)))
                .addAttributes(pair("log.level", level))
                .addAttributes(pair("log.message", message));
    }

    private Span.Builder span(String name, long start) {
        return Span.newBuilder()
                .setTraceId(id(16))
                .setSpanId(id(8))
                .setName(name)
                .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
                .setStartTimeUnixNano(start);
    }

    /** Not that of an earlier set: its logs would be theirs, too. */
    private String runId(String script, int number) {
        return script + "-" + now / SECOND + "-" + number;
    }

    private ByteString id(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        // An id of zeros only is none.
        bytes[0] |= 1;
        return ByteString.copyFrom(bytes);
    }

    private static Span.Event line(String name, long time, String text) {
        return Span.Event.newBuilder()
                .setName(name)
                .setTimeUnixNano(time)
                .addAttributes(pair("log.message", text))
                .build();
    }

    private void add(String script, Span.Builder span) {
        spans.add(ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(pair("service.name", script)))
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span))
                .build());
    }

    private static KeyValue pair(String key, String value) {
        return pair(key, AnyValue.newBuilder().setStringValue(value).build());
    }

    private static KeyValue pair(String key, long value) {
        return pair(key, AnyValue.newBuilder().setIntValue(value).build());
    }

    private static KeyValue pair(String key, double value) {
        return pair(key, AnyValue.newBuilder().setDoubleValue(value).build());
    }

    private static KeyValue pair(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }
}
