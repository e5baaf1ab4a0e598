package io.spanhouse.query.api;

import io.spanhouse.query.trace.CriticalPath;
import io.spanhouse.query.trace.TraceTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntToLongFunction;

/**
 * Writes a tree for those who show it: a third of the bytes of its JSON, and columns that a page takes without making a text of
 * each number. About 27 bytes a span.
 *
 * <pre>
 * u32 little-endian  length of the head
 * head               JSON: everything of the JSON answer but its columns, and version, count, stretches, serviceTexts, nameTexts
 * span ids           8 bytes each, big-endian, a span each as all columns but the last three
 * parent             place - parent; 0 for none
 * subtree            subtreeEnd - place - 1
 * service, name      numbers of texts
 * kind, status, doubts
 * start              signed: after the parent's start, without a parent after the trace's
 * duration
 * covered            duration - self
 * path span          signed: after the span of the stretch before, the first after 0; a stretch each
 * path from          after the end of the stretch before, the first after 0
 * path length        to - from
 * </pre>
 *
 * Numbers are unsigned, seven bits a byte, lowest first, the eighth set where more follow; signed ones are folded: 0, -1, 1, -2.
 * What a span has of the path is the sum of its stretches.
 */
final class TreeColumns {
    static final String CONTENT_TYPE = "application/vnd.spanhouse.tree";

    /** What a reader must know; another number is another layout. */
    static final int VERSION = 1;

    private static final int CHUNK_BYTES = 1 << 16;
    private static final int NUMBER_BYTES_MAX = 10;
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private final OutputStream out;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int length;

    TreeColumns(OutputStream out) {
        this.out = out;
    }

    /** Writes the head and, where there are columns, these. */
    void write(String head, TraceTree tree, CriticalPath path, long[] self, boolean columns) throws IOException {
        byte[] text = head.getBytes(StandardCharsets.UTF_8);
        out.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(text.length)
                .array());
        out.write(text);
        if (columns) {
            spans(tree, self);
            path(path);
        }
        out.write(chunk, 0, length);
    }

    private void spans(TraceTree tree, long[] self) throws IOException {
        int size = tree.size();
        for (int place = 0; place < size; place++) {
            room(Long.BYTES);
            for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
                chunk[length++] = (byte) (tree.id(place) >>> shift);
            }
        }
        column(size, place -> tree.parent(place) == TraceTree.NONE ? 0 : place - tree.parent(place));
        column(size, place -> tree.subtreeEnd(place) - place - 1);
        column(size, tree::service);
        column(size, tree::name);
        column(size, tree::kind);
        column(size, tree::status);
        column(size, tree::doubts);
        column(
                size,
                place -> folded(
                        tree.from(place) - (tree.parent(place) == TraceTree.NONE ? 0 : tree.from(tree.parent(place)))));
        column(size, place -> tree.to(place) - tree.from(place));
        column(size, place -> tree.to(place) - tree.from(place) - self[place]);
    }

    private void path(CriticalPath path) throws IOException {
        int size = path.stretches();
        column(size, i -> folded(path.span(i) - (i == 0 ? 0 : path.span(i - 1))));
        column(size, i -> path.stretchFrom(i) - (i == 0 ? 0 : path.stretchTo(i - 1)));
        column(size, i -> path.stretchTo(i) - path.stretchFrom(i));
    }

    private static long folded(long number) {
        return number << 1 ^ number >> Long.SIZE - 1;
    }

    private void column(int size, IntToLongFunction values) throws IOException {
        for (int i = 0; i < size; i++) {
            room(NUMBER_BYTES_MAX);
            long value = values.applyAsLong(i);
            while ((value & -MORE) != 0) {
                chunk[length++] = (byte) (value | MORE);
                value >>>= BITS;
            }
            chunk[length++] = (byte) value;
        }
    }

    private void room(int bytes) throws IOException {
        if (length + bytes > chunk.length) {
            out.write(chunk, 0, length);
            length = 0;
        }
    }
}
