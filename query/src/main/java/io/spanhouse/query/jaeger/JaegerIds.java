package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.model.TraceId;
import java.nio.ByteBuffer;

/** Trace ids in Jaeger's messages: 16 bytes. */
public final class JaegerIds {
    private static final int BYTES = 16;

    private JaegerIds() {}

    /**
     * Reads 16 bytes.
     *
     * @throws HttpFailure 400 for anything else
     */
    public static TraceId read(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw HttpFailure.badId("trace_id has " + bytes.length + " bytes, expected " + BYTES);
        }
        ByteBuffer id = ByteBuffer.wrap(bytes);
        return new TraceId(id.getLong(), id.getLong());
    }

    /** The 16 bytes of an id. */
    public static byte[] bytes(TraceId id) {
        return ByteBuffer.allocate(BYTES).putLong(id.high()).putLong(id.low()).array();
    }
}
