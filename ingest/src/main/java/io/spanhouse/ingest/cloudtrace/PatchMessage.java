package io.spanhouse.ingest.cloudtrace;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Timestamp;
import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.proto.cloudtrace.PatchTracesRequest;
import io.spanhouse.proto.cloudtrace.Trace;
import io.spanhouse.proto.cloudtrace.TraceSpan;
import io.spanhouse.proto.cloudtrace.Traces;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;

/**
 * Reads the message of a gRPC call that patches.
 *
 * @param projectId as the call's headers have it
 * @param stacktraceBytesMax longest stack trace
 */
record PatchMessage(String projectId, int stacktraceBytesMax) implements RequestReader {
    @Override
    public WalkResult read(ByteSlice message) throws MalformedRequestException {
        PatchTracesRequest request = request(message);
        if (!request.getProjectId().equals(projectId)) {
            throw PatchBatch.malformed("the message is of project '" + request.getProjectId() + "' and the header "
                    + PatchCallHandler.ROUTING + " of '" + projectId + "', expected the same in both");
        }
        PatchBatch batch = new PatchBatch(projectId, stacktraceBytesMax);
        for (Trace trace : request.getTraces().getTracesList()) {
            TraceId id = batch.trace(trace.getProjectId(), trace.getTraceId());
            for (TraceSpan span : trace.getSpansList()) {
                batch.add(id, piece(span));
            }
        }
        return WalkResult.of(batch.build());
    }

    private static PatchSpan piece(TraceSpan span) throws MalformedRequestException {
        PatchSpan piece = new PatchSpan();
        piece.spanId = span.getSpanId();
        piece.parentSpanId = span.getParentSpanId();
        piece.kind = span.getKindValue();
        piece.name = span.getName();
        piece.startNanos = nanos("start_time", span.getStartTime());
        piece.endNanos = nanos("end_time", span.getEndTime());
        piece.labels.putAll(span.getLabelsMap());
        return piece;
    }

    private static long nanos(String what, Timestamp time) throws MalformedRequestException {
        return PatchTimes.nanos(what, time.getSeconds(), time.getNanos());
    }

    private PatchTracesRequest request(ByteSlice message) throws MalformedRequestException {
        try {
            requireFew(input(message));
            return PatchTracesRequest.parseFrom(input(message));
        } catch (IOException e) {
            throw PatchBatch.malformed("the message is no PatchTracesRequest: " + e.getMessage());
        }
    }

    private static CodedInputStream input(ByteSlice message) {
        return CodedInputStream.newInstance(message.array, message.offset, message.length);
    }

    /** Counts traces and spans before an object is made of each: an empty one takes two bytes of the message. */
    private static void requireFew(CodedInputStream in) throws IOException, MalformedRequestException {
        int[] path = {
            PatchTracesRequest.TRACES_FIELD_NUMBER, Traces.TRACES_FIELD_NUMBER, Trace.SPANS_FIELD_NUMBER,
        };
        if (MessageCount.count(in, path, 0) > 2 * PatchBatch.SPANS_MAX) {
            throw PatchBatch.malformed("found over " + 2 * PatchBatch.SPANS_MAX + " traces and spans, expected at most "
                    + PatchBatch.SPANS_MAX + " spans in a request");
        }
    }
}
