package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.encoding.TextArena;
import io.spanhouse.storage.index.FilterHash;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.DistantValue;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.LongColumn;
import io.spanhouse.storage.model.PairTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Encodes the attribute columns of a level, and collects on the way what belongs to the whole row group: hashes of plain
 * values for its filter, and values that are too long for their column.
 *
 * <pre>
 * column of codes   = codes
 * column of numbers = numbers
 * column of texts   = large varint, [numbers (positions of large values), number of the first varint], texts
 * stand-in          = length u32, hash u64: the text of a large value in its column; the hash is FilterHash.ofValue
 * </pre>
 */
final class AttributeEncoder {
    /** Bytes that stand in a column for a large value. */
    static final int STAND_IN_BYTES = 12;

    private final Encoders encoders;
    private final PairCodes pairs;
    private final LongColumn filterHashes = new LongColumn(1024);
    private final IntColumn largePairs = new IntColumn(4);
    private final TextArena texts = new TextArena();
    private final ByteWriter standIn = new ByteWriter(STAND_IN_BYTES);
    private final ByteSlice slice = new ByteSlice();
    private int[] codes = new int[64];
    private long[] numbers = new long[64];

    AttributeEncoder(Encoders encoders, PairCodes pairs) {
        this.encoders = encoders;
        this.pairs = pairs;
    }

    /** Starts a new row group. */
    void clear() {
        filterHashes.truncate(0);
        largePairs.truncate(0);
    }

    /** Hashes of all plain texts so far. */
    LongColumn filterHashes() {
        return filterHashes;
    }

    /** Pairs of all values so far that stand apart, by number. */
    IntColumn largePairs() {
        return largePairs;
    }

    /** Writes the columns of some levels, by number. */
    void write(
            LevelPivot[] pivots,
            List<AttributeColumn> columns,
            List<DictionaryInfo> dictionaries,
            ColumnPlacer placer) {
        for (int position : positions(pivots)) {
            AttributeColumn column = columns.get(position);
            LevelPivot pivot = pivotOf(column.level(), pivots);
            IntColumn values = pivot.values(position);
            DictionaryInfo dictionary = dictionaries.get(column.dictionary());
            ByteWriter out = placer.begin();
            switch (dictionary.mode()) {
                case SORTED:
                    writeCodes(column.level(), values, dictionary.entries(), out);
                    break;
                case NUMBER:
                    writeNumbers(column, values, out);
                    break;
                case TEXT:
                    writeTexts(column, values, out);
                    break;
            }
            placer.end(ChunkKind.COLUMN, column.number(), values.size(), pivot.owners());
        }
    }

    private static int[] positions(LevelPivot[] pivots) {
        IntColumn all = new IntColumn(64);
        for (LevelPivot pivot : pivots) {
            for (int position : pivot.columns()) {
                all.add(position);
            }
        }
        int[] positions = Arrays.copyOf(all.array(), all.size());
        Arrays.sort(positions);
        return positions;
    }

    private static LevelPivot pivotOf(Level level, LevelPivot[] pivots) {
        for (LevelPivot pivot : pivots) {
            if (pivot.level() == level) {
                return pivot;
            }
        }
        throw new IllegalStateException("no pivot of " + level);
    }

    private void writeCodes(Level level, IntColumn values, int entries, ByteWriter out) {
        int count = values.size();
        if (codes.length < count) {
            codes = new int[Math.max(count, codes.length * 2)];
        }
        pairs.codes(level, values.array(), count, codes);
        encoders.codes.write(codes, count, entries, out);
    }

    private void writeNumbers(AttributeColumn column, IntColumn values, ByteWriter out) {
        int count = values.size();
        ensureNumbers(count);
        for (int i = 0; i < count; i++) {
            pairs.pairs().value(values.get(i), slice);
            numbers[i] = PairCodes.numberOf(column.type(), slice);
        }
        encoders.numbers.write(numbers, count, out);
    }

    private void writeTexts(AttributeColumn column, IntColumn values, ByteWriter out) {
        byte[] key = column.key().getBytes(StandardCharsets.UTF_8);
        long keyHash = FilterHash.ofKey(key, 0, key.length, column.type().code());
        PairTable table = pairs.pairs();
        texts.clear();
        int firstLarge = largePairs.size();
        ensureNumbers(8);
        for (int i = 0; i < values.size(); i++) {
            DistantValue distant = table.distant(values.get(i));
            long valueHash;
            int length;
            if (distant == null) {
                table.value(values.get(i), slice);
                valueHash = FilterHash.ofValue(slice.array, slice.offset, slice.length);
                length = slice.length;
            } else {
                valueHash = distant.hash();
                length = distant.length();
            }
            filterHashes.add(FilterHash.of(keyHash, valueHash));
            if (length <= PairCodes.LARGE_BYTES) {
                texts.add(slice.array, slice.offset, slice.length);
                continue;
            }
            standIn.truncate(0);
            standIn.fixed(length, 4);
            standIn.u64(valueHash);
            texts.add(standIn.array(), 0, STAND_IN_BYTES);
            int large = largePairs.size() - firstLarge;
            if (large == numbers.length) {
                numbers = Arrays.copyOf(numbers, large * 2);
            }
            numbers[large] = i;
            largePairs.add(values.get(i));
        }
        int large = largePairs.size() - firstLarge;
        out.varint(large);
        if (large > 0) {
            encoders.numbers.write(numbers, large, out);
            out.varint(firstLarge);
        }
        encoders.texts.write(texts, out);
    }

    private void ensureNumbers(int count) {
        if (numbers.length < count) {
            numbers = new long[Math.max(count, numbers.length * 2)];
        }
    }
}
