package io.spanhouse.ingest.http;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.storage.model.ByteSlice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/** The one message of a gRPC call behind its frame: a flag, 1 if it is compressed with gzip, and its length. */
public final class CallFrame {
    private static final int FRAME_BYTES = 5;

    private CallFrame() {}

    /**
     * The message, inflated.
     *
     * @param bytesMax longest one
     * @throws MalformedRequestException if the body is anything but one message in its frame
     */
    public static ByteBuffer message(ByteSlice body, int bytesMax) throws MalformedRequestException {
        ByteBuffer frame = content(body);
        return isCompressed(body) ? ByteBuffer.wrap(inflated(frame, bytesMax)) : frame;
    }

    /** Whether the frame that {@link #content} took apart says that its content is compressed. */
    static boolean isCompressed(ByteSlice body) {
        return body.array[body.offset] == 1;
    }

    /** The message as it was sent. */
    static ByteBuffer content(ByteSlice body) throws MalformedRequestException {
        if (body.length < FRAME_BYTES) {
            throw new MalformedRequestException("the call has " + body.length + " bytes, expected a message behind "
                    + FRAME_BYTES + " bytes of frame");
        }
        ByteBuffer frame = ByteBuffer.wrap(body.array, body.offset, body.length);
        byte flag = frame.get();
        int length = frame.getInt();
        if (length != frame.remaining() || flag < 0 || flag > 1) {
            throw new MalformedRequestException(
                    "the call's frame has flag " + flag + " and " + Integer.toUnsignedString(length)
                            + " bytes, expected 0 or 1 and the " + frame.remaining() + " that follow");
        }
        return frame;
    }

    private static byte[] inflated(ByteBuffer frame, int bytesMax) throws MalformedRequestException {
        try (GZIPInputStream in = new GZIPInputStream(
                new ByteArrayInputStream(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining()))) {
            byte[] message = in.readNBytes(bytesMax + 1);
            if (message.length > bytesMax) {
                throw new MalformedRequestException(
                        "the message has over " + bytesMax + " bytes, expected at most so many");
            }
            return message;
        } catch (IOException e) {
            throw new MalformedRequestException("the message is no whole gzip stream: " + e.getMessage());
        }
    }

    /** Counts the messages on the way to a list, given by field numbers, and those in it, without making one. */
    public static int count(CodedInputStream in, int[] path, int depth) throws IOException {
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
}
