package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ByteSlice;
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
import org.jspecify.annotations.Nullable;

/**
 * The attribute pairs of the rows that become a block: for each pair its base (key and type), and for each level and base
 * how its values are kept and the code of each in its dictionary.
 *
 * <p>Takes 4 bytes a pair, and 4 more for each level that has attributes. Not thread-safe.
 */
final class PairCodes {
    /** A value longer than this is kept apart from its column unless it repeats. */
    static final int LARGE_BYTES = 16 << 10;

    private static final int SEEN = -2;
    private static final int UNSEEN = -1;

    private final SpanRows rows;
    private final PairTable pairs;
    private final int[] bases;
    private final List<Base> baseList = new ArrayList<>();
    private final int[] @Nullable [] codes = new int[Level.WITH_ATTRIBUTES] @Nullable [];
    private final LevelCounts[] counts = new LevelCounts[Level.WITH_ATTRIBUTES];

    /** A key and a type. */
    record Base(String key, ValueType type) {}

    /** What is known of the bases of one level. */
    private static final class LevelCounts {
        final IntColumn uses = new IntColumn(64);
        final IntColumn distinct = new IntColumn(64);
        /** Dictionary number, and mode, by base; once decided. */
        int[] dictionaries = new int[0];

        DictionaryMode[] modes = new DictionaryMode[0];
    }

    PairCodes(SpanRows rows) {
        this.rows = rows;
        this.pairs = rows.pairs();
        this.bases = new int[pairs.size()];
        Arrays.setAll(counts, level -> new LevelCounts());
        assignBases();
    }

    private void assignBases() {
        Map<Base, Integer> known = new HashMap<>();
        int types = ValueType.values().length;
        // By string code and type, base + 1: hashes a key's text once for each of its codes.
        int[] byCode = new int[Math.multiplyExact(rows.strings().size(), types)];
        for (int pair = 0; pair < bases.length; pair++) {
            int type = pairs.type(pair);
            int slot = pairs.key(pair) * types + type;
            if (byCode[slot] == 0) {
                Base base = new Base(rows.strings().text(pairs.key(pair)), ValueType.ofCode(type));
                byCode[slot] = known.computeIfAbsent(base, added -> {
                            baseList.add(added);
                            return baseList.size() - 1;
                        })
                        + 1;
            }
            bases[pair] = byCode[slot] - 1;
        }
    }

    /** Asks for a pair on a level. */
    void want(Level level, int pair) {
        int[] levelCodes = levelCodes(level);
        int base = bases[pair];
        LevelCounts levelCounts = counts[level.ordinal()];
        IntColumn uses = levelCounts.uses;
        uses.set(base, uses.get(base) + 1);
        if (levelCodes[pair] == UNSEEN) {
            levelCodes[pair] = SEEN;
            levelCounts.distinct.set(base, levelCounts.distinct.get(base) + 1);
        }
    }

    private int[] levelCodes(Level level) {
        int[] levelCodes = codes[level.ordinal()];
        if (levelCodes == null) {
            levelCodes = new int[bases.length];
            Arrays.fill(levelCodes, UNSEEN);
            codes[level.ordinal()] = levelCodes;
            for (int i = 0; i < baseList.size(); i++) {
                counts[level.ordinal()].uses.add(0);
                counts[level.ordinal()].distinct.add(0);
            }
        }
        return levelCodes;
    }

    /** Decides how each base of each level is kept, and writes the dictionaries from this number on. */
    void writeDictionaries(int firstNumber, ValueGathering gathering, DictionaryWriter writer) {
        int number = firstNumber;
        for (int level = 0; level < codes.length; level++) {
            int[] levelCodes = codes[level];
            if (levelCodes == null) {
                continue;
            }
            LevelCounts levelCounts = counts[level];
            levelCounts.dictionaries = new int[baseList.size()];
            levelCounts.modes = new DictionaryMode[baseList.size()];
            int[] starts = new int[baseList.size() + 1];
            int[] byBase = seenByBase(levelCodes, levelCounts, starts);
            for (int base = 0; base < baseList.size(); base++) {
                if (starts[base] == starts[base + 1]) {
                    continue;
                }
                DictionaryMode mode =
                        decide(baseList.get(base).type(), levelCounts.uses.get(base), byBase, starts, base);
                levelCounts.dictionaries[base] = number;
                levelCounts.modes[base] = mode;
                if (mode == DictionaryMode.SORTED) {
                    gather(levelCodes, byBase, starts[base], starts[base + 1], gathering);
                    gathering.write(number, writer);
                } else {
                    writer.without(number, mode);
                }
                number++;
            }
        }
    }

    private int[] seenByBase(int[] levelCodes, LevelCounts levelCounts, int[] starts) {
        for (int base = 0; base < baseList.size(); base++) {
            starts[base + 1] = starts[base] + levelCounts.distinct.get(base);
        }
        int[] next = Arrays.copyOf(starts, starts.length);
        int[] byBase = new int[starts[baseList.size()]];
        for (int pair = 0; pair < levelCodes.length; pair++) {
            if (levelCodes[pair] == SEEN) {
                byBase[next[bases[pair]]++] = pair;
            }
        }
        return byBase;
    }

    private void gather(int[] levelCodes, int[] byBase, int from, int to, ValueGathering gathering) {
        ByteSlice slice = new ByteSlice();
        gathering.clear();
        for (int i = from; i < to; i++) {
            pairs.value(byBase[i], slice);
            gathering.add(slice, levelCodes, byBase[i]);
        }
    }

    private DictionaryMode decide(ValueType type, int uses, int[] byBase, int[] starts, int base) {
        int distinct = starts[base + 1] - starts[base];
        if (type == ValueType.BOOL || type == ValueType.ABSENT || type == ValueType.EMPTY) {
            return DictionaryMode.SORTED;
        }
        boolean number = type == ValueType.INT || type == ValueType.DOUBLE;
        ByteSlice slice = new ByteSlice();
        long bytes = 0;
        int longest = 0;
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (int i = starts[base]; i < starts[base + 1]; i++) {
            pairs.value(byBase[i], slice);
            bytes += slice.length;
            longest = Math.max(longest, slice.length);
            if (number) {
                long value = numberOf(type, slice);
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        if (number) {
            int bits = Long.SIZE - Long.numberOfLeadingZeros(most - least);
            return DictionaryCost.number(uses, distinct, bits);
        }
        boolean hardlyRepeats =
                DictionaryCost.hardlyRepeats(uses, distinct) || longest > LARGE_BYTES && distinct * 2L > uses;
        return hardlyRepeats || distinct > DictionaryInfo.ENTRIES_MAX || bytes > DictionaryInfo.BYTES_MAX
                ? DictionaryMode.TEXT
                : DictionaryMode.SORTED;
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
        return bases[pair];
    }

    /** How the values of a base are kept on a level. */
    DictionaryMode mode(Level level, int base) {
        return counts[level.ordinal()].modes[base];
    }

    /** The dictionary of a base on a level. */
    int dictionary(Level level, int base) {
        return counts[level.ordinal()].dictionaries[base];
    }

    /** The codes of pairs in their dictionaries, by pair. */
    int[] codes(Level level) {
        return levelCodes(level);
    }

    /** The table that the pairs are of. */
    PairTable pairs() {
        return pairs;
    }
}
