package io.spanhouse.storage.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C of bytes in one call. */
final class Checksums {
    private Checksums() {}

    /** Of what is between position and limit, which stay. */
    static int of(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate());
        return (int) checksum.getValue();
    }

    static int of(byte[] array, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(array, offset, length);
        return (int) checksum.getValue();
    }
}
