package io.spanhouse.ingest.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request means, by protobuf's own library and the rules applied naively afterwards. Strings are declared as bytes
 * for the parse, because the library refuses a request for one ill-formed character and we do not.
 */
public final class OtlpOracle {
    private static final Descriptor WITH_BYTES = withBytes();

    /** Spans that are taken, in order, as they should be stored; and how many are refused. */
    public record Reading(List<FlatSpan> taken, int refused) {}

    private OtlpOracle() {}

    /** Reads a request; throws if protobuf does. */
    public static Reading read(byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        in.setRecursionLimit(100_000);
        DynamicMessage.Builder message = DynamicMessage.newBuilder(WITH_BYTES);
        message.mergeFrom(in);
        in.checkLastTagWas(0);
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        copy(message.build(), request);
        return flatten(request.build());
    }

    /** The spans of a request, by the rules. */
    public static Reading flatten(ExportTraceServiceRequest request) {
        List<FlatSpan> taken = new ArrayList<>();
        int refused = 0;
        for (ResourceSpans resource : request.getResourceSpansList()) {
            ResourceSpans.Builder resourceOnly = resource.toBuilder().clearScopeSpans();
            if (resourceOnly.hasResource()) {
                resourceOnly.getResourceBuilder().getAttributesBuilderList().forEach(OtlpOracle::withoutIndexes);
            }
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                ScopeSpans.Builder scopeOnly = scope.toBuilder().clearSpans();
                if (scopeOnly.hasScope()) {
                    scopeOnly.getScopeBuilder().getAttributesBuilderList().forEach(OtlpOracle::withoutIndexes);
                }
                for (Span span : scope.getSpansList()) {
                    if (isId(span.getTraceId(), 16) && isId(span.getSpanId(), 8)) {
                        taken.add(new FlatSpan(resourceOnly.build(), scopeOnly.build(), repaired(span)));
                    } else {
                        refused++;
                    }
                }
            }
        }
        return new Reading(taken, refused);
    }

    private static Span repaired(Span sent) {
        Span.Builder span = sent.toBuilder();
        if (!isId(sent.getParentSpanId(), 8) || sent.getParentSpanId().equals(sent.getSpanId())) {
            span.clearParentSpanId();
        }
        span.getAttributesBuilderList().forEach(OtlpOracle::withoutIndexes);
        for (Span.Event.Builder event : span.getEventsBuilderList()) {
            event.getAttributesBuilderList().forEach(OtlpOracle::withoutIndexes);
        }
        for (Span.Link.Builder link : span.getLinksBuilderList()) {
            link.getAttributesBuilderList().forEach(OtlpOracle::withoutIndexes);
            if (link.getTraceId().size() != 16) {
                link.clearTraceId();
            }
            if (link.getSpanId().size() != 8) {
                link.clearSpanId();
            }
        }
        return span.build();
    }

    private static void withoutIndexes(KeyValue.Builder pair) {
        pair.clearKeyStrindex();
        if (pair.hasValue()) {
            withoutIndexes(pair.getValueBuilder());
        }
    }

    private static void withoutIndexes(AnyValue.Builder value) {
        value.clearStringValueStrindex();
        if (value.hasArrayValue()) {
            value.getArrayValueBuilder().getValuesBuilderList().forEach(OtlpOracle::withoutIndexes);
        } else if (value.hasKvlistValue()) {
            value.getKvlistValueBuilder().getValuesBuilderList().forEach(OtlpOracle::withoutIndexes);
        }
    }

    private static boolean isId(ByteString id, int length) {
        return id.size() == length && !id.equals(ByteString.copyFrom(new byte[length]));
    }

    /** Copies known fields; texts get U+FFFD for what is ill-formed. */
    private static void copy(Message from, Message.Builder to) {
        for (Map.Entry<FieldDescriptor, Object> entry : from.getAllFields().entrySet()) {
            FieldDescriptor field =
                    to.getDescriptorForType().findFieldByNumber(entry.getKey().getNumber());
            if (field.isRepeated()) {
                for (Object element : (List<?>) entry.getValue()) {
                    to.addRepeatedField(field, copied(field, element, to));
                }
            } else {
                to.setField(field, copied(field, entry.getValue(), to));
            }
        }
    }

    private static Object copied(FieldDescriptor field, Object value, Message.Builder parent) {
        switch (field.getJavaType()) {
            case MESSAGE:
                Message.Builder child = parent.newBuilderForField(field);
                copy((Message) value, child);
                return child.build();
            case STRING:
                return NaiveUtf8.text(((ByteString) value).toByteArray());
            case ENUM:
                return field.getEnumType()
                        .findValueByNumberCreatingIfUnknown(
                                ((com.google.protobuf.Descriptors.EnumValueDescriptor) value).getNumber());
            default:
                return value;
        }
    }

    private static Descriptor withBytes() {
        Map<String, FileDescriptor> built = new HashMap<>();
        FileDescriptor file =
                withBytes(ExportTraceServiceRequest.getDescriptor().getFile(), built);
        return file.findMessageTypeByName("ExportTraceServiceRequest");
    }

    private static FileDescriptor withBytes(FileDescriptor file, Map<String, FileDescriptor> built) {
        List<FileDescriptor> dependencies = new ArrayList<>();
        for (FileDescriptor dependency : file.getDependencies()) {
            dependencies.add(withBytes(dependency, built));
        }
        FileDescriptorProto.Builder proto = file.toProto().toBuilder();
        proto.getMessageTypeBuilderList().forEach(OtlpOracle::textsToBytes);
        return built.computeIfAbsent(file.getName(), name -> {
            try {
                return FileDescriptor.buildFrom(proto.build(), dependencies.toArray(new FileDescriptor[0]));
            } catch (DescriptorValidationException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void textsToBytes(DescriptorProto.Builder message) {
        message.getNestedTypeBuilderList().forEach(OtlpOracle::textsToBytes);
        for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
            if (field.getType() == FieldDescriptorProto.Type.TYPE_STRING) {
                field.setType(FieldDescriptorProto.Type.TYPE_BYTES);
            }
        }
    }
}
