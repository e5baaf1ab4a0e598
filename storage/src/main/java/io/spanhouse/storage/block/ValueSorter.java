package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.TextArena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Sorts byte strings by unsigned bytes without moving them: a merge sort of their numbers, by the first eight bytes as one
 * number and by the rest only where these are equal. About 10 ns times n log n for short strings. Keeps its arrays; not
 * thread-safe.
 */
final class ValueSorter {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int RUN = 8;

    private long[] prefixes = new long[64];
    private int[] order = new int[64];
    private int[] scratch = new int[64];

    /** The numbers of an arena's strings in ascending order, in the first places; valid until the next call. */
    int[] sort(TextArena values) {
        int count = values.size();
        if (order.length < count) {
            int size = Math.max(count, order.length * 2);
            prefixes = new long[size];
            order = new int[size];
            scratch = new int[size];
        }
        for (int i = 0; i < count; i++) {
            order[i] = i;
            prefixes[i] = prefix(values, i);
        }
        for (int start = 0; start < count; start += RUN) {
            insertionSort(values, start, Math.min(start + RUN, count));
        }
        for (int width = RUN; width < count; width *= 2) {
            for (int start = 0; start < count; start += 2 * width) {
                merge(values, start, Math.min(start + width, count), Math.min(start + 2 * width, count));
            }
            int[] kept = order;
            order = scratch;
            scratch = kept;
        }
        return order;
    }

    private static long prefix(TextArena values, int index) {
        int start = values.start(index);
        int length = values.end(index) - start;
        if (length >= Long.BYTES) {
            return (long) LONG.get(values.bytes(), start) ^ Long.MIN_VALUE;
        }
        long prefix = 0;
        for (int i = 0; i < length; i++) {
            prefix |= (values.bytes()[start + i] & 0xFFL) << 56 - 8 * i;
        }
        return prefix ^ Long.MIN_VALUE;
    }

    private void insertionSort(TextArena values, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int value = order[i];
            int j = i - 1;
            while (j >= from && compare(values, order[j], value) > 0) {
                order[j + 1] = order[j];
                j--;
            }
            order[j + 1] = value;
        }
    }

    private void merge(TextArena values, int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeLeft = left < middle && (right >= to || compare(values, order[left], order[right]) <= 0);
            scratch[i] = takeLeft ? order[left++] : order[right++];
        }
    }

    private int compare(TextArena values, int left, int right) {
        int byPrefix = Long.compare(prefixes[left], prefixes[right]);
        return byPrefix != 0 ? byPrefix : compareWhole(values, left, right);
    }

    /** Order of two of an arena's strings. */
    static int compareWhole(TextArena values, int left, int right) {
        byte[] bytes = values.bytes();
        return Arrays.compareUnsigned(
                bytes, values.start(left), values.end(left), bytes, values.start(right), values.end(right));
    }
}
