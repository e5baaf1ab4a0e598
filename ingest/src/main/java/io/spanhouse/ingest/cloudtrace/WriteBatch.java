package io.spanhouse.ingest.cloudtrace;

import com.google.protobuf.Timestamp;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.proto.cloudtrace.v2.Annotation;
import io.spanhouse.proto.cloudtrace.v2.AttributeValue;
import io.spanhouse.proto.cloudtrace.v2.Attributes;
import io.spanhouse.proto.cloudtrace.v2.Link;
import io.spanhouse.proto.cloudtrace.v2.Links;
import io.spanhouse.proto.cloudtrace.v2.MessageEvent;
import io.spanhouse.proto.cloudtrace.v2.Span;
import io.spanhouse.proto.cloudtrace.v2.Status;
import io.spanhouse.proto.cloudtrace.v2.TimeEvent;
import io.spanhouse.proto.cloudtrace.v2.TimeEvents;
import io.spanhouse.proto.cloudtrace.v2.TruncatableString;
import io.spanhouse.storage.model.Limits;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.TraceId;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Collects the spans of one request of the API's second version, each judged when it comes. Not thread-safe. */
final class WriteBatch {
    private static final String[] SERVICE_KEYS = {"service.name", "/component", "g.co/gae/app/module"};
    private static final String SCOPE_NAME = "otel.scope.name";
    private static final String SCOPE_VERSION = "otel.scope.version";
    private static final String RESOURCE_PREFIX = "service.";

    /** OpenTelemetry's flags: whether it is known where the parent is, and that it is elsewhere. */
    private static final int PARENT_KNOWN = 0x100;

    private static final int PARENT_REMOTE = 0x200;

    private static final int STATUS_UNKNOWN = 2;

    private final String projectId;
    private final Limits limits;
    private final SpanBatchBuilder builder = new SpanBatchBuilder();
    private final Texts texts = new Texts(builder);

    /**
     * An empty batch.
     *
     * @param projectId as the address has it
     */
    WriteBatch(String projectId, Limits limits) {
        this.projectId = projectId;
        this.limits = limits;
    }

    /**
     * Lets a reader hold one span more.
     *
     * @throws MalformedRequestException if that is more than a request may have
     */
    void requireRoom() throws MalformedRequestException {
        if (builder.rowCount() >= PatchBatch.SPANS_MAX) {
            throw PatchBatch.malformed(
                    "found over " + PatchBatch.SPANS_MAX + " spans, expected at most so many in a request");
        }
    }

    void add(Span span) throws MalformedRequestException {
        requireRoom();
        SpanName name = SpanName.parse(span.getName(), projectId);
        if (!span.getSpanId().isEmpty() && SpanName.span("span_id", span.getSpanId()) != name.span()) {
            throw PatchBatch.malformed("span_id is '" + span.getSpanId() + "' and the name is '"
                    + PatchBatch.shortened(span.getName()) + "', expected the same id in both");
        }
        Map<String, AttributeValue> attributes = span.getAttributes().getAttributeMapMap();
        String service = service(attributes);
        int resource = resource(attributes, service);
        int scope = scope(attributes);
        builder.startSpan()
                .resource(resource)
                .scope(scope)
                .traceId(name.trace().high(), name.trace().low())
                .spanId(name.span())
                .parentSpanId(
                        span.getParentSpanId().isEmpty() ? 0 : SpanName.span("parent_span_id", span.getParentSpanId()))
                .name(string(span.getDisplayName()))
                .startNanos(nanos("start_time", span.getStartTime()))
                .endNanos(nanos("end_time", span.getEndTime()))
                .kind(Math.max(0, span.getSpanKindValue()))
                .droppedAttributes(span.getAttributes().getDroppedAttributesCount());
        if (service == null) {
            builder.mark(SpanMark.RESOURCE_ASSUMED);
        }
        if (span.hasSameProcessAsParentSpan()) {
            builder.flags(span.getSameProcessAsParentSpan().getValue() ? PARENT_KNOWN : PARENT_KNOWN | PARENT_REMOTE);
        }
        add(attributes, builder::attribute, key -> !taken(key));
        if (span.hasStatus()) {
            status(span.getStatus());
        }
        if (span.hasChildSpanCount()) {
            builder.attribute(
                    texts.pair("g.co/child_span_count", span.getChildSpanCount().getValue()));
        }
        if (span.hasStackTrace()) {
            builder.attribute(text("/stacktrace", StackText.of(span.getStackTrace())));
        }
        events(span.getTimeEvents());
        links(span.getLinks());
        builder.endSpan();
    }

    private static @Nullable String service(Map<String, AttributeValue> attributes) {
        for (String key : SERVICE_KEYS) {
            AttributeValue value = attributes.get(key);
            if (value != null && !value.getStringValue().getValue().isEmpty()) {
                return value.getStringValue().getValue();
            }
        }
        return null;
    }

    /** Exporters put what they know of the resource among the attributes; what is not of a service cannot be told apart. */
    private int resource(Map<String, AttributeValue> attributes, @Nullable String service)
            throws MalformedRequestException {
        builder.resourceAttribute(text("service.name", service == null ? projectId : service));
        add(attributes, builder::resourceAttribute, key -> ofResource(key) && !key.equals("service.name"));
        return builder.resource(true, 0, 0, 0);
    }

