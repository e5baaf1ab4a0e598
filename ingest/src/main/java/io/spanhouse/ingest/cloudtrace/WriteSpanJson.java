package io.spanhouse.ingest.cloudtrace;

import static io.spanhouse.ingest.cloudtrace.MessageJson.array;
import static io.spanhouse.ingest.cloudtrace.MessageJson.count;
import static io.spanhouse.ingest.cloudtrace.MessageJson.enumerated;
import static io.spanhouse.ingest.cloudtrace.MessageJson.object;
import static io.spanhouse.ingest.cloudtrace.MessageJson.text;
import static io.spanhouse.ingest.cloudtrace.MessageJson.time;
import static io.spanhouse.ingest.cloudtrace.MessageJson.truth;
import static io.spanhouse.ingest.cloudtrace.MessageJson.whole;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Timestamp;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.proto.cloudtrace.v2.AttributeValue;
import io.spanhouse.proto.cloudtrace.v2.Attributes;
import io.spanhouse.proto.cloudtrace.v2.Link;
import io.spanhouse.proto.cloudtrace.v2.Links;
import io.spanhouse.proto.cloudtrace.v2.MessageEvent;
import io.spanhouse.proto.cloudtrace.v2.Span;
import io.spanhouse.proto.cloudtrace.v2.StackFrame;
import io.spanhouse.proto.cloudtrace.v2.StackTrace;
import io.spanhouse.proto.cloudtrace.v2.Status;
import io.spanhouse.proto.cloudtrace.v2.TimeEvent;
import io.spanhouse.proto.cloudtrace.v2.TimeEvents;
import io.spanhouse.proto.cloudtrace.v2.TruncatableString;
import io.spanhouse.storage.model.Limits;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a span of the API's second version from JSON; no more of anything than a span may have. Not thread-safe. */
final class WriteSpanJson {
    private static final List<String> KINDS =
            List.of("SPAN_KIND_UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");
    private static final List<String> LINKS = List.of("TYPE_UNSPECIFIED", "CHILD_LINKED_SPAN", "PARENT_LINKED_SPAN");
    private static final List<String> MESSAGES = List.of("TYPE_UNSPECIFIED", "SENT", "RECEIVED");

    private final Limits limits;

    WriteSpanJson(Limits limits) {
        this.limits = limits;
    }

    /** The span that is the current token. */
    Span span(JsonParser in) throws MalformedRequestException {
        Span.Builder span = Span.newBuilder();
        object(in, "a span", (member, name) -> member(in, name, span));
        return span.build();
    }

    /** Reads a member of a span. */
    void member(JsonParser in, String name, Span.Builder span) throws MalformedRequestException {
        switch (name) {
            case "name" -> span.setName(text(in, name));
            case "spanId", "span_id" -> span.setSpanId(text(in, name));
            case "parentSpanId", "parent_span_id" -> span.setParentSpanId(text(in, name));
            case "displayName", "display_name" -> span.setDisplayName(truncatable(in, name));
            case "startTime", "start_time" -> span.setStartTime(timestamp(time(in, name)));
            case "endTime", "end_time" -> span.setEndTime(timestamp(time(in, name)));
            case "attributes" -> span.setAttributes(attributes(in));
            case "stackTrace", "stack_trace" -> span.setStackTrace(stack(in));
            case "timeEvents", "time_events" -> span.setTimeEvents(events(in));
            case "links" -> span.setLinks(links(in));
            case "status" -> {
                if (in.currentToken() != JsonToken.VALUE_NULL) {
                    span.setStatus(status(in));
                }
            }
            case "sameProcessAsParentSpan", "same_process_as_parent_span" -> {
                if (in.currentToken() != JsonToken.VALUE_NULL) {
                    span.setSameProcessAsParentSpan(BoolValue.of(truth(in, name)));
                }
            }
            case "childSpanCount", "child_span_count" -> {
                if (in.currentToken() != JsonToken.VALUE_NULL) {
                    span.setChildSpanCount(Int32Value.of(count(in, name)));
                }
            }
            case "spanKind", "span_kind" -> span.setSpanKindValue(enumerated(in, name, KINDS));
            default -> in.skipChildren();
        }
    }

