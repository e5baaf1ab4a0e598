package io.spanhouse.storage.model;

import java.util.Arrays;

/** A growing column of ints. Reading a value past {@link #size()} gives what was there before. Not thread-safe. */
public final class IntColumn {
    private int[] values;
    private int size;

    public IntColumn(int capacity) {
        values = new int[capacity];
    }

    /** Appends a value. */
    public void add(int value) {
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
    public int get(int index) {
        return values[index];
    }

    /** Replaces the value at an index below {@link #size()}. */
    public void set(int index, int value) {
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
    public int[] array() {
        return values;
    }
}
