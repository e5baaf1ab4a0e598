package io.spanhouse.storage.encoding;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One column of codes, opened for reading: its list at once, its values when asked for. Shows the bytes it was opened on,
 * so it is valid as long as they are. One instance may be opened again and again; not thread-safe.
 */
public final class CodeColumn {
    private static final int[] NOTHING = new int[0];

    private byte[] array = new byte[0];
    private int encoding;
    private int count;
    private int listSize;
    private boolean ascending;
    private int[] list = NOTHING;
    private long[] scratch = new long[64];
    private int tailStart;
    private int tailEnd;
    private int width;
    private int packedAt;
    private int runs;
    private @Nullable CodeColumn forms;
    private int[] positionOfForm = NOTHING;
    private int formCount;
    private long[] runLengths = new long[0];

    /**
     * Reads the head of a column and leaves the reader behind the whole column.
     *
     * @param values how many values were written
     * @param tableSize a code that is not below this is damage
     */
    public CodeColumn open(ByteReader in, int values, int tableSize) {
        array = in.array();
        count = values;
        encoding = in.u8();
        runs = 0;
        forms = null;
        if (encoding == Codes.CONSTANT) {
            ensureList(1);
            listSize = 1;
            ascending = true;
            list[0] = code(in, in.varint(), tableSize, values);
            width = 0;
            tailStart = in.position();
            packedAt = tailStart;
        } else if (encoding == Codes.PACKED || encoding == Codes.RUNS) {
            openList(in, tableSize);
            tailStart = in.position();
            if (encoding == Codes.RUNS) {
                openRuns(in);
            }
            packedAt = in.skip(Packed.bytes(encoding == Codes.RUNS ? runs : values, width));
        } else if (encoding == Codes.BY_FORM) {
            openList(in, tableSize);
            tailStart = in.position();
            openByForm(in);
        } else {
            throw in.corrupt("encoding of codes is " + encoding + ", expected 0 to 3");
        }
        tailEnd = in.position();
        return this;
    }

    /** Whether the values are said by the forms of another column, which {@link #forms} must name before they are read. */
    public boolean isByForm() {
        return encoding == Codes.BY_FORM;
    }

    /** Says which forms the values have. */
    public void forms(CodeColumn column) {
        if (column.count != count || column.listSize > formCount) {
            throw new StoreException(
                    FailureKind.CORRUPT,
                    column.count + " values of " + column.listSize + " forms, expected " + count + " of " + formCount);
        }
        forms = column;
    }

    private void openByForm(ByteReader in) {
        formCount = in.count(count);
        packedAt = in.skip(Packed.bytes(formCount, width));
        if (positionOfForm.length < formCount) {
            positionOfForm = new int[Math.max(formCount, positionOfForm.length * 2)];
        }
        Packed.read(array, packedAt, width, 0, formCount, positionOfForm, 0);
        checkPositions(positionOfForm, 0, formCount);
    }

    private void openList(ByteReader in, int tableSize) {
        listSize = in.count(Math.min(count, tableSize));
        if (listSize < 2) {
            throw in.corrupt("a list has " + listSize + " codes, expected at least 2");
        }
        ensureList(listSize);
        Numbers.read(in, listSize, scratch);
        ascending = true;
        for (int i = 0; i < listSize; i++) {
            list[i] = code(in, scratch[i], tableSize, 1);
            ascending &= i == 0 || list[i] > list[i - 1];
        }
        width = Packed.bits(listSize - 1L);
    }

    private void openRuns(ByteReader in) {
        runs = in.count(count);
        if (runLengths.length < runs) {
            runLengths = new long[runs];
        }
        Numbers.read(in, runs, runLengths);
        long total = 0;
        for (int i = 0; i < runs; i++) {
            if (runLengths[i] < 0 || runLengths[i] >= count - total) {
                throw in.corrupt(
                        "run " + i + " has " + runLengths[i] + " more values, " + (count - total) + " are left");
            }
            total += runLengths[i] + 1;
        }
        if (total != count) {
            throw in.corrupt("runs have " + total + " values, expected " + count);
        }
    }

    private static int code(ByteReader in, long code, int tableSize, int values) {
        if (values > 0 && (code < 0 || code >= tableSize)) {
            throw in.corrupt("code " + code + " of a table of " + tableSize);
        }
        return (int) code;
    }

    private void ensureList(int size) {
        if (list.length < size) {
            list = new int[Math.max(size, list.length * 2)];
        }
        if (scratch.length < size) {
            scratch = new long[Math.max(size, scratch.length * 2)];
        }
    }

    /** Number of values. */
    public int size() {
        return count;
    }

    /** Number of distinct codes; a column without values says 1. */
    public int listSize() {
        return listSize;
    }

    /**
     * The distinct codes in the first {@link #listSize()} places, ascending if the table is sorted; valid until the next
     * {@link #open}.
     */
    public int[] list() {
        return list;
    }

    /** Position of a code in the list, negative if it does not occur. */
    public int positionOf(int code) {
        if (ascending) {
            return Arrays.binarySearch(list, 0, listSize, code);
        }
        for (int i = 0; i < listSize; i++) {
            if (list[i] == code) {
                return i;
            }
        }
        return -1;
    }

    /** Reads values {@code [from, to)} as positions in the list. */
    public void positions(int from, int to, int[] into, int at) {
        if (encoding == Codes.BY_FORM) {
            CodeColumn formsOfRows = forms;
            if (formsOfRows == null) {
                throw new IllegalStateException("the forms of a column that is by form are not known");
            }
            formsOfRows.positions(from, to, into, at);
            for (int i = at; i < at + to - from; i++) {
                into[i] = positionOfForm[into[i]];
            }
            return;
        }
        if (encoding != Codes.RUNS) {
            Packed.read(array, packedAt, width, from, to, into, at);
            checkPositions(into, at, at + to - from);
            return;
        }
        int position = 0;
        for (int run = 0; run < runs && position < to; run++) {
            int start = Math.max(position, from);
            position += (int) runLengths[run] + 1;
            int end = Math.min(position, to);
            if (start < end) {
                int value = (int) Packed.get(array, packedAt, width, run);
                if (value >= listSize) {
                    throw outside(value);
                }
                Arrays.fill(into, at + start - from, at + end - from, value);
            }
        }
    }

    private void checkPositions(int[] positions, int from, int to) {
        if (listSize == 1 << width) {
            return;
        }
        int greatest = 0;
        for (int i = from; i < to; i++) {
            greatest = Math.max(greatest, positions[i]);
        }
        if (greatest >= listSize) {
            throw outside(greatest);
        }
    }

    private StoreException outside(int position) {
        return new StoreException(FailureKind.CORRUPT, "position " + position + " in a list of " + listSize);
    }

    /** Reads values {@code [from, to)} as codes. */
    public void codes(int from, int to, int[] into, int at) {
        positions(from, to, into, at);
        for (int i = at; i < at + to - from; i++) {
            into[i] = list[into[i]];
        }
    }

    /** Appends this column with another list of as many codes: the values are copied, not decoded. */
    public void copyWith(int[] codes, Codes writer, ByteWriter out) {
        out.u8(encoding);
        if (encoding == Codes.CONSTANT) {
            out.varint(codes[0]);
            return;
        }
        out.varint(listSize);
        writer.writeList(codes, listSize, out);
        out.bytes(array, tailStart, tailEnd - tailStart);
    }
}
