package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.AttributeColumn;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.Level;
import io.spanhouse.storage.block.TextValues;
import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.index.FilterHash;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Compares columns of one row group, or of a block's table of resources or scopes, with literals: which owners (rows,
 * events, links, resources, scopes) meet a test. Columns of codes are compared by their lists, before a value is unpacked;
 * plain texts are asked of the filter first. Not thread-safe.
 */
final class ColumnScan {
    private final ColumnReads reads;
    private final GroupReader group;
    private final BlockReader block;
    private final BlockMemo memo;
    private final boolean filtered;
    private final ByteSlice slice = new ByteSlice();
    private boolean[] marks = new boolean[64];

    /**
     * A scan of a row group or table.
     *
     * @param filtered whether it is a row group, whose plain texts are in a filter
     */
    ColumnScan(ColumnReads reads, BlockMemo memo, boolean filtered) {
        this.reads = reads;
        this.group = reads.group();
        this.block = reads.block();
        this.memo = memo;
        this.filtered = filtered;
    }

    /** A scan of the block's table of resources or scopes. */
    ColumnScan ofTable(GroupReader table) {
        return new ColumnScan(new ColumnReads(table, reads.scratch()), memo, false);
    }

    /** The values of the columns. */
    ColumnValues values() {
        return new ColumnValues(reads);
    }

    /** Which owners of a level have an attribute with a key and a value that meets the test. */
    RowSet attribute(Level level, String key, ValueTest test) {
        RowSet found = RowSet.none(group.ownerCount(level));
        for (AttributeColumn column : block.columns(level, key)) {
            if (!found.isAll() && test.takes(column.type()) && group.valueCount(column.number()) > 0) {
                found = found.or(column(column, test));
            }
        }
        return found;
    }

    private RowSet column(AttributeColumn column, ValueTest test) {
        if (test == ValueTest.ANY_VALUE) {
            return owners(column);
        }
        switch (block.directory().dictionary(column.dictionary()).mode()) {
            case SORTED:
                return codes(column, test);
            case NUMBER:
                return numbers(column, test);
            case TEXT:
                return texts(column, test);
        }
        throw new AssertionError(column);
    }

    private int size(AttributeColumn column) {
        return group.ownerCount(column.level());
    }

    /** Which owners have a value of a column. */
    RowSet owners(AttributeColumn column) {
        int size = size(column);
        int values = group.valueCount(column.number());
        if (values == size) {
            return RowSet.all(size);
        }
        int[] owners = reads.owners(column);
        long[] words = RowSet.words(size);
        for (int i = 0; i < values; i++) {
            RowSet.set(words, owners[i]);
        }
        return RowSet.of(words, size);
    }

    private RowSet codes(AttributeColumn column, ValueTest test) {
        int size = size(column);
        CodeColumn codes = group.codes(column.number());
        int matching = mark(codes, column.dictionary(), column.type(), test);
        if (matching == 0) {
            return RowSet.none(size);
        }
        if (matching == codes.listSize()) {
            return owners(column);
        }
        int values = group.valueCount(column.number());
        if (values == size) {
            return marked(codes, matching, size);
        }
        int[] owners = reads.owners(column);
        int[] positions = reads.positions(codes, values);
        long[] words = RowSet.words(size);
        for (int i = 0; i < values; i++) {
            if (marks[positions[i]]) {
                RowSet.set(words, owners[i]);
            }
        }
        return RowSet.of(words, size);
    }

    /** Marks the places of a column's list that meet the test; gives their number. */
    private int mark(CodeColumn codes, int dictionary, ValueType type, ValueTest test) {
        ensureMarks(codes.listSize());
        return memo.dictionary(test, dictionary, type).mark(codes, reads.dictionary(dictionary), marks);
    }

    private void ensureMarks(int size) {
        if (marks.length < size) {
            marks = new boolean[size];
        }
    }

