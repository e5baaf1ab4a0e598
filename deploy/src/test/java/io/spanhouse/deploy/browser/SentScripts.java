package io.spanhouse.deploy.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;

/** Runs of scripts, their logs and frames, that the tests of the UI look for. */
final class SentScripts {
    /** What a name may be that was given by somebody else. */
    static final String HOSTILE = "<img src=x onerror=alert(1)>\u202e";

    private static final long MILLIS = 1_000_000L;
    private static final int FRAMES_A_SPAN = 100;
    private static final int SPANS_A_REQUEST = 20;

    private final SentTraces traces;
    private final long now = Instant.now().toEpochMilli() * MILLIS;
    private long spans;

    SentScripts(int otlpPort) {
        traces = new SentTraces(otlpPort);
    }

    /** Has the runs of a script recorded. */
    static void define(int queryPort, String script) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + queryPort + "/api/spanhouse/v1/trace-definitions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"script\":\"" + script + "\"}"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** Twelve runs of a script in the last hours, every third of which failed, with two logs each. */
    void runs(String script) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (int i = 0; i < 12; i++) {
            long start = now - (12 - i) * 1_200_000 * MILLIS;
            Span.Builder run = run(script, "run-" + i, start, (i + 1) * 100 * MILLIS)
                    .addAttributes(SentTraces.text("script.function", i % 2 == 0 ? "add" : "sub,tract"))
                    .addAttributes(SentTraces.text("enduser.id", "ada"))
                    .addAttributes(SentTraces.text("script.invocation", "trigger"))
                    .addAttributes(
                            SentTraces.text("script.input", "{\"account\":12345678901234567890,\"lines\":[{\"n\":1}]}"))
                    .addAttributes(SentTraces.text("script.output", "{\"total\":" + i * 3 + "}"))
                    .addEvents(Span.Event.newBuilder()
                            .setTimeUnixNano(start + MILLIS)
                            .setName("script.stdout")
                            .addAttributes(SentTraces.text("log.message", "adding " + i)));
            if (i % 3 == 2) {
                run.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
            }
            request.addResourceSpans(SentTraces.of("scripts", run));
            request.addResourceSpans(
                    SentTraces.of("scripts", log(script, "run-" + i, start, "WARNING", "low " + HOSTILE)));
        }
        traces.send(request);
    }

    /** A log of a run that has not ended. */
    void logNow(String script, String run, String message) {
        traces.send(ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(SentTraces.of("scripts", log(script, run, now, "INFO", message))));
    }

    /** The end of a run. */
    void end(String script, String run, String output) {
        traces.send(ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(SentTraces.of(
                        "scripts",
                        run(script, run, now, 900 * MILLIS)
                                .addAttributes(SentTraces.text("script.output", output))
                                .addEvents(Span.Event.newBuilder()
                                        .setTimeUnixNano(now + MILLIS)
                                        .setName("script.stdout")
                                        .addAttributes(SentTraces.text("log.message", "printed at the end"))))));
    }

    /**
     * A run with frames: index counts them, total changes with every second, cart holds values within values. The frame
     * {@code missing} does not come, that at {@code exception} has one.
     */
    void recording(String script, String run, int frames, int missing, int exception) {
        ByteString trace = SentTraces.id(0x5C4170, ++spans);
        long own = ++spans;
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (int from = 0; from < frames; from += FRAMES_A_SPAN) {
            Span.Builder span = from == 0
                    ? SentTraces.span(trace, own, 0, "run", now - 60_000 * MILLIS, frames * MILLIS)
                    : SentTraces.span(trace, ++spans, own, "script.frames", now - 60_000 * MILLIS, frames * MILLIS);
            named(span, script, run).addAttributes(SentTraces.text("enduser.id", "ada"));
            for (int frame = from; frame < Math.min(frames, from + FRAMES_A_SPAN); frame++) {
                if (frame != missing) {
                    span.addEvents(frame(frame, frame == exception));
                }
            }
            request.addResourceSpans(SentTraces.of("scripts", span));
            if (request.getResourceSpansCount() == SPANS_A_REQUEST) {
                traces.send(request);
                request = ExportTraceServiceRequest.newBuilder();
            }
        }
        traces.send(request);
    }

    private Span.Event.Builder frame(int index, boolean exception) {
        Span.Event.Builder frame = Span.Event.newBuilder()
                .setName("script.frame")
                .setTimeUnixNano(now - 60_000 * MILLIS + index * MILLIS)
                .addAttributes(whole("script.frame.index", index))
                .addAttributes(SentTraces.text("code.file.path", "discount.py"))
                .addAttributes(whole("code.line.number", 3 + index % 4))
                .addAttributes(whole("script.var.index", index));
        if (index % 2 == 0) {
            frame.addAttributes(whole("script.var.total", index * 10L));
        }
        if (index == 0) {
            AnyValue items = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder()
                            .addValues(AnyValue.newBuilder().setStringValue("<b>book</b>")))
                    .build();
            frame.addAttributes(KeyValue.newBuilder()
                    .setKey("script.var.cart")
                    .setValue(AnyValue.newBuilder()
                            .setKvlistValue(KeyValueList.newBuilder()
                                    .addValues(KeyValue.newBuilder()
                                            .setKey("items")
                                            .setValue(items)))));
        }
        if (exception) {
            frame.addAttributes(SentTraces.text("exception.type", "ZeroDivisionError"));
        }
        return frame;
    }

    private Span.Builder run(String script, String run, long start, long length) {
        return named(SentTraces.span(SentTraces.id(0x5C4170, ++spans), ++spans, 0, "run", start, length), script, run);
    }

    private Span.Builder log(String script, String run, long time, String level, String message) {
        return named(SentTraces.span(SentTraces.id(0x5C4170, ++spans), ++spans, 0, "log", time, 0), script, run)
                .addAttributes(SentTraces.text("log.level", level))
                .addAttributes(SentTraces.text("log.message", message));
    }

    private static Span.Builder named(Span.Builder span, String script, String run) {
        return span.addAttributes(SentTraces.text("script.name", script)).addAttributes(SentTraces.text("run_id", run));
    }

    private static KeyValue whole(String key, long value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setIntValue(value))
                .build();
    }
}
