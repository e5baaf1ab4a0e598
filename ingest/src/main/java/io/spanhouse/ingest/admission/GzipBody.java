package io.spanhouse.ingest.admission;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes gzip (RFC 1952), members in a row included, and checks every check sum and length. Stricter than the JDK's stream:
 * bytes after the last member are an error, and nothing is read before the first {@code read}, so that a bad body fails
 * where bodies are read.
 *
 * <p>Holds 16 KiB and a borrowed {@link Inflater} until closed. One thread at a time.
 */
public final class GzipBody extends InputStream {
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private final InputStream compressed;
    private final InflaterPool pool;
    private final CRC32 checksum = new CRC32();
    private final byte[] input = new byte[16 << 10];
    private int inputStart;
    private int inputEnd;
    private Inflater inflater;
    private boolean inMember;
    private boolean ended;

    public GzipBody(InputStream compressed, InflaterPool pool) {
        this.compressed = compressed;
        this.pool = pool;
        this.inflater = InflaterPool.NONE;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            if (!inMember) {
                beginMember();
            }
            int count = inflate(into, offset, length);
            if (count > 0) {
                checksum.update(into, offset, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsInput()) {
                fillInflater();
            } else {
                throw new BadEncodingException("gzip body asks for a dictionary");
            }
        }
        return -1;
    }

    private int inflate(byte[] into, int offset, int length) throws BadEncodingException {
        try {
            return inflater.inflate(into, offset, length);
        } catch (DataFormatException e) {
            throw new BadEncodingException("gzip body is damaged: " + e.getMessage(), e);
        }
    }

    private void fillInflater() throws IOException {
        if (!fill()) {
            throw cut();
        }
        inflater.setInput(input, inputStart, inputEnd - inputStart);
        inputStart = inputEnd;
    }

    private void beginMember() throws IOException {
        if (next() != 0x1f || next() != 0x8b || next() != 8) {
            throw new BadEncodingException("body is not gzip: it does not start with 1f 8b 08");
        }
        int flags = next();
        skip(6);
        if ((flags & FLAG_EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            skip(2);
        }
        if (inflater == InflaterPool.NONE) {
            inflater = pool.borrow();
        } else {
            inflater.reset();
        }
        checksum.reset();
        inflater.setInput(input, inputStart, inputEnd - inputStart);
        inputStart = inputEnd;
        inMember = true;
    }

    private void endMember() throws IOException {
        inputStart = inputEnd - inflater.getRemaining();
        long expectedChecksum = nextUnsignedInt();
        if (expectedChecksum != checksum.getValue()) {
            throw new BadEncodingException("gzip body has check sum " + Long.toHexString(checksum.getValue())
                    + ", its trailer says " + Long.toHexString(expectedChecksum));
        }
        long expectedLength = nextUnsignedInt();
        if (expectedLength != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new BadEncodingException("gzip body inflates to " + inflater.getBytesWritten()
                    + " bytes, its trailer says " + expectedLength);
        }
        inMember = false;
        ended = !fill();
    }

    private long nextUnsignedInt() throws IOException {
        return (next() | next() << 8 | next() << 16 | (long) next() << 24) & 0xffffffffL;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        int character;
        do {
            character = next();
        } while (character != 0);
    }

    private int next() throws IOException {
        if (!fill()) {
            throw cut();
        }
        return input[inputStart++] & 0xff;
    }

    /** Whether there is at least one byte of input. */
    private boolean fill() throws IOException {
        while (inputStart == inputEnd) {
            int count = compressed.read(input, 0, input.length);
            if (count < 0) {
                return false;
            }
            inputStart = 0;
            inputEnd = count;
        }
        return true;
    }

    private static BadEncodingException cut() {
        return new BadEncodingException("gzip body is cut: it ends before its trailer");
    }

    @Override
    public void close() throws IOException {
        ended = true;
        if (inflater != InflaterPool.NONE) {
            pool.giveBack(inflater);
            inflater = InflaterPool.NONE;
        }
        compressed.close();
    }
}
