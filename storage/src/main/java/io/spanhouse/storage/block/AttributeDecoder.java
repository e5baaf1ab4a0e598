package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.DistantValue;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Puts the attributes of some owners of one level together again, as pairs of a builder, in the order sent. Reads of each
 * column only the values of these owners. Good for one row group and one builder; not thread-safe.
 */
final class AttributeDecoder {
    /** Stands in the place of a pair that is left out. */
    static final int LEFT_OUT = -1;

    private static final int WANTED = -1;

    private final GroupReader group;
    private final DictionaryStrings strings;
    private final SpanBatchBuilder target;
    private final Level level;
    private final boolean whole;
    private GroupShapes shapes;
    private final IntColumn before = new IntColumn(64);
    private final IntColumn counts = new IntColumn(64);
    /** By position of the column in the header: the values of the owners as pairs, and the next to use. */
    private final IntColumn[] pairs;

    private final int[] next;
    /** By position of the column: pair + 1 by position in its list of codes. */
    private final int[][] known;

    private final TextValues texts = new TextValues();
    private final ByteSlice slice = new ByteSlice();
    private final byte[] number = new byte[ValueBytes.NUMBER_BYTES];
    private int[] codes = new int[64];
    private int[] wanted = new int[64];
    private long[] numbers = new long[64];

    AttributeDecoder(GroupReader group, Level level, DictionaryStrings strings, SpanBatchBuilder target) {
        this.group = group;
        this.strings = strings;
        this.target = target;
        this.level = level;
        // Where counts are kept the shapes before the owners that are wanted need not be read.
        this.whole = !group.block().keepsParts();
        this.shapes = new GroupShapes(group, level, 0, whole ? group.ownerCount(level) : 0);
        int columns = group.header().numbers.size();
        this.pairs = new IntColumn[columns];
        this.next = new int[columns];
        this.known = new int[columns][];
    }

    /** Reads the attributes of owners {@code [from, to)}; they are then taken in this order. */
    void read(int from, int to) {
        countBefore(from, to);
        shapes.countValues(from, to, counts);
        for (int position = 0; position < counts.size(); position++) {
            int count = counts.get(position);
            next[position] = 0;
            if (count == 0) {
                continue;
            }
            int first = before.get(position);
            if (first > group.header().valueCounts.get(position) - count) {
                throw new StoreException(
                        FailureKind.CORRUPT,
                        group.block().identity() + " row group " + group.part() + " has too few values of column "
                                + group.header().numbers.get(position));
            }
            if (pairs[position] == null) {
                pairs[position] = new IntColumn(count);
            }
            pairs[position].truncate(0);
            if (isLeftOut(group.header().numbers.get(position))) {
                leaveOut(position, count);
            } else {
                readColumn(position, first, first + count);
            }
        }
    }

    private boolean isLeftOut(int column) {
        BitSet leftOut = group.leftOut();
        return leftOut != null && leftOut.get(column);
    }

    private void leaveOut(int position, int count) {
        for (int i = 0; i < count; i++) {
            pairs[position].add(LEFT_OUT);
        }
    }

    /** Counts the values before the first of some owners, whose shapes are then known. */
    private void countBefore(int from, int to) {
        if (whole) {
            shapes.countValues(0, from, before);
            return;
        }
        int step = from / ValueCounts.STEP;
        int stepStart = step * ValueCounts.STEP;
        shapes = new GroupShapes(group, level, stepStart, to);
        shapes.countValues(stepStart, from, before);
        if (step > 0) {
            int[] sums = ValueCounts.of(group, level).before()[step];
            for (int position = 0; position < sums.length; position++) {
                before.set(position, before.get(position) + sums[position]);
            }
        }
    }

    /** Number of attributes of an owner. */
    int length(int owner) {
        return shapes.length(shapes.shapeOf(owner));
    }

    /** The pair of an owner's attribute, or {@link #LEFT_OUT}; each must be taken once, owner by owner, in order. */
    int take(int owner, int index) {
        int position = shapes.position(shapes.shapeOf(owner), index);
        return pairs[position].get(next[position]++);
    }

