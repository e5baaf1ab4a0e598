package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.encoding.FormNumbers;
import io.spanhouse.storage.encoding.Numbers;
import io.spanhouse.storage.encoding.Packed;
import io.spanhouse.storage.encoding.TextArena;
import io.spanhouse.storage.encoding.TextColumn;
import io.spanhouse.storage.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes down numbers, codes and texts, as storage.encoding describes them. */
final class DumpEncodings {
    /** Values of a column that are shown. */
    private static final int VALUES_SHOWN = 12;

    private static final int FRAME_VALUES = 1024;
    private static final int TEXT_SHOWN = 40;
    /** A frame's mode that stands for values of several widths, and how many these are. */
    private static final int CLASSED = 126;

    private static final int CLASSES = 4;

    private DumpEncodings() {}

    /** A column of so many numbers; gives them. */
    static long[] numbers(DumpLines lines, int count, String meaning) {
        long[] values = new long[count];
        ByteReader in = lines.in();
        int from = in.position();
        ByteReader peek = new ByteReader().set(in.array(), from, in.remaining());
        if (FormNumbers.are(peek)) {
            lines.note(meaning + ", " + count + " numbers by form");
            lines.indent(1);
            lines.u8("encoding");
            numbers(lines, lines.count("forms"), "one a form");
            lines.indent(-1);
            return values;
        }
        Numbers.read(peek, count, values);
        int end = peek.position();
        lines.note(meaning + ", " + count + " numbers: " + shown(values, count));
        lines.indent(1);
        numbersBody(lines, count, end);
        lines.indent(-1);
        return values;
    }

    private static void numbersBody(DumpLines lines, int count, int end) {
        switch (lines.u8("encoding")) {
            case 0:
                lines.zigzag("constant");
                break;
            case 1:
                lines.bytes(8L * count, "raw");
                break;
            case 2:
                frames(lines, count);
                break;
            default:
                int runs = lines.count("runs");
                numbers(lines, runs, "values");
                numbers(lines, runs, "lengths minus 1");
                break;
        }
        if (lines.in().position() != end) {
            throw lines.in().corrupt("the dump and the reader end at different places");
        }
    }

    private static void frames(DumpLines lines, int count) {
        int frames = (count + FRAME_VALUES - 1) / FRAME_VALUES;
        int width = lines.u8("bytes of an offset");
        for (int i = 0; i < frames; i++) {
            lines.fixed(width, "end of frame " + i);
        }
        for (int i = 0; i < frames; i++) {
            int values = Math.min(FRAME_VALUES, count - i * FRAME_VALUES);
            int mode = lines.u8("frame " + i + " of " + values + ", mode");
            lines.zigzag("base");
            if ((mode & 0x80) != 0) {
                lines.zigzag("first value");
            }
            int bits = mode & 0x7F;
            if (bits == CLASSED) {
                classes(lines, values);
                continue;
            }
            int exceptions = lines.count("exceptions");
            for (int j = 0; j < exceptions; j++) {
                lines.fixed(2, "position");
                lines.zigzag("value minus base");
            }
            lines.bytes(packedBytes(values, bits), "packed, " + bits + " bits each");
        }
    }

    private static void classes(DumpLines lines, int values) {
        int[] widths = new int[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            widths[i] = lines.u8("width " + i);
        }
        int codesAt = lines.in().position();
        lines.bytes(packedBytes(values, 2), "packed, which width each has");
        int[] counts = new int[CLASSES];
        for (int i = 0; i < values; i++) {
            counts[(int) Packed.get(lines.in().array(), codesAt, 2, i)]++;
        }
        for (int i = 0; i < CLASSES; i++) {
            lines.bytes(packedBytes(counts[i], widths[i]), "packed, " + counts[i] + " of " + widths[i] + " bits each");
        }
    }

    private static long packedBytes(long count, int bits) {
        return Packed.bytes(count, bits);
    }

    /** A column of so many codes of a table. */
    static void codes(DumpLines lines, int count, int tableSize, String meaning) {
        ByteReader in = lines.in();
        CodeColumn column = new CodeColumn();
        ByteReader peek = new ByteReader().set(in.array(), in.position(), in.remaining());
        column.open(peek, count, tableSize);
        if (column.isByForm()) {
            lines.note(meaning + ", " + count + " codes by form");
        } else {
            int[] codes = new int[count];
            column.codes(0, count, codes, 0);
            lines.note(meaning + ", " + count + " codes: " + shown(codes));
        }
        lines.indent(1);
        int encoding = lines.u8("encoding");
        if (encoding == 0) {
            lines.varint("constant");
        } else {
            int distinct = lines.count("distinct");
            numbers(lines, distinct, "list");
            int bits = Integer.SIZE - Integer.numberOfLeadingZeros(distinct - 1);
            int packed = count;
            if (encoding == 2) {
                packed = lines.count("runs");
                numbers(lines, packed, "lengths minus 1");
            } else if (encoding == 3) {
                packed = lines.count("forms");
            }
            lines.bytes(((long) packed * bits + 7) / 8, "packed, " + bits + " bits each");
        }
        lines.indent(-1);
    }

    /** A column of so many texts. */
    static void texts(DumpLines lines, int count, TextColumn reader, String meaning) {
        ByteReader in = lines.in();
        TextArena values = new TextArena();
        ByteReader peek = new ByteReader().set(in.array(), in.position(), in.remaining());
        reader.read(peek, count, 0, count, TextPayload.BYTES_MAX, values);
        StringBuilder shown = new StringBuilder();
        ByteSlice slice = new ByteSlice();
        for (int i = 0; i < Math.min(count, VALUES_SHOWN); i++) {
            values.get(i, slice);
            shown.append(' ').append(text(slice));
        }
        lines.note(meaning + ", " + count + " texts:" + shown + (count > VALUES_SHOWN ? " ..." : ""));
        lines.indent(1);
        int form = lines.u8("form");
        if (form == 3) {
            numbers(lines, count, "decimal");
        } else {
            if (form != 2) {
                numbers(lines, count, "lengths");
            }
            int frames = lines.count("frames");
            numbers(lines, frames, "strings in each");
            long[] bytes = numbers(lines, frames, "stored bytes of each");
            for (int i = 0; i < frames; i++) {
                lines.bytes(bytes[i], "frame " + i);
            }
        }
        lines.indent(-1);
    }

    /** A value as readable text. */
    static String text(ByteSlice value) {
        int length = Math.min(value.length, TEXT_SHOWN);
        boolean printable = true;
        for (int i = value.offset; i < value.offset + length; i++) {
            printable &= value.array[i] >= ' ' && value.array[i] < 127;
        }
        String text = printable
                ? '\'' + new String(value.array, value.offset, length, StandardCharsets.US_ASCII) + '\''
                : HexFormat.of().formatHex(value.array, value.offset, value.offset + length);
        return length < value.length ? text + "+" + (value.length - length) : text;
    }

    private static String shown(long[] values, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(count, VALUES_SHOWN); i++) {
            text.append(i == 0 ? "" : " ").append(values[i]);
        }
        return text + (count > VALUES_SHOWN ? " ..." : "");
    }

    private static String shown(int[] values) {
        long[] longs = new long[Math.min(values.length, VALUES_SHOWN + 1)];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = values[i];
        }
        return shown(longs, longs.length);
    }
}
