package io.spanhouse.storage.encoding;

import io.spanhouse.storage.model.ByteSlice;
import java.util.Arrays;

/**
 * Byte strings one after the other, by number: what a column of texts is written from and read into. Cleared and used
 * again. Not thread-safe.
 */
public final class TextArena {
    private byte[] bytes = new byte[1024];
    private int[] ends = new int[64];
    private int size;

    /** Forgets all strings. */
    public void clear() {
        size = 0;
    }

    /** Number of strings. */
    public int size() {
        return size;
    }

    /** Bytes of all strings. */
    public int byteCount() {
        return size == 0 ? 0 : ends[size - 1];
    }

    /** The bytes of all strings, in the first {@link #byteCount()} places; valid until the next change. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where a string starts in {@link #bytes()}. */
    public int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** Where a string ends in {@link #bytes()}. */
    public int end(int index) {
        return ends[index];
    }

    /** Points {@code into} at a string; valid until the next change. */
    public void get(int index, ByteSlice into) {
        int start = start(index);
        into.set(bytes, start, ends[index] - start);
    }

    /** Bytes of heap that this takes. */
    public long heapBytes() {
        return bytes.length + (long) Integer.BYTES * ends.length;
    }

    /** Adds a string. */
    public void add(byte[] array, int offset, int length) {
        ensure(length);
        System.arraycopy(array, offset, bytes, byteCount(), length);
        added(length);
    }

    /** Adds a string that starts like the one before. */
    public void addAfter(int sharedBytes, byte[] array, int offset, int length) {
        int from = byteCount();
        int before = size < 2 ? 0 : ends[size - 2];
        if (sharedBytes < 0 || sharedBytes > from - before) {
            throw new IllegalArgumentException(sharedBytes + " bytes shared with a string of " + (from - before));
        }
        ensure(Math.addExact(sharedBytes, length));
        System.arraycopy(bytes, before, bytes, from, sharedBytes);
        System.arraycopy(array, offset, bytes, from + sharedBytes, length);
        added(sharedBytes + length);
    }

    /** Makes room for so many bytes behind {@link #byteCount()}. */
    void ensure(int more) {
        int needed = Math.addExact(byteCount(), more);
        if (bytes.length < needed) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
        }
    }

    /** Counts as a string what was put behind {@link #byteCount()}. */
    void added(int length) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        ends[size] = byteCount() + length;
        size++;
    }
}
