package io.spanhouse.ingest.otlp;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The bytes that answer an export: {@code ExportTraceServiceResponse} for a request that was taken, {@code
 * google.rpc.Status} for one that was not, each in protobuf and in JSON. Messages are cut to {@link #MESSAGE_CHARS_MAX},
 * so that an answer is always small. Stateless.
 */
public final class ExportResponses {
    /** Longest message, in characters. */
    public static final int MESSAGE_CHARS_MAX = 1000;

    /** Type URL of the detail that tells a client when to come back. */
    public static final String RETRY_INFO_TYPE = "type.googleapis.com/google.rpc.RetryInfo";

    private static final JsonFactory JSON = new JsonFactory();

    private ExportResponses() {}

    /**
     * What the client is told about a request that was taken; empty when all spans were taken as they are, or there were
     * none.
     */
    public static String message(WalkResult result) {
        StringBuilder message = new StringBuilder();
        if (result.spansRejected() > 0) {
            message.append(result.spansRejected()).append(" spans were refused");
            String separator = ": ";
            for (String reason : result.rejectionMessages()) {
                message.append(separator).append(reason);
                separator = "; ";
            }
            if (result.spansRejected() > result.rejectionMessages().size()) {
                message.append("; and more");
            }
        }
        if (result.spansAltered() > 0) {
            message.append(message.length() == 0 ? "" : ". ");
            message.append(result.spansAltered()).append(" spans were stored altered (spans by reason: ");
            String separator = "";
            for (SpanRepair repair : SpanRepair.values()) {
                if (repair.altersSpan() && result.repaired(repair) > 0) {
                    message.append(separator).append(repair.label()).append(' ').append(result.repaired(repair));
                    separator = ", ";
                }
            }
            message.append(')');
        }
        if (result.framesDropped() > 0) {
            message.append(message.length() == 0 ? "" : ". ");
            message.append(result.framesDropped())
                    .append(" frames of recordings were dropped, as the resolution of a trace definition asks");
        }
        return cut(message.toString());
    }

    /** {@code ExportTraceServiceResponse} in protobuf; no bytes at all when there is nothing to tell. */
    public static byte[] protobuf(WalkResult result) {
        String message = message(result);
        ProtoWriter response = new ProtoWriter();
        if (!message.isEmpty()) {
            response.message(
                    1, new ProtoWriter().varint(1, result.spansRejected()).text(2, message));
        }
        return response.toByteArray();
    }

    /** {@code ExportTraceServiceResponse} in JSON; an empty object when there is nothing to tell. */
    public static byte[] json(WalkResult result) {
        String message = message(result);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            if (!message.isEmpty()) {
                json.writeObjectPropertyStart("partialSuccess");
                if (result.spansRejected() > 0) {
                    json.writeStringProperty("rejectedSpans", Long.toString(result.spansRejected()));
                }
                json.writeStringProperty("errorMessage", message);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /**
     * {@code google.rpc.Status} in protobuf.
     *
     * @param code number of the gRPC status
     * @param retrySeconds when the client may come back, as a {@code RetryInfo} detail; 0 for none
     */
    public static byte[] statusProtobuf(int code, String message, long retrySeconds) {
        ProtoWriter status = new ProtoWriter().varint(1, code).text(2, cut(message));
        if (retrySeconds > 0) {
            ProtoWriter delay = new ProtoWriter().varint(1, retrySeconds);
            ProtoWriter retry = new ProtoWriter().message(1, delay);
            status.message(3, new ProtoWriter().text(1, RETRY_INFO_TYPE).message(2, retry));
        }
        return status.toByteArray();
    }

    /**
     * {@code google.rpc.Status} in JSON.
     *
     * @param code number of the gRPC status
     * @param retrySeconds when the client may come back, as a {@code RetryInfo} detail; 0 for none
     */
    public static byte[] statusJson(int code, String message, long retrySeconds) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeNumberProperty("code", code);
            json.writeStringProperty("message", cut(message));
            if (retrySeconds > 0) {
                json.writeArrayPropertyStart("details");
                json.writeStartObject();
                json.writeStringProperty("@type", RETRY_INFO_TYPE);
                json.writeStringProperty("retryDelay", retrySeconds + "s");
                json.writeEndObject();
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static String cut(String message) {
        if (message.length() <= MESSAGE_CHARS_MAX) {
            return message;
        }
        int end = MESSAGE_CHARS_MAX - 3;
        return message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end) + "...";
    }
}
