package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.model.DistantValue;
import java.util.EnumMap;
import java.util.Map;

/**
 * Puts payloads into their envelopes and hands them to the sink, and counts bytes by kind. One chunk at a time: {@link
 * #begin}, write the payload, {@link #end}. Not thread-safe.
 */
final class ChunkOutput {
    private final ChunkSink sink;
    private final BlockIdentity identity;
    private final ByteWriter buffer = new ByteWriter(1 << 16);
    private final Map<ChunkKind, Long> bytes = new EnumMap<>(ChunkKind.class);

    ChunkOutput(ChunkSink sink, BlockIdentity identity) {
        this.sink = sink;
        this.identity = identity;
    }

    /** Starts a chunk; its payload goes behind what is in the buffer that this gives. */
    ByteWriter begin() {
        buffer.truncate(0);
        buffer.ensure(ChunkEnvelope.BYTES);
        buffer.advance(ChunkEnvelope.BYTES);
        return buffer;
    }

    /** Ends the chunk that was begun. */
    void end(ChunkKind kind, int part, int column) {
        ChunkKey key = identity.key(kind, part, column);
        ChunkEnvelope.write(key, buffer.array(), 0, buffer.size());
        sink.put(key, buffer.array(), 0, buffer.size());
        bytes.merge(kind, (long) buffer.size(), Long::sum);
    }

    /** Hands over a value that lies elsewhere as it is; false if it must be written. */
    boolean defer(ChunkKind kind, int part, int column, DistantValue value) {
        return sink.defer(identity.key(kind, part, column), value);
    }

    /** Bytes written so far, by kind. */
    Map<ChunkKind, Long> bytes() {
        return bytes;
    }
}