    private int scope(Map<String, AttributeValue> attributes) {
        int name = string(attributes, SCOPE_NAME);
        int version = string(attributes, SCOPE_VERSION);
        return builder.scope(new ScopeColumns.Fields(name != 0 || version != 0, name, version, 0, 0));
    }

    private int string(Map<String, AttributeValue> attributes, String key) {
        AttributeValue value = attributes.get(key);
        return value == null ? 0 : texts.string(value.getStringValue().getValue());
    }

    private static boolean ofResource(String key) {
        return key.startsWith(RESOURCE_PREFIX);
    }

    private static boolean taken(String key) {
        return ofResource(key) || key.equals(SCOPE_NAME) || key.equals(SCOPE_VERSION);
    }

    /** Says whether an attribute belongs somewhere. */
    @FunctionalInterface
    private interface Choice {
        Choice ALL = key -> true;

        boolean here(String key);
    }

    private void add(Map<String, AttributeValue> attributes, IntConsumer into, Choice choice)
            throws MalformedRequestException {
        require("attributes", attributes.size(), limits.attributesMax());
        for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
            String key = attribute.getKey();
            if (choice.here(key)) {
                AttributeValue value = attribute.getValue();
                switch (value.getValueCase()) {
                    case STRING_VALUE -> {
                        noteCut(value.getStringValue());
                        into.accept(text(key, value.getStringValue().getValue()));
                    }
                    case INT_VALUE -> into.accept(texts.pair(key, value.getIntValue()));
                    case BOOL_VALUE -> into.accept(texts.pair(key, value.getBoolValue()));
                    case VALUE_NOT_SET -> into.accept(texts.pair(key, ""));
                }
            }
        }
    }

    private int text(String key, String value) throws MalformedRequestException {
        int bytes = Texts.bytes(value).length;
        if (bytes > limits.valueBytesMax()) {
            throw PatchBatch.malformed("the attribute " + PatchBatch.shortened(key) + " has a value of " + bytes
                    + " bytes, expected at most " + limits.valueBytesMax());
        }
        return texts.pair(key, value);
    }

    private int string(TruncatableString text) {
        noteCut(text);
        return texts.string(text.getValue());
    }

    private void noteCut(TruncatableString text) {
        if (text.getTruncatedByteCount() > 0) {
            builder.mark(SpanMark.VALUE_CUT);
        }
    }

    /** Exporters write an error as UNKNOWN; any other code of gRPC's says more, and is kept. */
    private void status(Status status) {
        builder.status(status.getCode() == 0 ? 1 : 2, texts.string(status.getMessage()));
        if (status.getCode() != 0 && status.getCode() != STATUS_UNKNOWN) {
            builder.attribute(texts.pair("g.co/status_code", status.getCode()));
        }
    }

    private void events(TimeEvents events) throws MalformedRequestException {
        require("time events", events.getTimeEventCount(), limits.eventsMax());
        for (TimeEvent event : events.getTimeEventList()) {
            builder.startEvent();
            builder.eventTimeNanos(nanos("time", event.getTime()));
            if (event.hasMessageEvent()) {
                message(event.getMessageEvent());
            } else {
                Annotation annotation = event.getAnnotation();
                builder.eventName(string(annotation.getDescription()));
                Attributes attributes = annotation.getAttributes();
                builder.eventDroppedAttributes(attributes.getDroppedAttributesCount());
                add(attributes.getAttributeMapMap(), builder::eventAttribute, Choice.ALL);
            }
            builder.endEvent();
        }
        builder.droppedEvents(events.getDroppedAnnotationsCount() + events.getDroppedMessageEventsCount());
    }

    private void message(MessageEvent message) {
        builder.eventName(texts.string("message"));
        if (message.getTypeValue() != 0) {
            builder.eventAttribute(texts.pair("message.type", message.getType().name()));
        }
        builder.eventAttribute(texts.pair("message.id", message.getId()));
        builder.eventAttribute(texts.pair("message.uncompressed_size", message.getUncompressedSizeBytes()));
        builder.eventAttribute(texts.pair("message.compressed_size", message.getCompressedSizeBytes()));
    }

    private void links(Links links) throws MalformedRequestException {
        require("links", links.getLinkCount(), limits.linksMax());
        for (Link link : links.getLinkList()) {
            TraceId trace = SpanName.trace("the trace id of a link", link.getTraceId());
            builder.startLink();
            builder.linkTraceId(trace.high(), trace.low());
            builder.linkSpanId(SpanName.span("the span id of a link", link.getSpanId()));
            builder.linkDroppedAttributes(link.getAttributes().getDroppedAttributesCount());
            add(link.getAttributes().getAttributeMapMap(), builder::linkAttribute, Choice.ALL);
            if (link.getTypeValue() != 0) {
                builder.linkAttribute(
                        texts.pair("g.co/link_type", link.getType().name()));
            }
            builder.endLink();
        }
        builder.droppedLinks(links.getDroppedLinksCount());
    }

    private static void require(String what, int found, int most) throws MalformedRequestException {
        if (found > most) {
            throw PatchBatch.malformed("found " + found + " " + what + ", expected at most " + most);
        }
    }

    private static long nanos(String what, Timestamp time) throws MalformedRequestException {
        return PatchTimes.nanos(what, time.getSeconds(), time.getNanos());
    }

    SpanBatch build() {
        return builder.build();
    }
}
