package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.TraceId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads {@code {"traces":[{"projectId","traceId","spans":[...]}]}} as JSON of protobuf messages: names in camel or snake case,
 * 64-bit numbers as strings or numbers, enums by name or number, null for absent, unknown fields passed over.
 */
final class PatchJson implements RequestReader {
    private static final int DEPTH_MAX = 100;
    private static final List<String> KINDS = List.of("SPAN_KIND_UNSPECIFIED", "RPC_SERVER", "RPC_CLIENT");

    private final String projectId;
    private final int textBytesMax;
    private final JsonFactory factory;

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
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .maxStringLength(bodyBytesMax)
                        .maxDocumentLength(bodyBytesMax)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    @Override
    public WalkResult read(ByteSlice body) throws MalformedRequestException {
        PatchBatch batch = new PatchBatch(projectId, textBytesMax);
        try (JsonParser in = factory.createParser(ObjectReadContext.empty(), body.array, body.offset, body.length)) {
            in.nextToken();
            object(in, "the body", name -> {
                if (name.equals("traces")) {
                    array(in, name, () -> trace(in, batch));
                } else {
                    in.skipChildren();
                }
            });
            if (in.nextToken() != null) {
                throw PatchBatch.malformed("found more after the body's object, expected its end");
            }
        } catch (StreamConstraintsException e) {
            throw new MalformedRequestException(
                    MalformedRequestException.Reason.JSON_DEPTH,
                    "the body is JSON beyond a limit: " + e.getOriginalMessage());
        } catch (JacksonException e) {
            throw PatchBatch.malformed(
                    "the body is no JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage());
        }
        return WalkResult.of(batch.build());
    }

    private static void trace(JsonParser in, PatchBatch batch) throws MalformedRequestException {
        String[] ids = {"", ""};
        List<PatchSpan> spans = new ArrayList<>();
        object(in, "a trace", name -> {
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
        object(in, "a span", name -> {
            switch (name) {
                case "spanId", "span_id" -> span.spanId = unsigned(in, name);
                case "parentSpanId", "parent_span_id" -> span.parentSpanId = unsigned(in, name);
                case "kind" -> span.kind = kind(in);
                case "name" -> span.name = text(in, name);
                case "startTime", "start_time" -> span.startNanos = time(in, name);
                case "endTime", "end_time" -> span.endNanos = time(in, name);
                case "labels" -> object(in, name, key -> span.labels.put(key, text(in, key)));
                default -> in.skipChildren();
            }
        });
        return span;
    }

    /** Reads a member whose value is the current token. */
    @FunctionalInterface
    private interface Member {
        void read(String name) throws MalformedRequestException;
    }

    /** Reads an element that is the current token. */
    @FunctionalInterface
    private interface Element {
        void read() throws MalformedRequestException;
    }

    private static void object(JsonParser in, String what, Member member) throws MalformedRequestException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        require(in, in.currentToken() == JsonToken.START_OBJECT, what, "an object");
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            member.read(name);
        }
    }

    private static void array(JsonParser in, String what, Element element) throws MalformedRequestException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        require(in, in.currentToken() == JsonToken.START_ARRAY, what, "an array");
        while (in.nextToken() != JsonToken.END_ARRAY) {
            element.read();
        }
    }

    private static String text(JsonParser in, String what) throws MalformedRequestException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return "";
        }
        require(in, in.currentToken() == JsonToken.VALUE_STRING, what, "a string");
        return in.getString();
    }

    private static long unsigned(JsonParser in, String what) throws MalformedRequestException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return 0;
        }
        boolean scalar = in.currentToken() == JsonToken.VALUE_STRING || in.currentToken() == JsonToken.VALUE_NUMBER_INT;
        require(in, scalar, what, "an unsigned number of 64 bits in decimal");
        try {
            return Long.parseUnsignedLong(in.getString());
        } catch (NumberFormatException e) {
            throw unexpected(in, what, "an unsigned number of 64 bits in decimal");
        }
    }

    private static int kind(JsonParser in) throws MalformedRequestException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return in.getIntValue();
        }
        String name = text(in, "kind");
        if (!name.isEmpty() && !KINDS.contains(name)) {
            throw new MalformedRequestException(
                    MalformedRequestException.Reason.JSON_ENUM,
                    "kind is '" + name + "', expected one of " + String.join(", ", KINDS));
        }
        return Math.max(0, KINDS.indexOf(name));
    }

    private static long time(JsonParser in, String what) throws MalformedRequestException {
        String text = text(in, what);
        if (text.isEmpty()) {
            return 0;
        }
        try {
            Instant time = OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
            return PatchTimes.nanos(what, time.getEpochSecond(), time.getNano());
        } catch (DateTimeException e) {
            throw unexpected(in, what, "a time like 2026-01-31T23:59:59.123456789Z");
        }
    }

    private static void require(JsonParser in, boolean met, String what, String expected)
            throws MalformedRequestException {
        if (!met) {
            throw unexpected(in, what, expected);
        }
    }

    private static MalformedRequestException unexpected(JsonParser in, String what, String expected) {
        String found = in.currentToken() == null ? "the end" : in.getString();
        return PatchBatch.malformed(what + " is " + (found.length() <= 64 ? found : found.substring(0, 64) + "...")
                + " at line " + in.currentTokenLocation().getLineNr() + ", expected " + expected);
    }
}
