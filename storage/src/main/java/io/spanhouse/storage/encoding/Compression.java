package io.spanhouse.storage.encoding;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;

/**
 * zstd at level 1 where it pays: a stretch that does not shrink by an eighth is stored as it is. Holds native memory, about
 * 1 MiB once used in both directions; whoever made it closes it. Not thread-safe.
 */
public final class Compression implements AutoCloseable {
    private static final int LEVEL = 1;
    /** Shorter stretches are not worth the call. */
    private static final int BYTES_LEAST = 64;

    private final ZstdCompressCtx compressor = new ZstdCompressCtx();
    private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();

    public Compression() {
        compressor.setLevel(LEVEL);
        compressor.setContentSize(false);
        compressor.setChecksum(false);
    }

    /** Appends a stretch, compressed if that pays; returns how many bytes it took: fewer than given means compressed. */
    public int write(byte[] source, int offset, int length, ByteWriter out) {
        if (length >= BYTES_LEAST) {
            int bound = (int) Zstd.compressBound(length);
            out.ensure(bound);
            int compressed = compressor.compressByteArray(out.array(), out.size(), bound, source, offset, length);
            if (compressed < length - length / 8) {
                out.advance(compressed);
                return compressed;
            }
        }
        out.bytes(source, offset, length);
        return length;
    }

    /**
     * Reads back what {@link #write} wrote.
     *
     * @param stored bytes that it took
     * @param length bytes that it had
     */
    public void read(byte[] source, int offset, int stored, byte[] into, int at, int length) {
        if (stored == length) {
            System.arraycopy(source, offset, into, at, length);
            return;
        }
        int found;
        try {
            found = decompressor.decompressByteArray(into, at, length, source, offset, stored);
        } catch (ZstdException e) {
            throw new StoreException(FailureKind.CORRUPT, "compressed bytes are damaged: " + e.getMessage(), e);
        }
        expect(found, length);
    }

    /** Like {@link #read} into a whole array, for who reads one stretch now and then; any thread. */
    public static void readAlone(byte[] source, int offset, int stored, byte[] into) {
        if (stored == into.length) {
            System.arraycopy(source, offset, into, 0, stored);
            return;
        }
        long found = Zstd.decompressByteArray(into, 0, into.length, source, offset, stored);
        if (Zstd.isError(found)) {
            throw new StoreException(FailureKind.CORRUPT, "compressed bytes are damaged: " + Zstd.getErrorName(found));
        }
        expect(found, into.length);
    }

    private static void expect(long found, int length) {
        if (found != length) {
            throw new StoreException(
                    FailureKind.CORRUPT, "compressed bytes give " + found + " bytes, expected " + length);
        }
    }

    @Override
    public void close() {
        compressor.close();
        decompressor.close();
    }
}
