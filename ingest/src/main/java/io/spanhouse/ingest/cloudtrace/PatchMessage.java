package io.spanhouse.ingest.cloudtrace;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.proto.cloudtrace.PatchTracesRequest;
import io.spanhouse.proto.cloudtrace.Trace;
import io.spanhouse.proto.cloudtrace.TraceSpan;
import io.spanhouse.proto.cloudtrace.Traces;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.TraceId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/**
 * Reads the one message of a gRPC call behind its frame: a flag, 1 if it is compressed with gzip, and its length.
 *
 * @param projectId as the call's headers have it
 * @param stacktraceBytesMax longest stack trace
 * @param messageBytesMax longest message, inflated
 */
record PatchMessage(String projectId, int stacktraceBytesMax, int messageBytesMax) implements RequestReader {
    private static final int FRAME_BYTES = 5;

    @Override
    public WalkResult read(ByteSlice body) throws MalformedRequestException {
        PatchTracesRequest request = request(body);
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

    private PatchTracesRequest request(ByteSlice body) throws MalformedRequestException {
        if (body.length < FRAME_BYTES) {
            throw PatchBatch.malformed("the call has " + body.length + " bytes, expected a message behind "
                    + FRAME_BYTES + " bytes of frame");
        }
        ByteBuffer frame = ByteBuffer.wrap(body.array, body.offset, body.length);
        byte flag = frame.get();
        int length = frame.getInt();
        if (length != frame.remaining() || flag < 0 || flag > 1) {
            throw PatchBatch.malformed("the call's frame has flag " + flag + " and " + Integer.toUnsignedString(length)
                    + " bytes, expected 0 or 1 and the " + frame.remaining() + " that follow");
        }
        try {
            if (flag == 1) {
                frame = ByteBuffer.wrap(inflated(frame));
            }
            requireFew(CodedInputStream.newInstance(frame.duplicate()));
            return PatchTracesRequest.parseFrom(frame);
        } catch (IOException e) {
            throw PatchBatch.malformed("the message is no PatchTracesRequest: " + e.getMessage());
        }
    }

    /** Counts traces and spans before an object is made of each: an empty one takes two bytes of the message. */
    private static void requireFew(CodedInputStream in) throws IOException, MalformedRequestException {
        int[] path = {
            PatchTracesRequest.TRACES_FIELD_NUMBER, Traces.TRACES_FIELD_NUMBER, Trace.SPANS_FIELD_NUMBER,
        };
        if (count(in, path, 0) > 2 * PatchBatch.SPANS_MAX) {
            throw PatchBatch.malformed("found over " + 2 * PatchBatch.SPANS_MAX + " traces and spans, expected at most "
                    + PatchBatch.SPANS_MAX + " spans in a request");
        }
    }

    private static int count(CodedInputStream in, int[] path, int depth) throws IOException {
        int found = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            boolean onPath = WireFormat.getTagFieldNumber(tag) == path[depth]
                    && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            if (!onPath) {
                in.skipField(tag);
                continue;
            }
            found++;
            if (depth + 1 == path.length) {
                in.skipField(tag);
            } else {
                int limit = in.pushLimit(in.readRawVarint32());
                found += count(in, path, depth + 1);
                in.popLimit(limit);
            }
        }
        return found;
    }

    private byte[] inflated(ByteBuffer frame) throws MalformedRequestException {
        try (GZIPInputStream in = new GZIPInputStream(
                new ByteArrayInputStream(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining()))) {
            byte[] message = in.readNBytes(messageBytesMax + 1);
            if (message.length > messageBytesMax) {
                throw PatchBatch.malformed(
                        "the message has over " + messageBytesMax + " bytes, expected at most so many");
            }
            return message;
        } catch (IOException e) {
            throw PatchBatch.malformed("the message is no whole gzip stream: " + e.getMessage());
        }
    }
}