    private void readColumn(int position, int from, int to) {
        AttributeColumn column =
                group.block().directory().column(group.header().numbers.get(position));
        int key = strings.key(column.key());
        switch (group.block().directory().dictionary(column.dictionary()).mode()) {
            case SORTED:
                readCodes(position, column, key, from, to);
                return;
            case NUMBER:
                readNumbers(position, column, key, from, to);
                return;
            case TEXT:
                group.texts(column.number(), from, to, texts);
                addTexts(position, column, key);
                return;
        }
    }

    private void addTexts(int position, AttributeColumn column, int key) {
        // Resources and scopes are compared by their pairs, so equal texts in them must be one pair.
        boolean compared = MergedColumns.ofTable(column.level());
        for (int i = 0; i < texts.size(); i++) {
            DistantValue large = compared ? null : texts.large(i);
            if (large != null && !isReadable(large)) {
                pairs[position].add(LEFT_OUT);
                continue;
            }
            if (large != null) {
                pairs[position].add(target.appendDistantPair(key, column.type(), large));
                continue;
            }
            texts.get(i, slice);
            pairs[position].add(
                    compared
                            ? target.pair(key, column.type(), slice.array, slice.offset, slice.length)
                            : target.appendPair(key, column.type(), slice.array, slice.offset, slice.length));
        }
    }

    /** Where nothing is left out a value is read when it is wanted, and fails then. */
    private boolean isReadable(DistantValue large) {
        if (group.leftOut() == null) {
            return true;
        }
        try {
            large.read();
            return true;
        } catch (StoreException e) {
            if (e.kind() != FailureKind.CORRUPT) {
                throw e;
            }
            return false;
        }
    }

    private void readCodes(int position, AttributeColumn column, int key, int from, int to) {
        CodeColumn values = group.codes(column.number());
        if (codes.length < to - from) {
            codes = new int[to - from];
        }
        values.positions(from, to, codes, 0);
        if (known[position] == null) {
            known[position] = new int[values.listSize()];
        }
        int[] pairOf = known[position];
        resolve(values, to - from, column, key, pairOf);
        for (int i = 0; i < to - from; i++) {
            pairs[position].add(pairOf[codes[i]] - 1);
        }
    }

    /** Finds the pairs of codes that were not seen before, upwards, so that each page of the dictionary is read once. */
    private void resolve(CodeColumn values, int count, AttributeColumn column, int key, int[] pairOf) {
        int unknown = 0;
        for (int i = 0; i < count; i++) {
            if (pairOf[codes[i]] == 0) {
                pairOf[codes[i]] = WANTED;
                wanted = holding(wanted, unknown + 1);
                wanted[unknown++] = codes[i];
            }
        }
        Arrays.sort(wanted, 0, unknown);
        DictionaryReader dictionary = strings.dictionary(column.dictionary());
        for (int i = 0; i < unknown; i++) {
            dictionary.value(values.list()[wanted[i]], slice);
            GroupChecks.checkValue(group, column, slice.length);
            pairOf[wanted[i]] = target.pair(key, column.type(), slice.array, slice.offset, slice.length) + 1;
        }
    }

    private static int[] holding(int[] values, int count) {
        return values.length < count ? Arrays.copyOf(values, count * 2) : values;
    }

    private void readNumbers(int position, AttributeColumn column, int key, int from, int to) {
        if (numbers.length < to - from) {
            numbers = new long[to - from];
        }
        group.numbers(column.number(), from, to, numbers, 0);
        for (int i = 0; i < to - from; i++) {
            if (column.type() == ValueType.INT) {
                ValueBytes.putInt(number, 0, numbers[i]);
            } else {
                ValueBytes.putDoubleBits(number, 0, numbers[i]);
            }
            pairs[position].add(target.pair(key, column.type(), number, 0, number.length));
        }
    }
}