    private static Timestamp timestamp(@Nullable Instant time) {
        return time == null
                ? Timestamp.getDefaultInstance()
                : Timestamp.newBuilder()
                        .setSeconds(time.getEpochSecond())
                        .setNanos(time.getNano())
                        .build();
    }

    private static TruncatableString truncatable(JsonParser in, String what) throws MalformedRequestException {
        TruncatableString.Builder text = TruncatableString.newBuilder();
        object(in, what, (member, name) -> {
            switch (name) {
                case "value" -> text.setValue(text(in, what));
                case "truncatedByteCount", "truncated_byte_count" -> text.setTruncatedByteCount(count(in, name));
                default -> in.skipChildren();
            }
        });
        return text.build();
    }

    private static void requireFewer(int found, int most, String what) throws MalformedRequestException {
        if (found >= most) {
            throw PatchBatch.malformed("found over " + most + " " + what + ", expected at most so many");
        }
    }

    private Attributes attributes(JsonParser in) throws MalformedRequestException {
        Attributes.Builder attributes = Attributes.newBuilder();
        object(in, "attributes", (member, name) -> {
            switch (name) {
                case "attributeMap", "attribute_map" ->
                    object(in, name, (pair, key) -> {
                        requireFewer(attributes.getAttributeMapCount(), limits.attributesMax(), "attributes");
                        attributes.putAttributeMap(key, value(in, key));
                    });
                case "droppedAttributesCount", "dropped_attributes_count" ->
                    attributes.setDroppedAttributesCount(count(in, name));
                default -> in.skipChildren();
            }
        });
        return attributes.build();
    }

    private static AttributeValue value(JsonParser in, String key) throws MalformedRequestException {
        AttributeValue.Builder value = AttributeValue.newBuilder();
        object(in, "the attribute " + PatchBatch.shortened(key), (member, name) -> {
            switch (name) {
                case "stringValue", "string_value" -> value.setStringValue(truncatable(in, name));
                case "intValue", "int_value" -> value.setIntValue(whole(in, name));
                case "boolValue", "bool_value" -> value.setBoolValue(truth(in, name));
                default -> in.skipChildren();
            }
        });
        return value.build();
    }

    private TimeEvents events(JsonParser in) throws MalformedRequestException {
        TimeEvents.Builder events = TimeEvents.newBuilder();
        object(in, "timeEvents", (member, name) -> {
            switch (name) {
                case "timeEvent", "time_event" ->
                    array(in, name, () -> {
                        requireFewer(events.getTimeEventCount(), limits.eventsMax(), "time events");
                        events.addTimeEvent(event(in));
                    });
                case "droppedAnnotationsCount", "dropped_annotations_count" ->
                    events.setDroppedAnnotationsCount(count(in, name));
                case "droppedMessageEventsCount", "dropped_message_events_count" ->
                    events.setDroppedMessageEventsCount(count(in, name));
                default -> in.skipChildren();
            }
        });
        return events.build();
    }

    private TimeEvent event(JsonParser in) throws MalformedRequestException {
        TimeEvent.Builder event = TimeEvent.newBuilder();
        object(in, "a time event", (member, name) -> {
            switch (name) {
                case "time" -> event.setTime(timestamp(time(in, name)));
                case "annotation" ->
                    object(in, name, (part, inside) -> {
                        switch (inside) {
                            case "description" -> event.getAnnotationBuilder().setDescription(truncatable(in, inside));
                            case "attributes" -> event.getAnnotationBuilder().setAttributes(attributes(in));
                            default -> in.skipChildren();
                        }
                    });
                case "messageEvent", "message_event" -> message(in, event.getMessageEventBuilder());
                default -> in.skipChildren();
            }
        });
        return event.build();
    }

