package io.spanhouse.storage.block;

import com.carrotsearch.hppc.IntIntHashMap;
import com.carrotsearch.hppc.LongIntHashMap;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.DistantValue;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The attribute pairs of the rows that become a block: for each pair its base (key and type), and for each level and base
 * how its values are kept and the code of each in its dictionary.
 *
 * <p>Costs 4 bytes a pair of the rows' table, and 4 more for each level that has attributes, in arrays that the writer
 * keeps; its time depends on the pairs that the block uses, not on the table. Whoever made it closes it, which gives the
 * arrays back. Not thread-safe.
 */
final class PairCodes implements AutoCloseable {
    /** A value longer than this is kept apart from its column unless it repeats. */
    static final int LARGE_BYTES = DistantValue.LONGER_THAN;

    private static final int UNSEEN = 0;
    private static final int SEEN = -1;
    private static final int TYPE_BITS = 8;

    private final SpanRows rows;
    private final PairTable pairs;
    private final RepeatedPairs repeats;
    /** Bytes of the longest value of the base that was decided last, if its values are texts. */
    private int longest;

    private final int[] bases;
    private final List<Base> baseList = new ArrayList<>();
    private final Map<Base, Integer> basesByName = new HashMap<>();
    /** Base by key's code and type: hashes a key's text once for each of its codes. */
    private final LongIntHashMap basesByCode = new LongIntHashMap();

    /** Lengths of the values that have a chunk of their own, by pair. */
    private final IntIntHashMap largeLengths = new IntIntHashMap();

    private final LevelPairs[] levels = new LevelPairs[Level.WITH_ATTRIBUTES];

    /** A key and a type. */
    record Base(String key, ValueType type) {}

    /** The pairs of one level. */
    private static final class LevelPairs {
        /** By pair: {@link #UNSEEN}, {@link #SEEN}, or the code + 1. */
        final int[] codes;

        /** Every pair that was seen, once. */
        final IntColumn seen = new IntColumn(64);

        /** By base: uses, and distinct pairs. */
        final IntColumn uses = new IntColumn(64);

        final IntColumn distinct = new IntColumn(64);

        /** By base, its dictionary once that is decided. */
        int[] dictionaries = new int[0];

        LevelPairs(int[] codes) {
            this.codes = codes;
        }

        void count(int base, boolean isNew) {
            while (uses.size() <= base) {
                uses.add(0);
                distinct.add(0);
            }
            uses.set(base, uses.get(base) + 1);
            if (isNew) {
                distinct.set(base, distinct.get(base) + 1);
            }
        }
    }

    PairCodes(SpanRows rows, CodeScratch scratch) {
        this.rows = rows;
        this.pairs = rows.pairs();
        this.repeats = new RepeatedPairs(pairs);
        int size = pairs.size();
        this.bases = scratch.take(size);
        Arrays.setAll(levels, level -> new LevelPairs(scratch.take(size)));
    }

    /** Asks for a pair on a level. */
    void want(Level level, int pair) {
        LevelPairs ofLevel = levels[level.ordinal()];
        int base = bases[pair] - 1;
        if (base < 0) {
            base = findBase(pair);
            bases[pair] = base + 1;
        }
        boolean isNew = ofLevel.codes[pair] == UNSEEN;
        if (isNew) {
            ofLevel.codes[pair] = SEEN;
            ofLevel.seen.add(pair);
        }
        ofLevel.count(base, isNew);
    }

    private int findBase(int pair) {
        int type = pairs.type(pair);
        long code = (long) pairs.key(pair) << TYPE_BITS | type;
        int known = basesByCode.getOrDefault(code, -1);
        if (known < 0) {
            Base base = new Base(rows.strings().text(pairs.key(pair)), ValueType.ofCode(type));
            known = basesByName.computeIfAbsent(base, added -> {
                baseList.add(added);
                return baseList.size() - 1;
            });
            basesByCode.put(code, known);
        }
        return known;
    }

    /** Decides how each base of each level is kept, and writes the dictionaries from this number on. */
    void writeDictionaries(int firstNumber, ValueGathering gathering, DictionaryWriter writer) {
        int number = firstNumber;
        for (LevelPairs level : levels) {
            level.dictionaries = new int[level.uses.size()];
            int[] starts = new int[level.uses.size() + 1];
            int[] byBase = seenByBase(level, starts);
            for (int base = 0; base < level.uses.size(); base++) {
                int from = starts[base];
                int to = starts[base + 1];
                if (from == to) {
                    continue;
                }
                int distinct = distinct(level, base, byBase, from, to);
                DictionaryMode mode = decide(base, level.uses.get(base), byBase, from, from + distinct);
                level.dictionaries[base] = number;
                if (mode == DictionaryMode.SORTED) {
                    gather(level.codes, byBase, from, from + distinct, gathering);
                    gathering.write(number, writer);
                    for (int i = from; i < from + distinct; i++) {
                        level.codes[byBase[i]]++;
                    }
                    repeats.takeCodes(level.codes, byBase, from + distinct, to);
                } else {
                    writer.without(number, mode);
                    if (mode == DictionaryMode.TEXT && longest > LARGE_BYTES) {
                        noteLarge(byBase, from, to);
                    }
                }
                number++;
            }
        }
    }

