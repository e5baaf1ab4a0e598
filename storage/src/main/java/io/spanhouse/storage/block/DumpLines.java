package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import java.util.HexFormat;
import java.util.Locale;

/** Reads bytes and writes down what each of them is: a line for each item with offset, bytes and meaning. */
final class DumpLines {
    /** Bytes of an item that are shown; of longer ones the number of the others is. */
    private static final int BYTES_SHOWN = 8;

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final ByteReader in;
    private final int start;
    private final StringBuilder out;
    private String indent = "";

    DumpLines(ByteReader in, int start, StringBuilder out) {
        this.in = in;
        this.start = start;
        this.out = out;
    }

    /** The reader, at the next item. */
    ByteReader in() {
        return in;
    }

    /** Items inside another. */
    void indent(int steps) {
        indent = " ".repeat(Math.max(0, indent.length() + 2 * steps));
    }

    /** A line without bytes. */
    void note(String text) {
        line(in.position(), in.position(), text);
    }

    int u8(String meaning) {
        int from = in.position();
        int value = in.u8();
        line(from, in.position(), meaning + ' ' + value);
        return value;
    }

    long fixed(int bytes, String meaning) {
        int from = in.position();
        long value = in.fixed(bytes);
        line(from, in.position(), meaning + ' ' + value);
        return value;
    }

    void hex64(String meaning) {
        int from = in.position();
        long value = in.u64();
        line(from, in.position(), meaning + ' ' + HexFormat.of().toHexDigits(value));
    }

    long varint(String meaning) {
        int from = in.position();
        long value = in.varint();
        line(from, in.position(), meaning + ' ' + value);
        return value;
    }

    int count(String meaning) {
        int from = in.position();
        int value = in.count(Integer.MAX_VALUE);
        line(from, in.position(), meaning + ' ' + value);
        return value;
    }

    long zigzag(String meaning) {
        int from = in.position();
        long value = in.zigzag();
        line(from, in.position(), meaning + ' ' + value);
        return value;
    }

    /** Some bytes as they are. */
    void bytes(long length, String meaning) {
        int from = in.skip(length);
        line(from, in.position(), meaning);
    }

    /** What was read from a position on, by other means. */
    void since(int from, String meaning) {
        line(from, in.position(), meaning);
    }

    private void line(int from, int to, String meaning) {
        int shown = Math.min(to - from, BYTES_SHOWN);
        String bytes = HEX.formatHex(in.array(), from, from + shown);
        if (shown < to - from) {
            bytes += " +" + (to - from - shown);
        }
        out.append(String.format(Locale.ROOT, "%7d  %-31s  %s%s%n", from - start, bytes, indent, meaning));
    }
}
