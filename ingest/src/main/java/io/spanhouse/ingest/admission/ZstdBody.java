package io.spanhouse.ingest.admission;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Undoes zstd (RFC 8878), frames in a row included. Windows up to 8 MiB, which RFC 9659 sets as the most that a sender may
 * use in HTTP; a larger one is refused, because the decoder would have to allocate it.
 *
 * <p>Holds the decoder and its window outside the heap until closed. Nothing is read before the first {@code read}. One
 * thread at a time.
 */
public final class ZstdBody extends InputStream {
    private static final int WINDOW_LOG_MAX = 23;

    private final InputStream compressed;
    private @Nullable ZstdInputStreamNoFinalizer frames;

    public ZstdBody(InputStream compressed) {
        this.compressed = compressed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            if (frames == null) {
                frames = new ZstdInputStreamNoFinalizer(compressed, RecyclingBufferPool.INSTANCE);
                frames.setLongMax(WINDOW_LOG_MAX);
            }
            return frames.read(into, offset, length);
        } catch (IOException e) {
            throw new BadEncodingException("zstd body is damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (frames != null) {
            frames.close();
        } else {
            compressed.close();
        }
    }
}