    private RowSet numbers(AttributeColumn column, ValueTest test) {
        int values = group.valueCount(column.number());
        int[] owners = reads.owners(column);
        long[] numbers = reads.numbers(column.number(), values);
        boolean integers = column.type() == ValueType.INT;
        long[] words = RowSet.words(size(column));
        for (int i = 0; i < values; i++) {
            if (integers ? test.integer(numbers[i]) : test.decimal(Double.longBitsToDouble(numbers[i]))) {
                RowSet.set(words, owners[i]);
            }
        }
        return RowSet.of(words, size(column));
    }

    private RowSet texts(AttributeColumn column, ValueTest test) {
        byte[] key = column.key().getBytes(StandardCharsets.UTF_8);
        if (cannotHave(FilterHash.ofKey(key, 0, key.length, column.type().code()), test.only(column.type()))) {
            return RowSet.none(size(column));
        }
        int values = group.valueCount(column.number());
        int[] owners = reads.owners(column);
        TextValues texts = reads.texts(column.number(), values);
        long[] words = RowSet.words(size(column));
        for (int i = 0; i < values; i++) {
            texts.get(i, slice);
            if (test.attribute(column.type(), slice)) {
                RowSet.set(words, owners[i]);
            }
        }
        return RowSet.of(words, size(column));
    }

    private boolean cannotHave(long keyHash, byte @Nullable [] only) {
        return filtered
                && only != null
                && !block.mayContainText(
                        group.part(),
                        FilterHash.of(keyHash, FilterHash.ofValue(only, 0, only.length)),
                        reads.scratch());
    }

    /** Which owners have a text field that meets the test. */
    RowSet textField(Field field, FixedDictionary dictionary, ValueTest test) {
        int size = group.ownerCount(field.level());
        if (size == 0) {
            return RowSet.none(0);
        }
        if (test == ValueTest.ANY_VALUE) {
            return RowSet.all(size);
        }
        if (!test.takes(ValueType.STRING)) {
            return RowSet.none(size);
        }
        CodeColumn codes = group.codes(field.number());
        return marked(codes, mark(codes, dictionary.number(), ValueType.STRING, test), size);
    }

    /** The owners of a column of codes, one for each owner, whose place in the list is marked. */
    private RowSet marked(CodeColumn codes, int matching, int size) {
        if (matching == 0) {
            return RowSet.none(size);
        }
        if (matching == codes.listSize()) {
            return RowSet.all(size);
        }
        int[] positions = reads.positions(codes, size);
        long[] words = RowSet.words(size);
        for (int word = 0; word < words.length; word++) {
            // A word at a time and without a branch on the mark, which is as good as random.
            int end = Math.min(size, (word + 1) * Long.SIZE);
            long bits = 0;
            for (int i = word * Long.SIZE; i < end; i++) {
                bits |= (marks[positions[i]] ? 1L : 0L) << i;
            }
            words[word] = bits;
        }
        return RowSet.of(words, size);
    }

    /** The rows whose row of a table ({@link Field#RESOURCE} or {@link Field#SCOPE}) is in a set. */
    RowSet referring(Field field, RowSet table) {
        int size = group.rows();
        if (table.isNone() || table.isAll()) {
            return table.isNone() ? RowSet.none(size) : RowSet.all(size);
        }
        CodeColumn codes = group.codes(field.number());
        ensureMarks(codes.listSize());
        int matching = 0;
        for (int i = 0; i < codes.listSize(); i++) {
            marks[i] = table.has(codes.list()[i]);
            matching += marks[i] ? 1 : 0;
        }
        return marked(codes, matching, size);
    }

    /** Which owners have a number field that meets the test; the field is read as it is stored. */
    RowSet numberField(Field field, ValueTest test) {
        int size = group.ownerCount(field.level());
        return numbers(reads.numbers(field.number(), size), size, test, NumberSense.SIGNED);
    }

    /** Which of some numbers meet the test. */
    static RowSet numbers(long[] numbers, int size, ValueTest test, NumberSense sense) {
        long[] words = RowSet.words(size);
        long any = 0;
        for (int i = 0; i < size; i++) {
            if (test.number(numbers[i], sense)) {
                RowSet.set(words, i);
                any = 1;
            }
        }
        return any == 0 ? RowSet.none(size) : RowSet.of(words, size);
    }
}
