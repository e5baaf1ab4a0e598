package io.spanhouse.query.trace;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** OTLP JSON read by its rules into protobuf messages, and a complaint about any member that has no place there. */
final class JsonToProto {
    private JsonToProto() {}

    static List<NaiveProto.Placed> read(JsonNode resourceSpans) {
        List<NaiveProto.Placed> all = new ArrayList<>();
        for (JsonNode ofResource : resourceSpans) {
            members(ofResource, Set.of("resource", "scopeSpans", "schemaUrl"));
            Resource resource = resource(ofResource.path("resource"));
            for (JsonNode ofScope : ofResource.path("scopeSpans")) {
                members(ofScope, Set.of("scope", "spans", "schemaUrl"));
                for (JsonNode span : ofScope.path("spans")) {
                    all.add(new NaiveProto.Placed(
                            resource,
                            text(ofResource, "schemaUrl"),
                            scope(ofScope.path("scope")),
                            text(ofScope, "schemaUrl"),
                            span(span)));
                }
            }
        }
        return all;
    }

    private static Resource resource(JsonNode json) {
        members(json, Set.of("attributes", "droppedAttributesCount", "entityRefs"));
        Resource.Builder builder = Resource.newBuilder()
                .addAllAttributes(pairs(json.path("attributes")))
                .setDroppedAttributesCount(count(json, "droppedAttributesCount"));
        for (JsonNode reference : json.path("entityRefs")) {
            EntityRef.Builder entity = EntityRef.newBuilder()
                    .setSchemaUrl(text(reference, "schemaUrl"))
                    .setType(text(reference, "type"));
            reference.path("idKeys").forEach(key -> entity.addIdKeys(key.stringValue()));
            reference.path("descriptionKeys").forEach(key -> entity.addDescriptionKeys(key.stringValue()));
            builder.addEntityRefs(entity);
        }
        return builder.build();
    }

    private static InstrumentationScope scope(JsonNode json) {
        members(json, Set.of("name", "version", "attributes", "droppedAttributesCount"));
        return InstrumentationScope.newBuilder()
                .setName(text(json, "name"))
                .setVersion(text(json, "version"))
                .addAllAttributes(pairs(json.path("attributes")))
                .setDroppedAttributesCount(count(json, "droppedAttributesCount"))
                .build();
    }

    private static Span span(JsonNode json) {
        members(
                json,
                Set.of(
                        "traceId",
                        "spanId",
                        "traceState",
                        "parentSpanId",
                        "flags",
                        "name",
                        "kind",
                        "startTimeUnixNano",
                        "endTimeUnixNano",
                        "attributes",
                        "droppedAttributesCount",
                        "events",
                        "droppedEventsCount",
                        "links",
                        "droppedLinksCount",
                        "status"));
        Span.Builder span = Span.newBuilder()
                .setTraceId(id(json, "traceId"))
                .setSpanId(id(json, "spanId"))
                .setParentSpanId(id(json, "parentSpanId"))
                .setTraceState(text(json, "traceState"))
                .setFlags(count(json, "flags"))
                .setName(text(json, "name"))
                .setKindValue(json.path("kind").asInt(0))
                .setStartTimeUnixNano(nanos(json, "startTimeUnixNano"))
                .setEndTimeUnixNano(nanos(json, "endTimeUnixNano"))
                .addAllAttributes(pairs(json.path("attributes")))
                .setDroppedAttributesCount(count(json, "droppedAttributesCount"))
                .setDroppedEventsCount(count(json, "droppedEventsCount"))
                .setDroppedLinksCount(count(json, "droppedLinksCount"));
        for (JsonNode event : json.path("events")) {
            members(event, Set.of("timeUnixNano", "name", "attributes", "droppedAttributesCount"));
            span.addEvents(Span.Event.newBuilder()
                    .setTimeUnixNano(nanos(event, "timeUnixNano"))
                    .setName(text(event, "name"))
                    .addAllAttributes(pairs(event.path("attributes")))
                    .setDroppedAttributesCount(count(event, "droppedAttributesCount")));
        }
        addLinks(json.path("links"), span);
        if (json.has("status")) {
            JsonNode status = json.get("status");
            members(status, Set.of("message", "code"));
            span.setStatus(Status.newBuilder()
                    .setMessage(text(status, "message"))
                    .setCodeValue(status.path("code").asInt(0)));
        }
        return span.build();
    }

    private static void addLinks(JsonNode links, Span.Builder span) {
        for (JsonNode link : links) {
            members(link, Set.of("traceId", "spanId", "traceState", "attributes", "droppedAttributesCount", "flags"));
            span.addLinks(Span.Link.newBuilder()
                    .setTraceId(id(link, "traceId"))
                    .setSpanId(id(link, "spanId"))
                    .setTraceState(text(link, "traceState"))
                    .addAllAttributes(pairs(link.path("attributes")))
                    .setDroppedAttributesCount(count(link, "droppedAttributesCount"))
                    .setFlags(count(link, "flags")));
        }
    }

    private static List<KeyValue> pairs(JsonNode array) {
        List<KeyValue> pairs = new ArrayList<>();
        for (JsonNode pair : array) {
            members(pair, Set.of("key", "value"));
            KeyValue.Builder builder = KeyValue.newBuilder().setKey(text(pair, "key"));
            if (pair.has("value")) {
                builder.setValue(value(pair.get("value")));
            }
            pairs.add(builder.build());
        }
        return pairs;
    }

    private static AnyValue value(JsonNode json) {
        AnyValue.Builder builder = AnyValue.newBuilder();
        if (json.isEmpty()) {
            return builder.build();
        }
        String name = json.propertyNames().iterator().next();
        JsonNode value = json.get(name);
        switch (name) {
            case "stringValue" -> builder.setStringValue(value.stringValue());
            case "boolValue" -> builder.setBoolValue(value.booleanValue());
            case "intValue" -> builder.setIntValue(Long.parseLong(value.stringValue()));
            case "doubleValue" ->
                builder.setDoubleValue(
                        value.isString() ? Double.parseDouble(value.stringValue()) : value.doubleValue());
            case "bytesValue" -> builder.setBytesValue(ByteString.copyFrom(value.binaryValue()));
            case "arrayValue" -> {
                ArrayValue.Builder array = ArrayValue.newBuilder();
                value.path("values").forEach(element -> array.addValues(value(element)));
                builder.setArrayValue(array);
            }
            case "kvlistValue" ->
                builder.setKvlistValue(KeyValueList.newBuilder().addAllValues(pairs(value.path("values"))));
            default -> throw new AssertionError("a value has the member " + name);
        }
        return builder.build();
    }

    private static void members(JsonNode json, Set<String> names) {
        if (!(json instanceof MissingNode) && !names.containsAll(json.propertyNames())) {
            throw new AssertionError("found members " + json.propertyNames() + ", expected only " + names);
        }
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asString("");
    }

    private static int count(JsonNode json, String name) {
        return (int) json.path(name).asLong(0);
    }

    private static long nanos(JsonNode json, String name) {
        return json.has(name) ? Long.parseUnsignedLong(json.get(name).stringValue()) : 0;
    }

    private static ByteString id(JsonNode json, String name) {
        return ByteString.copyFrom(HexFormat.of().parseHex(text(json, name)));
    }
}