    private static void message(JsonParser in, MessageEvent.Builder message) throws MalformedRequestException {
        object(in, "messageEvent", (member, name) -> {
            switch (name) {
                case "type" -> message.setTypeValue(enumerated(in, name, MESSAGES));
                case "id" -> message.setId(whole(in, name));
                case "uncompressedSizeBytes", "uncompressed_size_bytes" ->
                    message.setUncompressedSizeBytes(whole(in, name));
                case "compressedSizeBytes", "compressed_size_bytes" -> message.setCompressedSizeBytes(whole(in, name));
                default -> in.skipChildren();
            }
        });
    }

    private Links links(JsonParser in) throws MalformedRequestException {
        Links.Builder links = Links.newBuilder();
        object(in, "links", (member, name) -> {
            switch (name) {
                case "link" ->
                    array(in, name, () -> {
                        requireFewer(links.getLinkCount(), limits.linksMax(), "links");
                        links.addLink(link(in));
                    });
                case "droppedLinksCount", "dropped_links_count" -> links.setDroppedLinksCount(count(in, name));
                default -> in.skipChildren();
            }
        });
        return links.build();
    }

    private Link link(JsonParser in) throws MalformedRequestException {
        Link.Builder link = Link.newBuilder();
        object(in, "a link", (member, name) -> {
            switch (name) {
                case "traceId", "trace_id" -> link.setTraceId(text(in, name));
                case "spanId", "span_id" -> link.setSpanId(text(in, name));
                case "type" -> link.setTypeValue(enumerated(in, name, LINKS));
                case "attributes" -> link.setAttributes(attributes(in));
                default -> in.skipChildren();
            }
        });
        return link.build();
    }

    private static Status status(JsonParser in) throws MalformedRequestException {
        Status.Builder status = Status.newBuilder();
        object(in, "status", (member, name) -> {
            switch (name) {
                case "code" -> status.setCode(count(in, name));
                case "message" -> status.setMessage(text(in, name));
                default -> in.skipChildren();
            }
        });
        return status.build();
    }

    private StackTrace stack(JsonParser in) throws MalformedRequestException {
        StackTrace.Builder stack = StackTrace.newBuilder();
        object(in, "stackTrace", (member, name) -> {
            switch (name) {
                case "stackFrames", "stack_frames" ->
                    object(in, name, (part, inside) -> {
                        switch (inside) {
                            case "frame" ->
                                array(in, inside, () -> {
                                    requireFewer(
                                            stack.getStackFrames().getFrameCount(), limits.eventsMax(), "stack frames");
                                    stack.getStackFramesBuilder().addFrame(frame(in));
                                });
                            case "droppedFramesCount", "dropped_frames_count" ->
                                stack.getStackFramesBuilder().setDroppedFramesCount(count(in, inside));
                            default -> in.skipChildren();
                        }
                    });
                case "stackTraceHashId", "stack_trace_hash_id" -> stack.setStackTraceHashId(whole(in, name));
                default -> in.skipChildren();
            }
        });
        return stack.build();
    }

    private static StackFrame frame(JsonParser in) throws MalformedRequestException {
        StackFrame.Builder frame = StackFrame.newBuilder();
        object(in, "a stack frame", (member, name) -> {
            switch (name) {
                case "functionName", "function_name" -> frame.setFunctionName(truncatable(in, name));
                case "originalFunctionName", "original_function_name" ->
                    frame.setOriginalFunctionName(truncatable(in, name));
                case "fileName", "file_name" -> frame.setFileName(truncatable(in, name));
                case "lineNumber", "line_number" -> frame.setLineNumber(whole(in, name));
                case "columnNumber", "column_number" -> frame.setColumnNumber(whole(in, name));
                case "loadModule", "load_module" ->
                    object(in, name, (part, inside) -> {
                        switch (inside) {
                            case "module" -> frame.getLoadModuleBuilder().setModule(truncatable(in, inside));
                            case "buildId", "build_id" ->
                                frame.getLoadModuleBuilder().setBuildId(truncatable(in, inside));
                            default -> in.skipChildren();
                        }
                    });
                case "sourceVersion", "source_version" -> frame.setSourceVersion(truncatable(in, name));
                default -> in.skipChildren();
            }
        });
        return frame.build();
    }
}
