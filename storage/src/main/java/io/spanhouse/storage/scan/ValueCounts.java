package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import java.util.Arrays;
import java.util.Objects;

/**
 * How many spans of two populations have each value of one key, values as their bytes. Some 50 bytes a value and its own. When
 * there are too many it is {@link #prune}d: those that fewest spans have are forgotten, and how many spans one that is not
 * here can have at most is known. A value that came after that may have been forgotten before, so it is not exact. Not
 * thread-safe.
 */
final class ValueCounts {
    /** Bytes that a value takes beside its own. */
    static final int ENTRY_BYTES = 50;

    private static final int FIRST = 8;
    private static final ValueType[] TYPES = ValueType.values();

    private int[] slots = new int[2 * FIRST];
    private long[] hashes = new long[FIRST];
    private int[] ends = new int[FIRST];
    private byte[] types = new byte[FIRST];
    private boolean[] exact = new boolean[FIRST];
    private long[] selected = new long[FIRST];
    private long[] rest = new long[FIRST];
    private byte[] bytes = new byte[FIRST * ValueBytes.NUMBER_BYTES];
    private int size;
    private int most;
    private long missedSelected;
    private long missedRest;

    /** Number of values. */
    int size() {
        return size;
    }

    /** How many different values there were at least, also those that were forgotten. */
    int sizeLeast() {
        return Math.max(most, size);
    }

    /** Bytes of the values themselves. */
    int bytes() {
        return size == 0 ? 0 : ends[size - 1];
    }

    long selected(int value) {
        return selected[value];
    }

    long rest(int value) {
        return rest[value];
    }

    /** Whether the numbers of a value are all there are. */
    boolean exact(int value) {
        return exact[value];
    }

    /** How many selected spans a value that is not here can have at most; of one that is not exact, how many more. */
    long missedSelected() {
        return missedSelected;
    }

    /** The same of the other spans. */
    long missedRest() {
        return missedRest;
    }

    /** Adds spans that have a value. */
    void add(ValueType type, ByteSlice value, long ofSelected, long ofRest) {
        add(type, value.array, value.offset, value.length, ofSelected, ofRest, missedSelected + missedRest == 0);
    }

    private void add(
            ValueType type, byte[] array, int offset, int length, long ofSelected, long ofRest, boolean isExact) {
        long hash = ByteHash.hash(array, offset, length, type.ordinal());
        int slot = (int) hash & slots.length - 1;
        while (slots[slot] != 0) {
            int value = slots[slot] - 1;
            if (hashes[value] == hash && is(value, type, array, offset, length)) {
                selected[value] += ofSelected;
                rest[value] += ofRest;
                return;
            }
            slot = slot + 1 & slots.length - 1;
        }
        append(slot, hash, type, array, offset, length);
        selected[size - 1] = ofSelected;
        rest[size - 1] = ofRest;
        exact[size - 1] = isExact;
    }

    private boolean is(int value, ValueType type, byte[] array, int offset, int length) {
        int start = start(value);
        return types[value] == type.ordinal()
                && Arrays.equals(bytes, start, ends[value], array, offset, offset + length);
    }

    private int start(int value) {
        return value == 0 ? 0 : ends[value - 1];
    }

    private void append(int slot, long hash, ValueType type, byte[] array, int offset, int length) {
        if (size == hashes.length) {
            grow(size * 2);
            rehash();
            slot = freeSlot(hash);
        }
        int start = bytes();
        int end = Math.addExact(start, length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, (int) Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L)));
        }
        System.arraycopy(array, offset, bytes, start, length);
        slots[slot] = size + 1;
        hashes[size] = hash;
        types[size] = (byte) type.ordinal();
        ends[size++] = end;
    }

    private void grow(int length) {
        hashes = Arrays.copyOf(hashes, length);
        ends = Arrays.copyOf(ends, length);
        types = Arrays.copyOf(types, length);
        exact = Arrays.copyOf(exact, length);
        selected = Arrays.copyOf(selected, length);
        rest = Arrays.copyOf(rest, length);
    }

    private void rehash() {
        slots = new int[2 * hashes.length];
        for (int value = 0; value < size; value++) {
            slots[freeSlot(hashes[value])] = value + 1;
        }
    }

    private int freeSlot(long hash) {
        int slot = (int) hash & slots.length - 1;
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    /** Forgets all but about a quarter of the values: those that most spans of either population have. */
    void prune() {
        most = Math.max(most, size);
        int share = Math.max(1, size / 8);
        long least = leastOfMost(selected, share);
        long leastRest = leastOfMost(rest, share);
        ValueCounts kept = new ValueCounts();
        long forgottenSelected = 0;
        long forgottenRest = 0;
        for (int value = 0; value < size; value++) {
            if (selected[value] > least || rest[value] > leastRest) {
                kept.add(
                        TYPES[types[value]],
                        bytes,
                        start(value),
                        ends[value] - start(value),
                        selected[value],
                        rest[value],
                        exact[value]);
            } else {
                forgottenSelected = Math.max(forgottenSelected, selected[value]);
                forgottenRest = Math.max(forgottenRest, rest[value]);
            }
        }
        take(kept);
        missedSelected += forgottenSelected;
        missedRest += forgottenRest;
    }

    /** A number that at most so many are greater than. */
    private long leastOfMost(long[] numbers, int share) {
        long[] sorted = Arrays.copyOf(numbers, size);
        Arrays.sort(sorted);
        return sorted[size - share];
    }

    private void take(ValueCounts kept) {
        slots = kept.slots;
        hashes = kept.hashes;
        ends = kept.ends;
        types = kept.types;
        exact = kept.exact;
        selected = kept.selected;
        rest = kept.rest;
        bytes = kept.bytes;
        size = kept.size;
    }

    /** Adds all values of another, which has counted other spans. */
    void addAll(ValueCounts other) {
        boolean otherAll = other.missedSelected + other.missedRest == 0;
        boolean[] met = new boolean[size];
        boolean all = missedSelected + missedRest == 0;
        for (int from = 0; from < other.size; from++) {
            int before = size;
            int value = addFrom(other, from);
            if (value < before) {
                met[value] = true;
                exact[value] &= other.exact[from];
            } else {
                exact[value] = all && other.exact[from];
            }
        }
        for (int value = 0; value < met.length; value++) {
            // Not there, and perhaps forgotten there.
            exact[value] &= met[value] || otherAll;
        }
        missedSelected += other.missedSelected;
        missedRest += other.missedRest;
        most = Math.max(most, other.most);
    }

    private int addFrom(ValueCounts other, int from) {
        int start = other.start(from);
        int length = other.ends[from] - start;
        ValueType type = TYPES[other.types[from]];
        long hash = other.hashes[from];
        int slot = (int) hash & slots.length - 1;
        while (slots[slot] != 0) {
            int value = slots[slot] - 1;
            if (hashes[value] == hash && is(value, type, other.bytes, start, length)) {
                selected[value] += other.selected[from];
                rest[value] += other.rest[from];
                return value;
            }
            slot = slot + 1 & slots.length - 1;
        }
        append(slot, hash, type, other.bytes, start, length);
        selected[size - 1] = other.selected[from];
        rest[size - 1] = other.rest[from];
        return size - 1;
    }

    /** A value as a literal. */
    Literal literal(int value) {
        ByteSlice slice = new ByteSlice().set(bytes, start(value), ends[value] - start(value));
        return Objects.requireNonNull(OperandValues.literal(TYPES[types[value]], slice));
    }
}
