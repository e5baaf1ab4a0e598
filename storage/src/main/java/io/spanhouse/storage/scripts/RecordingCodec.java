package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Recordings as bytes, big-endian.
 *
 * <pre>
 * version u8 = 1 | flags u8: 1 listed, 2 expired | recorded i64 ms | length u16 of the run's id, UTF-8 | script's name, UTF-8
 * </pre>
 */
final class RecordingCodec {
    static final int VERSION = 1;

    private static final int LISTED = 1;
    private static final int EXPIRED = 2;
    private static final int FIXED_BYTES = 12;

    private RecordingCodec() {}

    static byte[] encode(Recording recording) {
        byte[] run = recording.run().getBytes(StandardCharsets.UTF_8);
        byte[] script = recording.script().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED_BYTES + run.length + script.length)
                .put((byte) VERSION)
                .put((byte) ((recording.listed() ? LISTED : 0) | (recording.expired() ? EXPIRED : 0)))
                .putLong(recording.recordedMillis())
                .putShort((short) run.length)
                .put(run)
                .put(script)
                .array();
    }

    /** @throws StoreException CORRUPT or TOO_NEW if these are no bytes of {@link #encode} */
    static Recording decode(long number, byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int version = in.get();
            if (version != VERSION) {
                throw new StoreException(
                        version > VERSION ? FailureKind.TOO_NEW : FailureKind.CORRUPT,
                        "recording " + number + " has version " + version + ", expected " + VERSION);
            }
            int flags = in.get();
            long recorded = in.getLong();
            byte[] run = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(run);
            byte[] script = new byte[in.remaining()];
            in.get(script);
            if ((flags & ~(LISTED | EXPIRED)) != 0) {
                throw new StoreException(FailureKind.CORRUPT, "recording " + number + " has flags " + flags);
            }
            return new Recording(
                    number,
                    recorded,
                    (flags & LISTED) != 0,
                    (flags & EXPIRED) != 0,
                    new String(run, StandardCharsets.UTF_8),
                    new String(script, StandardCharsets.UTF_8));
        } catch (BufferUnderflowException e) {
            throw new StoreException(
                    FailureKind.CORRUPT, "recording " + number + " is cut: " + bytes.length + " bytes", e);
        }
    }
}
