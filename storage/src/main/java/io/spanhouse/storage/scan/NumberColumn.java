package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.IntObjectHashMap;
import java.util.Arrays;

/**
 * The numbers of an operand on some rows. Nearly every row has one or none; the first is in an array, the others of the few
 * rows that have more apart. Filled by one thread; nobody changes the arrays afterwards.
 */
final class NumberColumn {
    static final byte NONE = 0;
    static final byte WHOLE = 1;
    static final byte DECIMAL = 2;

    /** The numbers of one row after its first. */
    static final class More {
        private long[] bits = new long[2];
        private boolean[] decimal = new boolean[2];
        private int size;

        int size() {
            return size;
        }

        long bits(int index) {
            return bits[index];
        }

        boolean decimal(int index) {
            return decimal[index];
        }

        private void add(byte kind, long value) {
            if (size == bits.length) {
                bits = Arrays.copyOf(bits, size * 2);
                decimal = Arrays.copyOf(decimal, size * 2);
            }
            bits[size] = value;
            decimal[size++] = kind == DECIMAL;
        }
    }

    private final boolean plain;
    private final long[] first;
    private final byte[] kinds;
    private final IntObjectHashMap<More> more = new IntObjectHashMap<>();

    private NumberColumn(boolean plain, long[] first, byte[] kinds) {
        this.plain = plain;
        this.first = first;
        this.kinds = kinds;
    }

    /** One whole number a row; the array is shared. */
    static NumberColumn of(long[] values) {
        return new NumberColumn(true, values, new byte[0]);
    }

    /** A column of so many rows that have no number yet. */
    static NumberColumn empty(int rows) {
        return new NumberColumn(false, new long[rows], new byte[rows]);
    }

    /** Adds a whole number to a row. */
    void whole(int row, long value) {
        add(row, WHOLE, value);
    }

    /** Adds a double to a row; one that is not a number is left out. */
    void decimal(int row, double value) {
        if (!Double.isNaN(value)) {
            add(row, DECIMAL, Double.doubleToRawLongBits(value));
        }
    }

    /** Adds all numbers of a row of another column. */
    void addAll(int row, NumberColumn other, int from) {
        if (other.plain) {
            add(row, WHOLE, other.first[from]);
            return;
        }
        if (other.kinds[from] != NONE) {
            add(row, other.kinds[from], other.first[from]);
            More others = other.more.get(from);
            for (int i = 0; others != null && i < others.size; i++) {
                add(row, others.decimal[i] ? DECIMAL : WHOLE, others.bits[i]);
            }
        }
    }

    private void add(int row, byte kind, long value) {
        if (kinds[row] == NONE) {
            kinds[row] = kind;
            first[row] = value;
            return;
        }
        More list = more.get(row);
        if (list == null) {
            list = new More();
            more.put(row, list);
        }
        list.add(kind, value);
    }

    /** Whether every row has one whole number. */
    boolean plain() {
        return plain;
    }

    /** The first number of each row. */
    long[] first() {
        return first;
    }

    /** What the first number of each row is; of a plain column nothing. */
    byte[] kinds() {
        return kinds;
    }

    /** The numbers of rows after the first. */
    IntObjectHashMap<More> more() {
        return more;
    }
}
