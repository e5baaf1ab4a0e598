package io.spanhouse.ingest.cloudtrace;

import static io.spanhouse.ingest.cloudtrace.MessageJson.array;
import static io.spanhouse.ingest.cloudtrace.MessageJson.enumerated;
import static io.spanhouse.ingest.cloudtrace.MessageJson.object;
import static io.spanhouse.ingest.cloudtrace.MessageJson.text;
import static io.spanhouse.ingest.cloudtrace.MessageJson.time;
import static io.spanhouse.ingest.cloudtrace.MessageJson.unsigned;

import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.TraceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;

/**
 * Reads {@code {"traces":[{"projectId","traceId","spans":[...]}]}} as JSON of protobuf messages: names in camel or snake case,
 * 64-bit numbers as strings or numbers, enums by name or number, null for absent, unknown fields passed over.
 */
final class PatchJson implements RequestReader {
    private static final List<String> KINDS = List.of("SPAN_KIND_UNSPECIFIED", "RPC_SERVER", "RPC_CLIENT");

    private final String projectId;
    private final int textBytesMax;
    private final MessageJson json;

    /**
     * A reader of one request.
     *
     * @param projectId as the address has it
     * @param textBytesMax longest stack trace
     * @param bodyBytesMax longest body
     */
    PatchJson(String projectId, int textBytesMax, int bodyBytesMax) {
        this.projectId = projectId;
        this.textBytesMax = textBytesMax;
        this.json = new MessageJson(bodyBytesMax);
    }

    @Override
    public WalkResult read(ByteSlice body) throws MalformedRequestException {
        PatchBatch batch = new PatchBatch(projectId, textBytesMax);
        json.body(body, (in, name) -> {
            if (name.equals("traces")) {
                array(in, name, () -> trace(in, batch));
            } else {
                in.skipChildren();
            }
        });
        return WalkResult.of(batch.build());
    }

    private static void trace(JsonParser in, PatchBatch batch) throws MalformedRequestException {
        String[] ids = {"", ""};
        List<PatchSpan> spans = new ArrayList<>();
        object(in, "a trace", (member, name) -> {
            switch (name) {
                case "projectId", "project_id" -> ids[0] = text(in, name);
                case "traceId", "trace_id" -> ids[1] = text(in, name);
                case "spans" ->
                    array(in, name, () -> {
                        batch.requireRoom(spans.size() + 1);
                        spans.add(span(in));
                    });
                default -> in.skipChildren();
            }
        });
        TraceId id = batch.trace(ids[0], ids[1]);
        for (PatchSpan span : spans) {
            batch.add(id, span);
        }
    }

    private static PatchSpan span(JsonParser in) throws MalformedRequestException {
        PatchSpan span = new PatchSpan();
        object(in, "a span", (member, name) -> {
            switch (name) {
                case "spanId", "span_id" -> span.spanId = unsigned(in, name);
                case "parentSpanId", "parent_span_id" -> span.parentSpanId = unsigned(in, name);
                case "kind" -> span.kind = enumerated(in, name, KINDS);
                case "name" -> span.name = text(in, name);
                case "startTime", "start_time" -> span.startNanos = nanos(in, name);
                case "endTime", "end_time" -> span.endNanos = nanos(in, name);
                case "labels" -> object(in, name, (label, key) -> span.labels.put(key, text(in, key)));
                default -> in.skipChildren();
            }
        });
        return span;
    }

    private static long nanos(JsonParser in, String what) throws MalformedRequestException {
        Instant time = time(in, what);
        return time == null ? 0 : PatchTimes.nanos(what, time.getEpochSecond(), time.getNano());
    }
}
