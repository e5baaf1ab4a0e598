package io.spanhouse.storage.model;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Lines of text for people, handed on at once. When the output fails, so does what writes to it. Not thread-safe. */
public final class LineOutput {
    private final Appendable out;

    /** Lines to some output, which stays the caller's. */
    public LineOutput(Appendable out) {
        this.out = out;
    }

    /**
     * Writes a line.
     *
     * @throws UncheckedIOException if the output takes no more
     */
    public void line(String text) {
        lines(text + '\n');
    }

    /** Writes whole lines. */
    public void lines(CharSequence text) {
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
