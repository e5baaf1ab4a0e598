package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * The text that says up to where arrivals were looked at.
 *
 * <pre>
 * cursor   base64url without padding of, big-endian:
 *   version     u8, 1
 *   partitions  u8
 *   ticks       u64 of each partition, rows with a greater one were not looked at
 *   CRC32C      u32 of all before
 * </pre>
 */
final class ArrivalsCursor {
    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 2;

    private ArrivalsCursor() {}

    static String encode(long[] ticks) {
        ByteBuffer out = ByteBuffer.allocate(length(ticks.length));
        out.put(VERSION).put((byte) ticks.length);
        for (long tick : ticks) {
            out.putLong(tick);
        }
        out.putInt(crc(out.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
    }

    /**
     * Reads a cursor.
     *
     * @param now the ticks now, which none of the cursor's is after
     * @throws StoreException BAD_INPUT if it is damaged or of another store
     */
    static long[] decode(String text, long[] now) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new StoreException(FailureKind.BAD_INPUT, "cursor is damaged: it is no base64url text", e);
        }
        if (bytes.length != length(now.length)) {
            throw damaged("it has " + bytes.length + " bytes, expected " + length(now.length));
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getInt(bytes.length - Integer.BYTES) != crc(bytes)) {
            throw damaged("its checksum does not match");
        }
        if (in.get() != VERSION || in.get() != now.length) {
            throw damaged("it has version " + bytes[0] + " and " + bytes[1] + " partitions, expected " + VERSION
                    + " and " + now.length);
        }
        long[] ticks = new long[now.length];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = in.getLong();
            if (ticks[i] < 0 || ticks[i] > now[i]) {
                throw damaged("it is of a time that has not come here");
            }
        }
        return ticks;
    }

    private static StoreException damaged(String why) {
        return new StoreException(FailureKind.BAD_INPUT, "cursor is damaged: " + why);
    }

    private static int length(int partitions) {
        return HEADER_BYTES + partitions * Long.BYTES + Integer.BYTES;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(Arrays.copyOf(bytes, bytes.length - Integer.BYTES));
        return (int) crc.getValue();
    }
}
