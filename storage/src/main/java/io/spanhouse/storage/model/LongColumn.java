package io.spanhouse.storage.model;

import java.util.Arrays;

/** A growing column of longs. Reading a value past {@link #size()} gives what was there before. Not thread-safe. */
public final class LongColumn {
    private long[] values;
    private int size;

    public LongColumn(int capacity) {
        values = new long[capacity];
    }

    /** Appends a value. */
    public void add(long value) {
        if (size == values.length) {
            grow();
        }
        values[size++] = value;
    }

    /** Apart from {@link #add} so that the code of each add that is compiled is short: this one is rare. */
    private void grow() {
        values = Arrays.copyOf(values, Math.max(16, size * 2));
    }

    /** The value at an index below {@link #size()}. */
    public long get(int index) {
        return values[index];
    }

    /** Replaces the value at an index below {@link #size()}. */
    public void set(int index, long value) {
        values[index] = value;
    }

    /** Number of values. */
    public int size() {
        return size;
    }

    /** Forgets all but the first {@code newSize} values. */
    public void truncate(int newSize) {
        size = newSize;
    }

    /** The array behind the column, longer than {@link #size()} as a rule; shared, not copied. */
    public long[] array() {
        return values;
    }
}
