package io.spanhouse.storage.block;

import com.carrotsearch.hppc.LongIntHashMap;
import io.spanhouse.storage.index.FilterHash;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import java.util.Arrays;

/**
 * Finds the pairs of one key and type that have equal values. Rows come with pairs that were not interned, for a key whose
 * last values were new; over a whole block the values may repeat all the same, and then belong into a dictionary.
 *
 * <p>Looks at some neighbours first, and leaves it there if they all differ: 30 ns a pair else. Not thread-safe.
 */
final class RepeatedPairs {
    /** So many pairs are looked at first. */
    private static final int SAMPLE = 1 << 12;
    /** Of these at least one in so many must be a repeat. */
    private static final int REPEATS_ONE_IN = 4;

    private final PairTable pairs;
    private final ByteSlice slice = new ByteSlice();
    private final ByteSlice other = new ByteSlice();
    private int[] firstOf = new int[0];

    RepeatedPairs(PairTable pairs) {
        this.pairs = pairs;
    }

    /**
     * Moves pairs whose value an earlier one has to the end of their stretch, unless hardly any repeats.
     *
     * @return how many are left in front
     */
    int moveToEnd(int[] some, int from, int to) {
        int sample = Math.min(to - from, SAMPLE);
        int[] kept = Arrays.copyOfRange(some, from, from + sample);
        int distinct = move(some, from, from + sample);
        boolean repeat = (sample - distinct) * REPEATS_ONE_IN >= sample;
        if (sample < to - from || !repeat) {
            System.arraycopy(kept, 0, some, from, sample);
        }
        if (!repeat) {
            return to - from;
        }
        return sample == to - from ? distinct : move(some, from, to);
    }

    private int move(int[] some, int from, int to) {
        LongIntHashMap firsts = new LongIntHashMap(to - from);
        int[] repeats = new int[to - from];
        firstOf = new int[to - from];
        int repeated = 0;
        int distinct = 0;
        for (int i = from; i < to; i++) {
            int pair = some[i];
            if (pairs.distant(pair) != null) {
                // Not worth being fetched to be compared: so long a value is no dictionary's.
                some[from + distinct++] = pair;
                continue;
            }
            pairs.value(pair, slice);
            long hash = FilterHash.ofValue(slice.array, slice.offset, slice.length);
            int first = firsts.getOrDefault(hash, -1);
            if (first >= 0 && equal(first)) {
                firstOf[repeated] = first;
                repeats[repeated++] = pair;
            } else {
                firsts.put(hash, pair);
                some[from + distinct++] = pair;
            }
        }
        System.arraycopy(repeats, 0, some, from + distinct, repeated);
        return distinct;
    }

    private boolean equal(int first) {
        pairs.value(first, other);
        return Arrays.equals(
                slice.array,
                slice.offset,
                slice.offset + slice.length,
                other.array,
                other.offset,
                other.offset + other.length);
    }

    /** Gives the pairs that were moved last, now at {@code [from, to)}, the codes of those that they repeat. */
    void takeCodes(int[] codes, int[] some, int from, int to) {
        for (int i = from; i < to; i++) {
            codes[some[i]] = codes[firstOf[i - from]];
        }
    }
}