    /**
     * How many pairs of a base differ; these then come first. What the rows' table does not intern, because it seemed not to
     * repeat, may be there many times.
     */
    private int distinct(LevelPairs level, int base, int[] byBase, int from, int to) {
        Base named = baseList.get(base);
        boolean text = named.type() == ValueType.STRING || named.type() == ValueType.BYTES;
        return text && DictionaryCost.hardlyRepeats(level.uses.get(base), to - from)
                ? repeats.moveToEnd(byBase, from, to)
                : to - from;
    }

    private int[] seenByBase(LevelPairs level, int[] starts) {
        for (int base = 0; base < level.distinct.size(); base++) {
            starts[base + 1] = starts[base] + level.distinct.get(base);
        }
        int[] next = Arrays.copyOf(starts, starts.length);
        int[] byBase = new int[level.seen.size()];
        for (int i = 0; i < byBase.length; i++) {
            int pair = level.seen.get(i);
            byBase[next[bases[pair] - 1]++] = pair;
        }
        return byBase;
    }

    private void gather(int[] codes, int[] byBase, int from, int to, ValueGathering gathering) {
        ByteSlice slice = new ByteSlice();
        gathering.clear();
        for (int i = from; i < to; i++) {
            pairs.value(byBase[i], slice);
            gathering.add(slice, codes, byBase[i]);
        }
    }

    private DictionaryMode decide(int base, int uses, int[] byBase, int from, int to) {
        ValueType type = baseList.get(base).type();
        int distinct = to - from;
        if (type == ValueType.BOOL || type == ValueType.ABSENT || type == ValueType.EMPTY) {
            return DictionaryMode.SORTED;
        }
        boolean number = type == ValueType.INT || type == ValueType.DOUBLE;
        ByteSlice slice = new ByteSlice();
        long bytes = 0;
        longest = 0;
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            if (number) {
                pairs.value(byBase[i], slice);
                long value = numberOf(type, slice);
                least = Math.min(least, value);
                most = Math.max(most, value);
            } else {
                int length = length(byBase[i], slice);
                bytes += length;
                longest = Math.max(longest, length);
            }
        }
        if (number) {
            int bits = Long.SIZE - Long.numberOfLeadingZeros(most - least);
            return DictionaryCost.number(uses, distinct, bits);
        }
        boolean hardlyRepeats =
                DictionaryCost.hardlyRepeats(uses, distinct) || longest > LARGE_BYTES && distinct * 2L > uses;
        if (!hardlyRepeats && distinct <= DictionaryInfo.ENTRIES_MAX && bytes <= DictionaryInfo.BYTES_MAX) {
            return DictionaryMode.SORTED;
        }
        return DictionaryMode.TEXT;
    }

    private int length(int pair, ByteSlice slice) {
        DistantValue distant = pairs.distant(pair);
        if (distant != null) {
            return distant.length();
        }
        pairs.value(pair, slice);
        return slice.length;
    }

    private void noteLarge(int[] byBase, int from, int to) {
        ByteSlice slice = new ByteSlice();
        for (int i = from; i < to; i++) {
            int length = length(byBase[i], slice);
            if (length > LARGE_BYTES) {
                largeLengths.put(byBase[i], length);
            }
        }
    }

    /** Whether any value has a chunk of its own. */
    boolean hasLarge() {
        return !largeLengths.isEmpty();
    }

    /** Bytes of a pair's value if it has a chunk of its own, else 0. */
    int largeBytes(int pair) {
        return largeLengths.getOrDefault(pair, 0);
    }

    /** The number that a column of mode NUMBER keeps for a value. */
    static long numberOf(ValueType type, ByteSlice value) {
        return type == ValueType.INT
                ? ValueBytes.getInt(value.array, value.offset)
                : ValueBytes.getDoubleBits(value.array, value.offset);
    }

    /** Number of bases. */
    int baseCount() {
        return baseList.size();
    }

    /** A base by number. */
    Base base(int base) {
        return baseList.get(base);
    }

    /** The base of a pair. */
    int baseOf(int pair) {
        return bases[pair] - 1;
    }

    /** The dictionary of a base on a level. */
    int dictionary(Level level, int base) {
        return levels[level.ordinal()].dictionaries[base];
    }

    /** Fills in the codes of some pairs in their dictionary. */
    void codes(Level level, int[] somePairs, int count, int[] into) {
        int[] codes = levels[level.ordinal()].codes;
        for (int i = 0; i < count; i++) {
            into[i] = codes[somePairs[i]] - 1;
        }
    }

    /** The table that the pairs are of. */
    PairTable pairs() {
        return pairs;
    }

    /** Leaves the arrays of the writer as it found them. */
    @Override
    public void close() {
        for (LevelPairs level : levels) {
            for (int i = 0; i < level.seen.size(); i++) {
                int pair = level.seen.get(i);
                level.codes[pair] = UNSEEN;
                bases[pair] = 0;
            }
        }
    }
}
