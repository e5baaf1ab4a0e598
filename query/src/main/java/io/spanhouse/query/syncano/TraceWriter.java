package io.spanhouse.query.syncano;

import io.spanhouse.storage.scripts.RunRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One execution as JSON. */
final class TraceWriter {
    /** A longer result, in bytes of UTF-8, is only in the answer about its trace alone. */
    static final int RESULT_BYTES_MAX = 64 << 10;

    private static final String TOO_BIG = "Result is too big to show in trace.";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final boolean whole;

    /** @param whole whether results are shown however large */
    TraceWriter(boolean whole) {
        this.whole = whole;
    }

    void write(NumberedRun numbered, Payload payload, String self, JsonGenerator json) {
        RunRow run = numbered.run();
        json.writeStartObject();
        json.writeNumberProperty("id", numbered.number());
        json.writeStringProperty("status", status(run));
        json.writeStringProperty("executed_at", time(run.startNanos()));
        OptionalLong duration = run.durationNanos();
        if (duration.isPresent()) {
            json.writeNumberProperty("duration", duration.getAsLong() / NANOS_PER_MILLI);
        } else {
            json.writeNullProperty("duration");
        }
        json.writeName("result");
        result(payload.result(), json);
        if (Invocation.of(run) == Invocation.ENDPOINT) {
            json.writeName("meta");
            meta(payload, json);
            json.writeName("args");
            arguments(payload.arguments(), json);
        }
        json.writeObjectPropertyStart("links");
        json.writeStringProperty("self", self);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String status(RunRow run) {
        return switch (run.status()) {
            case SUCCESS -> "success";
            case FAILED -> run.timedOut() ? "timeout" : "failure";
            case IN_PROGRESS -> "processing";
        };
    }

    private static String time(long nanos) {
        return MICROSECONDS.format(Instant.ofEpochSecond(
                Long.divideUnsigned(nanos, NANOS_PER_SECOND), Long.remainderUnsigned(nanos, NANOS_PER_SECOND)));
    }

    private void result(@Nullable String result, JsonGenerator json) {
        if (result == null) {
            json.writeNull();
        } else if (!whole && isTooBig(result)) {
            json.writeStartObject();
            json.writeStringProperty("__error__", TOO_BIG);
            json.writeEndObject();
        } else {
            json.writeString(result);
        }
    }

    private static boolean isTooBig(String result) {
        return result.length() > RESULT_BYTES_MAX
                || result.length() > RESULT_BYTES_MAX / 3
                        && result.getBytes(StandardCharsets.UTF_8).length > RESULT_BYTES_MAX;
    }

    private static void meta(Payload payload, JsonGenerator json) {
        PlainValue told = payload.meta();
        if (told == null) {
            json.writeStartObject();
            Map<String, String> meta = CallerMeta.of(payload.attributes());
            meta.forEach(json::writeStringProperty);
            json.writeEndObject();
            return;
        }
        JsonNode tree = SyncanoJson.tree(told.text());
        if (tree instanceof ObjectNode object) {
            for (String name : object.propertyNames().toArray(new String[0])) {
                if (CallerMeta.isSecret(name)) {
                    object.put(name, CallerMeta.MASK);
                }
            }
            SyncanoJson.tree(object, json);
        } else {
            told.write(json);
        }
    }

    private static void arguments(@Nullable PlainValue arguments, JsonGenerator json) {
        if (arguments == null) {
            json.writeStartObject();
            json.writeEndObject();
            return;
        }
        JsonNode tree = arguments.isText() ? SyncanoJson.tree(arguments.text()) : null;
        if (tree != null) {
            SyncanoJson.tree(tree, json);
        } else {
            arguments.write(json);
        }
    }
}
