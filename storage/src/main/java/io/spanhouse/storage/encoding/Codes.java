package io.spanhouse.storage.encoding;

import java.util.Arrays;

/**
 * Columns of codes of some table, such as a dictionary: the list of the codes that occur, and for each value its
 * position in the list. The list says what is not there without a look at the values, and a merge that renumbers the table
 * writes another list and copies the rest.
 *
 * <p>Costs about 3 ns a value to write. Keeps scratch arrays; not thread-safe.
 */
public final class Codes {
    static final int CONSTANT = 0;
    static final int PACKED = 1;
    static final int RUNS = 2;
    static final int BY_FORM = 3;

    /** Runs are tried when there are at least so many values to one run. */
    private static final int RUN_LENGTH_LEAST = 8;

    private final Numbers numbers;
    private int[] localOf = new int[256];
    private int[] seen = new int[64];
    private int[] local = new int[1024];
    private long[] scratch = new long[64];

    /** A writer that shares the scratch arrays of another one. */
    public Codes(Numbers numbers) {
        this.numbers = numbers;
    }

    /**
     * Appends {@code values[0, count)}.
     *
     * @param tableSize every value is at least 0 and below this
     */
    public void write(int[] values, int count, int tableSize, ByteWriter out) {
        int distinct = collect(values, count, tableSize);
        if (distinct <= 1) {
            out.u8(CONSTANT);
            out.varint(distinct == 0 ? 0 : seen[0]);
            clear(distinct);
            return;
        }
        if (local.length < count) {
            local = new int[Math.max(count, local.length * 2)];
        }
        int runs = 1;
        for (int i = 0; i < count; i++) {
            local[i] = localOf[values[i]] - 1;
            runs += i > 0 && local[i] != local[i - 1] ? 1 : 0;
        }
        int width = Packed.bits(distinct - 1L);
        boolean inRuns = count >= (long) runs * RUN_LENGTH_LEAST;
        out.u8(inRuns ? RUNS : PACKED);
        out.varint(distinct);
        writeList(distinct, out);
        if (inRuns) {
            writeRunLengths(count, runs, out);
            Packed.write(local, 0, runs, width, out);
        } else {
            Packed.write(local, 0, count, width, out);
        }
        clear(distinct);
    }

    /**
     * Appends a column whose values another column says: that of forms.
     *
     * @param values by form
     * @param tableSize every value is at least 0 and below this
     */
    public void writeByForm(int[] values, int forms, int tableSize, ByteWriter out) {
        int distinct = collect(values, forms, tableSize);
        if (distinct <= 1) {
            out.u8(CONSTANT);
            out.varint(distinct == 0 ? 0 : seen[0]);
            clear(distinct);
            return;
        }
        if (local.length < forms) {
            local = new int[Math.max(forms, local.length * 2)];
        }
        for (int i = 0; i < forms; i++) {
            local[i] = localOf[values[i]] - 1;
        }
        out.u8(BY_FORM);
        out.varint(distinct);
        writeList(distinct, out);
        out.varint(forms);
        Packed.write(local, 0, forms, Packed.bits(distinct - 1L), out);
        clear(distinct);
    }

    /** Appends a list alone. */
    public void writeList(int[] codes, int count, ByteWriter out) {
        ensureScratch(count);
        for (int i = 0; i < count; i++) {
            scratch[i] = codes[i];
        }
        numbers.write(scratch, count, out);
    }

    private void writeList(int distinct, ByteWriter out) {
        writeList(seen, distinct, out);
    }

    /** Leaves the run values in the front of {@link #local}. */
    private void writeRunLengths(int count, int runs, ByteWriter out) {
        ensureScratch(runs);
        int run = 0;
        int start = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || local[i] != local[start]) {
                scratch[run] = i - start - 1L;
                local[run++] = local[start];
                start = i;
            }
        }
        out.varint(runs);
        numbers.write(scratch, runs, out);
    }

    /** Fills {@link #seen} with the distinct values, ascending, and {@link #localOf} with their positions + 1. */
    private int collect(int[] values, int count, int tableSize) {
        if (localOf.length < tableSize) {
            localOf = new int[Math.max(tableSize, localOf.length * 2)];
        }
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            int value = values[i];
            if (localOf[value] == 0) {
                localOf[value] = 1;
                if (distinct == seen.length) {
                    seen = Arrays.copyOf(seen, distinct * 2);
                }
                seen[distinct++] = value;
            }
        }
        Arrays.sort(seen, 0, distinct);
        for (int i = 0; i < distinct; i++) {
            localOf[seen[i]] = i + 1;
        }
        return distinct;
    }

    private void clear(int distinct) {
        for (int i = 0; i < distinct; i++) {
            localOf[seen[i]] = 0;
        }
    }

    private void ensureScratch(int count) {
        if (scratch.length < count) {
            scratch = new long[Math.max(count, scratch.length * 2)];
        }
    }
}
