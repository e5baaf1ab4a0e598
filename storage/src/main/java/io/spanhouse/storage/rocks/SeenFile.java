package io.spanhouse.storage.rocks;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a bucket that is over knows of its traces, kept for the next start: with thousands of buckets, which sleep, every
 * trace that comes would wake them all. Made anew from the blocks if it is not there or is not what was written; believed
 * only while the bucket ends where it ended and has no more traces, for a filter that lacks some would hide them.
 *
 * <pre>
 * seen    magic u32 'SpSN' | version u32 = 1 | store id 16 bytes | lane u32 | sequence u64
 *         greatest end of its SSTs in the journal u64 | fragments of traces u64
 *         count u32 of filters: { capacity u32 | traces u32 | words u32 | words u64 * }
 *         CRC32C u32 of all before
 * </pre>
 *
 * <p>A filter of capacity c is ceil(c / 32) blocks of eight words, at least 1,024 of capacity; a trace sets one bit in each word
 * of its block, see {@link SeenFilter}.
 */
final class SeenFile {
    private static final String NAME = "seen";
    private static final int MAGIC = 0x5370534E;
    private static final int VERSION = 1;
    private static final int HEAD_BYTES = 4 + 4 + 16 + 4 + 8 + 8 + 8 + 4;

    private SeenFile() {}

    /**
     * What a filter is of.
     *
     * @param end greatest end of the bucket's SSTs in the journal
     * @param traces their fragments of traces
     */
    record Contents(UUID store, BucketId bucket, long end, long traces) {
        static Contents of(UUID store, BucketId bucket, List<SstHeader> headers) {
            long end = 0;
            long traces = 0;
            for (SstHeader header : headers) {
                end = Math.max(end, header.journal().to());
                traces += header.traces();
            }
            return new Contents(store, bucket, end, traces);
        }
    }

    /** Whether a file in a bucket's directory is this one. */
    static boolean is(Path file) {
        return Directories.name(file).equals(NAME);
    }

    /** Writes it into a bucket's directory; on disk when this returns. */
    static void write(Path bucket, Contents contents, SeenFilter[] filters) {
        int bytes = HEAD_BYTES + Integer.BYTES;
        for (SeenFilter filter : filters) {
            bytes += 3 * Integer.BYTES + Long.BYTES * filter.words().length;
        }
        ByteBuffer out = ByteBuffer.allocate(bytes);
        out.putInt(MAGIC).putInt(VERSION);
        out.putLong(contents.store().getMostSignificantBits())
                .putLong(contents.store().getLeastSignificantBits());
        out.putInt(contents.bucket().lane()).putLong(contents.bucket().sequence());
        out.putLong(contents.end()).putLong(contents.traces()).putInt(filters.length);
        for (SeenFilter filter : filters) {
            out.putInt(filter.capacity()).putInt(filter.count()).putInt(filter.words().length);
            for (long word : filter.words()) {
                out.putLong(word);
            }
        }
        out.putInt(crc(out.array(), out.position()));
        Directories.replace(bucket.resolve(NAME), out.array());
    }

    /** Reads it; null if it is not there, not whole, or not of what the bucket has now. */
    static SeenFilter @Nullable [] read(Path bucket, Contents contents) {
        byte[] bytes = Directories.read(bucket.resolve(NAME));
        int end = bytes.length - Integer.BYTES;
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (end < HEAD_BYTES || in.getInt(end) != crc(bytes, end)) {
            return null;
        }
        boolean ours = in.getInt() == MAGIC
                && in.getInt() == VERSION
                && new UUID(in.getLong(), in.getLong()).equals(contents.store())
                && in.getInt() == contents.bucket().lane()
                && in.getLong() == contents.bucket().sequence()
                && in.getLong() == contents.end()
                && in.getLong() >= contents.traces();
        if (!ours) {
            return null;
        }
        SeenFilter[] filters = new SeenFilter[in.getInt()];
        for (int i = 0; i < filters.length; i++) {
            int capacity = in.getInt();
            int count = in.getInt();
            long[] words = new long[in.getInt()];
            in.asLongBuffer().get(words);
            in.position(in.position() + Long.BYTES * words.length);
            filters[i] = new SeenFilter(capacity, count, words);
        }
        return filters;
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
