package io.spanhouse.storage.block;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The first bytes of every chunk.
 *
 * <pre>
 * magic u16 'Sp' | format version u8 | kind code u8 | CRC32C u32 | payload
 * </pre>
 *
 * <p>All big-endian. The checksum is of the 21 bytes of the key ({@link ChunkKey}), the first four bytes of the chunk, and
 * the payload. The key is part of the checksum but not of the chunk: a chunk that lies under a key other than its
 * own is found out, at no cost in bytes.
 */
public final class ChunkEnvelope {
    /** Bytes before the payload. */
    public static final int BYTES = 8;

    /** The format that this program writes; it reads this one and all before. */
    public static final int VERSION = 2;

    private static final short MAGIC = 0x5370;
    private static final int CHECKSUM_OFFSET = 4;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private ChunkEnvelope() {}

    /**
     * Fills in the envelope before a payload.
     *
     * @param bytes the payload lies from {@code offset + BYTES} on
     * @param length bytes of envelope and payload
     */
    public static void write(ChunkKey key, byte[] bytes, int offset, int length) {
        SHORT.set(bytes, offset, MAGIC);
        bytes[offset + 2] = VERSION;
        bytes[offset + 3] = (byte) key.kind().code();
        INT.set(bytes, offset + CHECKSUM_OFFSET, checksum(key, bytes, offset, length));
    }

    /**
     * Checks that a chunk is whole and lies under its own key.
     *
     * @throws StoreException CORRUPT if not; TOO_NEW if a later program wrote it
     */
    public static void verify(ChunkKey key, byte[] bytes, int offset, int length) {
        if (length < BYTES) {
            throw corrupt(key, "it has " + length + " bytes, expected at least " + BYTES);
        }
        short magic = (short) SHORT.get(bytes, offset);
        if (magic != MAGIC) {
            throw corrupt(key, "it starts with " + Integer.toHexString(magic & 0xFFFF) + ", expected 5370");
        }
        int version = bytes[offset + 2] & 0xFF;
        if (version > VERSION) {
            throw new StoreException(
                    FailureKind.TOO_NEW, key + " has format " + version + ", this program reads up to " + VERSION);
        }
        int kind = bytes[offset + 3] & 0xFF;
        if (kind != key.kind().code()) {
            throw corrupt(
                    key, "its kind code is " + kind + ", expected " + key.kind().code());
        }
        int expected = (int) INT.get(bytes, offset + CHECKSUM_OFFSET);
        int found = checksum(key, bytes, offset, length);
        if (found != expected) {
            throw corrupt(
                    key,
                    "its checksum is " + Integer.toHexString(found) + ", expected " + Integer.toHexString(expected)
                            + ": its bytes changed, or it is the chunk of another key");
        }
    }

    private static int checksum(ChunkKey key, byte[] bytes, int offset, int length) {
        byte[] identity = new byte[ChunkKey.BYTES];
        LONG.set(identity, 0, key.block());
        INT.set(identity, 8, key.project());
        identity[12] = (byte) key.kind().section();
        INT.set(identity, 13, key.part());
        INT.set(identity, 17, key.kind().code() << 24 | key.column());
        CRC32C crc = new CRC32C();
        crc.update(identity, 0, identity.length);
        crc.update(bytes, offset, CHECKSUM_OFFSET);
        crc.update(bytes, offset + BYTES, length - BYTES);
        return (int) crc.getValue();
    }

    private static StoreException corrupt(ChunkKey key, String found) {
        return new StoreException(FailureKind.CORRUPT, key + " is damaged: " + found);
    }
}
