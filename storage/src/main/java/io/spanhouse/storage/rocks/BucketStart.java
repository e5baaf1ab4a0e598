package io.spanhouse.storage.rocks;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Where a bucket begins in the journal: the end of its lane when the bucket was made. SSTs say themselves what lies between
 * them; what is lost before the first one that is there would look like dropped by retention without this. It decides
 * nothing and is only compared.
 *
 * <pre>
 * start   magic u32 'SpBS' | version u32 = 1 | store id 16 bytes | lane u32 | sequence u64 | end of the lane u64 | CRC32C u32
 * </pre>
 */
final class BucketStart {
    /** What is not known. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final String NAME = "start";
    private static final int MAGIC = 0x53704253;
    private static final int VERSION = 1;
    private static final int BYTES = 4 + 4 + 16 + 4 + 8 + 8 + 4;

    private BucketStart() {}

    /** Writes it into a bucket's directory; on disk when this returns. */
    static void write(Path bucket, UUID store, BucketId id, long end) {
        Directories.replace(bucket.resolve(NAME), encode(store, id, end).array());
    }

    /** Reads it; {@link #UNKNOWN} if it is not there or not what was written. The first bucket of a lane begins at 0. */
    static long read(Path bucket, UUID store, BucketId id) {
        byte[] bytes = Directories.read(bucket.resolve(NAME));
        if (bytes.length == BYTES) {
            ByteBuffer found = ByteBuffer.wrap(bytes);
            long end = found.getLong(BYTES - 4 - Long.BYTES);
            if (found.equals(encode(store, id, end).rewind())) {
                return end;
            }
        }
        return id.sequence() == 1 ? 0 : UNKNOWN;
    }

    /** Whether a file in a bucket's directory is this one. */
    static boolean is(Path file) {
        return Directories.name(file).equals(NAME);
    }

    private static ByteBuffer encode(UUID store, BucketId id, long end) {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putInt(MAGIC).putInt(VERSION);
        out.putLong(store.getMostSignificantBits()).putLong(store.getLeastSignificantBits());
        out.putInt(id.lane()).putLong(id.sequence()).putLong(end);
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 0, out.position());
        return out.putInt((int) crc.getValue());
    }
}
