package io.spanhouse.ingest.http;

import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.storage.model.ByteSlice;
import java.nio.ByteBuffer;

/**
 * The one message of a gRPC call behind its frame: a byte that is 1 if the message is compressed, four of its length.
 *
 * @param compressed whether the message is as {@code grpc-encoding} says
 * @param message as it was sent, in the array of the body
 */
record CallFrame(boolean compressed, ByteSlice message) {
    private static final int FRAME_BYTES = 5;

    /**
     * Takes a body apart.
     *
     * @throws RejectedException if it is anything but one message in its frame
     */
    static CallFrame of(ByteSlice body) throws RejectedException {
        if (body.length < FRAME_BYTES) {
            throw malformed("the call has " + body.length + " bytes, expected a message behind " + FRAME_BYTES
                    + " bytes of frame");
        }
        ByteBuffer frame = ByteBuffer.wrap(body.array, body.offset, body.length);
        byte flag = frame.get();
        int length = frame.getInt();
        if (length != frame.remaining() || flag < 0 || flag > 1) {
            throw malformed("the call's frame has flag " + flag + " and " + Integer.toUnsignedString(length)
                    + " bytes, expected 0 or 1 and the " + frame.remaining() + " that follow");
        }
        return new CallFrame(flag == 1, new ByteSlice().set(body.array, frame.position(), length));
    }

    private static RejectedException malformed(String message) {
        return new RejectedException(RejectionKind.MALFORMED, message);
    }
}
