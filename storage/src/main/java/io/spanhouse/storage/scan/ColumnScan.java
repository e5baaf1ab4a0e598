package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.LongObjectHashMap;
import io.spanhouse.storage.block.AttributeColumn;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.DictionaryReader;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.GroupShapes;
import io.spanhouse.storage.block.Level;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.encoding.TextArena;
import io.spanhouse.storage.index.FilterHash;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares columns of one row group, or of a block's table of resources or scopes, with literals: which owners (rows,
 * events, links, resources, scopes) meet a test. Columns of codes are compared by their lists, before a value is unpacked;
 * plain texts are asked of the filter first. Not thread-safe.
 */
final class ColumnScan {
    private final GroupReader group;
    private final BlockReader block;
    private final ReadScratch scratch;
    private final BlockMemo memo;
    private final boolean filtered;
    private final Map<Level, GroupShapes> shapes = new EnumMap<>(Level.class);
    private final Map<Integer, DictionaryReader> dictionaries = new HashMap<>();
    private final TextArena texts = new TextArena();
    private final ByteSlice slice = new ByteSlice();
    private boolean[] marks = new boolean[64];
    private int[] positions = new int[0];
    private int[] owners = new int[0];
    private long[] numbers = new long[0];

    /**
     * A scan of a row group or table.
     *
     * @param filtered whether it is a row group, whose plain texts are in a filter
     */
    ColumnScan(GroupReader group, ReadScratch scratch, BlockMemo memo, boolean filtered) {
        this.group = group;
        this.block = group.block();
        this.scratch = scratch;
        this.memo = memo;
        this.filtered = filtered;
    }

    GroupReader group() {
        return group;
    }

    /** The reader of a dictionary. */
    DictionaryReader dictionary(int number) {
        return dictionaries.computeIfAbsent(number, absent -> block.dictionary(absent, scratch));
    }

    /** Which owners of a level have an attribute with a key and a value that meets the test. */
    RowSet attribute(Level level, String key, ValueTest test) {
        int size = group.ownerCount(level);
        RowSet found = RowSet.none(size);
        for (AttributeColumn column : block.columns(level, key)) {
            if (!found.isAll() && test.takes(column.type()) && group.valueCount(column.number()) > 0) {
                found = found.or(column(column, level, test));
            }
        }
        return found;
    }

    private RowSet column(AttributeColumn column, Level level, ValueTest test) {
        if (test == ValueTest.ANY_VALUE) {
            return ownersOf(column, level);
        }
        switch (block.directory().dictionary(column.dictionary()).mode()) {
            case SORTED:
                return codes(column, level, test);
            case NUMBER:
                return numbers(column, level, test);
            case TEXT:
                return texts(column, level, test);
        }
        throw new AssertionError(column);
    }

    /** Which owners have a value of a column. */
    RowSet owners(AttributeColumn column) {
        return ownersOf(column, column.level());
    }

    private RowSet ownersOf(AttributeColumn column, Level level) {
        int size = group.ownerCount(level);
        int values = readOwners(column, level);
        if (values == size) {
            return RowSet.all(size);
        }
        long[] words = RowSet.words(size);
        for (int i = 0; i < values; i++) {
            RowSet.set(words, owners[i]);
        }
        return RowSet.of(words, size);
    }

    private int readOwners(AttributeColumn column, Level level) {
        int values = group.valueCount(column.number());
        if (owners.length < values) {
            owners = new int[values];
        }
        return shapes.computeIfAbsent(level, absent -> new GroupShapes(group, absent))
                .owners(column.number(), owners);
    }

    private RowSet codes(AttributeColumn column, Level level, ValueTest test) {
        int size = group.ownerCount(level);
        CodeColumn codes = group.codes(column.number());
        int matching = mark(codes, column.dictionary(), column.type(), test);
        if (matching == 0) {
            return RowSet.none(size);
        }
        if (matching == codes.listSize()) {
            return ownersOf(column, level);
        }
        int values = readOwners(column, level);
        readPositions(codes, values);
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
        if (marks.length < codes.listSize()) {
            marks = new boolean[codes.listSize()];
        }
        return memo.dictionary(test, dictionary, type).mark(codes, dictionary(dictionary), marks);
    }

    private void readPositions(CodeColumn codes, int values) {
        if (positions.length < values) {
            positions = new int[values];
        }
        codes.positions(0, values, positions, 0);
    }

    private RowSet numbers(AttributeColumn column, Level level, ValueTest test) {
        int size = group.ownerCount(level);
        int values = readOwners(column, level);
        readNumbers(column.number(), values);
        boolean integers = column.type() == ValueType.INT;
        long[] words = RowSet.words(size);
        for (int i = 0; i < values; i++) {
            if (integers ? test.integer(numbers[i]) : test.decimal(Double.longBitsToDouble(numbers[i]))) {
                RowSet.set(words, owners[i]);
            }
        }
        return RowSet.of(words, size);
    }

    private void readNumbers(int column, int values) {
        if (numbers.length < values) {
            numbers = new long[values];
        }
        group.numbers(column, 0, values, numbers, 0);
    }

