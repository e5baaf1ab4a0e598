package io.spanhouse.query.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A buffer before an answer. Only {@link #end} ends the answer; {@link #close}, which also comes after a failure, does not, so
 * that a client can tell an answer that broke off from a whole one. Not thread-safe.
 */
final class AnswerStream extends FilterOutputStream {
    private final byte[] buffer;
    private int size;
    private boolean ended;

    AnswerStream(OutputStream out, int bufferBytes) {
        super(out);
        buffer = new byte[bufferBytes];
    }

    @Override
    public void write(int b) throws IOException {
        if (size == buffer.length) {
            drain();
        }
        buffer[size++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.length - size) {
            drain();
        }
        if (length > buffer.length) {
            pass(bytes, offset, length);
            return;
        }
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    /** Generators flush at will; what is small waits for more. */
    @Override
    public void flush() {}

    /** Sends what is there now. */
    void push() throws IOException {
        drain();
    }

    /** Sends everything; the answer is whole. */
    void end() throws IOException {
        if (!ended) {
            ended = true;
            drain();
            try {
                out.close();
            } catch (IOException e) {
                throw new ClientGoneException(e);
            }
        }
    }

    @Override
    public void close() {}

    private void drain() throws IOException {
        int length = size;
        size = 0;
        if (length > 0) {
            pass(buffer, 0, length);
        }
    }

    private void pass(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }
}
