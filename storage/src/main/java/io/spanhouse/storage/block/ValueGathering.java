package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.TextArena;
import io.spanhouse.storage.model.ByteSlice;
import java.util.Arrays;

/**
 * Gathers the values of one dictionary, each with the place that wants to know its code; then sorts them, drops repeats,
 * writes the dictionary and tells every place its code. Used for one dictionary after the other; not thread-safe.
 */
final class ValueGathering {
    private final TextArena values = new TextArena();
    private final ValueSorter sorter = new ValueSorter();
    private int[][] targets = new int[64][];
    private int[] slots = new int[64];

    void clear() {
        values.clear();
    }

    /** Adds a value whose code shall be written to {@code target[slot]}. */
    void add(ByteSlice value, int[] target, int slot) {
        int number = values.size();
        if (number == slots.length) {
            slots = Arrays.copyOf(slots, number * 2);
            targets = Arrays.copyOf(targets, number * 2);
        }
        values.add(value.array, value.offset, value.length);
        slots[number] = slot;
        targets[number] = target;
    }

    /** Writes the dictionary with this number and hands out the codes. */
    void write(int dictionary, DictionaryWriter writer) {
        writer.begin(dictionary);
        int[] order = sorter.sort(values);
        int code = -1;
        for (int i = 0; i < values.size(); i++) {
            int value = order[i];
            if (i == 0 || ValueSorter.compareWhole(values, order[i - 1], value) != 0) {
                int start = values.start(value);
                writer.add(values.bytes(), start, values.end(value) - start);
                code++;
            }
            targets[value][slots[value]] = code;
        }
        writer.end();
    }
}