    private RowSet texts(AttributeColumn column, Level level, ValueTest test) {
        int size = group.ownerCount(level);
        byte[] key = column.key().getBytes(StandardCharsets.UTF_8);
        if (cannotHave(FilterHash.ofKey(key, 0, key.length, column.type().code()), test.only(column.type()))) {
            return RowSet.none(size);
        }
        int values = readOwners(column, level);
        texts.clear();
        group.texts(column.number(), 0, values, texts);
        long[] words = RowSet.words(size);
        for (int i = 0; i < values; i++) {
            texts.get(i, slice);
            if (test.attribute(column.type(), slice)) {
                RowSet.set(words, owners[i]);
            }
        }
        return RowSet.of(words, size);
    }

    private boolean cannotHave(long keyHash, byte @Nullable [] only) {
        return filtered
                && only != null
                && !block.mayContainText(
                        group.part(), FilterHash.of(keyHash, FilterHash.ofValue(only, 0, only.length)), scratch);
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
        readPositions(codes, size);
        long[] words = RowSet.words(size);
        for (int i = 0; i < size; i++) {
            if (marks[positions[i]]) {
                RowSet.set(words, i);
            }
        }
        return RowSet.of(words, size);
    }

    /** Finds out something of a value. */
    interface ValueUse<T> {
        /** Called once for each distinct value where there are codes; the slice is good for the call. */
        T of(ByteSlice value);
    }

    /** Takes what was found out of an owner's value. */
    interface OwnerUse<T> {
        void take(int owner, T found);
    }

    /** A scan of the block's table of resources or scopes with the same scratch space. */
    ColumnScan ofTable(GroupReader table) {
        return new ColumnScan(table, scratch, memo, false);
    }

    /** Goes over a text field of all owners. */
    <T> void eachText(Field field, FixedDictionary dictionary, ValueUse<T> use, OwnerUse<T> owner) {
        int size = group.ownerCount(field.level());
        if (size > 0) {
            CodeColumn codes = group.codes(field.number());
            List<T> found = found(codes, dictionary(dictionary.number()), use);
            readPositions(codes, size);
            for (int i = 0; i < size; i++) {
                owner.take(i, found.get(positions[i]));
            }
        }
    }

    private <T> List<T> found(CodeColumn codes, DictionaryReader dictionary, ValueUse<T> use) {
        List<T> found = new ArrayList<>(codes.listSize());
        for (int i = 0; i < codes.listSize(); i++) {
            dictionary.value(codes.list()[i], slice);
            found.add(use.of(slice));
        }
        return found;
    }

    /** Goes over the values of an attribute column, which must have some. */
    <T> void eachValue(AttributeColumn column, Level level, ValueUse<T> use, OwnerUse<T> owner) {
        int values = readOwners(column, level);
        switch (block.directory().dictionary(column.dictionary()).mode()) {
            case SORTED:
                CodeColumn codes = group.codes(column.number());
                List<T> found = found(codes, dictionary(column.dictionary()), use);
                readPositions(codes, values);
                for (int i = 0; i < values; i++) {
                    owner.take(owners[i], found.get(positions[i]));
                }
                return;
            case NUMBER:
                eachNumber(column, values, use, owner);
                return;
            case TEXT:
                texts.clear();
                group.texts(column.number(), 0, values, texts);
                for (int i = 0; i < values; i++) {
                    texts.get(i, slice);
                    owner.take(owners[i], use.of(slice));
                }
                return;
        }
        throw new AssertionError(column);
    }

    private <T> void eachNumber(AttributeColumn column, int values, ValueUse<T> use, OwnerUse<T> owner) {
        readNumbers(column.number(), values);
        LongObjectHashMap<T> known = new LongObjectHashMap<>();
        byte[] bytes = new byte[ValueBytes.NUMBER_BYTES];
        for (int i = 0; i < values; i++) {
            T answer = known.get(numbers[i]);
            if (answer == null) {
                if (column.type() == ValueType.INT) {
                    ValueBytes.putInt(bytes, 0, numbers[i]);
                } else {
                    ValueBytes.putDoubleBits(bytes, 0, numbers[i]);
                }
                answer = use.of(slice.set(bytes));
                known.put(numbers[i], answer);
            }
            owner.take(owners[i], answer);
        }
    }

    /** The rows whose row of a table ({@link Field#RESOURCE} or {@link Field#SCOPE}) is in a set. */
    RowSet referring(Field field, RowSet table) {
        int size = group.rows();
        if (table.isNone() || table.isAll()) {
            return table.isNone() ? RowSet.none(size) : RowSet.all(size);
        }
        CodeColumn codes = group.codes(field.number());
        if (marks.length < codes.listSize()) {
            marks = new boolean[codes.listSize()];
        }
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
        readNumbers(field.number(), size);
        return numbers(numbers, size, test, NumberSense.SIGNED);
    }

    /** Which of some numbers meet the test. */
    static RowSet numbers(long[] numbers, int size, ValueTest test, NumberSense sense) {
        long[] words = RowSet.words(size);
        for (int i = 0; i < size; i++) {
            if (test.number(numbers[i], sense)) {
                RowSet.set(words, i);
            }
        }
        return RowSet.of(words, size);
    }
}
