package io.spanhouse.deploy.acceptance;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads OTLP's JSON by the messages' own descriptors, and nothing beyond: a member that OTLP has not fails the test. */
final class OtlpJson {
    /** What our own API puts beside the spans. */
    private static final String OURS = "spanhouse";

    private OtlpJson() {}

    static ExportTraceServiceRequest request(JsonNode json) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        read(json, request);
        return request.build();
    }

    private static void read(JsonNode json, Message.Builder message) {
        Descriptor descriptor = message.getDescriptorForType();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            if (member.getKey().equals(OURS)) {
                continue;
            }
            FieldDescriptor field = descriptor.getFields().stream()
                    .filter(candidate -> candidate.getJsonName().equals(member.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(descriptor.getName() + " has no member " + member.getKey()));
            if (field.isRepeated()) {
                for (JsonNode element : member.getValue()) {
                    message.addRepeatedField(field, value(element, field, message));
                }
            } else {
                message.setField(field, value(member.getValue(), field, message));
            }
        }
    }

    private static Object value(JsonNode json, FieldDescriptor field, Message.Builder parent) {
        return switch (field.getType()) {
            case MESSAGE -> {
                Message.Builder child = parent.newBuilderForField(field);
                read(json, child);
                yield child.build();
            }
            case STRING -> json.stringValue();
            case BYTES ->
                ByteString.copyFrom(
                        field.getName().endsWith("_id")
                                ? HexFormat.of().parseHex(json.stringValue())
                                : Base64.getDecoder().decode(json.stringValue()));
            case BOOL -> json.booleanValue();
            case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(json.intValue());
            case DOUBLE -> Double.valueOf(json.asString());
            case UINT32, FIXED32 -> Integer.parseUnsignedInt(json.asString());
            case INT32 -> Integer.valueOf(json.asString());
            case FIXED64 -> Long.parseUnsignedLong(json.asString());
            case INT64 -> Long.valueOf(json.asString());
            default -> throw new AssertionError(field);
        };
    }
}
