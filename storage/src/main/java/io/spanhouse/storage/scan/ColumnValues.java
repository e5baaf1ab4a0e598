package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.LongObjectHashMap;
import io.spanhouse.storage.block.AttributeColumn;
import io.spanhouse.storage.block.DictionaryMode;
import io.spanhouse.storage.block.DictionaryReader;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.TextValues;
import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes over the values of columns. What is to be found out of a value is asked once for each distinct value where there
 * are codes or numbers, and for every value of plain texts. Not thread-safe.
 */
final class ColumnValues {
    /** Finds out something of a value. */
    interface ValueUse<T> {
        /** The slice is good for the call. */
        T of(ByteSlice value);
    }

    /** Takes what was found out of an owner's value. */
    interface OwnerUse<T> {
        void take(int owner, T found);
    }

    /** Takes the bits of an owner's number. */
    interface NumberUse {
        void take(int owner, long bits);
    }

    private final ColumnReads reads;
    private final GroupReader group;
    private final ByteSlice slice = new ByteSlice();

    ColumnValues(ColumnReads reads) {
        this.reads = reads;
        this.group = reads.group();
    }

    GroupReader group() {
        return group;
    }

    /** Goes over a text field of all owners. */
    <T> void eachText(Field field, FixedDictionary dictionary, ValueUse<T> use, OwnerUse<T> owner) {
        int size = group.ownerCount(field.level());
        if (size > 0) {
            CodeColumn codes = group.codes(field.number());
            List<T> found = found(codes, reads.dictionary(dictionary.number()), use);
            int[] positions = reads.positions(codes, size);
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
    <T> void each(AttributeColumn column, ValueUse<T> use, OwnerUse<T> owner) {
        int values = group.valueCount(column.number());
        int[] owners = reads.owners(column);
        switch (group.block().directory().dictionary(column.dictionary()).mode()) {
            case SORTED:
                CodeColumn codes = group.codes(column.number());
                List<T> found = found(codes, reads.dictionary(column.dictionary()), use);
                int[] positions = reads.positions(codes, values);
                for (int i = 0; i < values; i++) {
                    owner.take(owners[i], found.get(positions[i]));
                }
                return;
            case NUMBER:
                eachNumber(column, owners, use, owner);
                return;
            case TEXT:
                TextValues texts = reads.texts(column.number(), values);
                for (int i = 0; i < values; i++) {
                    texts.get(i, slice);
                    owner.take(owners[i], use.of(slice));
                }
                return;
        }
        throw new AssertionError(column);
    }

    /** Goes over the numbers of an attribute column of type INT or DOUBLE, which must have some. */
    void eachNumber(AttributeColumn column, NumberUse use) {
        int values = group.valueCount(column.number());
        if (group.block().directory().dictionary(column.dictionary()).mode() == DictionaryMode.NUMBER) {
            int[] owners = reads.owners(column);
            long[] numbers = reads.numbers(column.number(), values);
            for (int i = 0; i < values; i++) {
                use.take(owners[i], numbers[i]);
            }
            return;
        }
        boolean whole = column.type() == ValueType.INT;
        each(
                column,
                value -> whole
                        ? ValueBytes.getInt(value.array, value.offset)
                        : ValueBytes.getDoubleBits(value.array, value.offset),
                use::take);
    }

    private <T> void eachNumber(AttributeColumn column, int[] owners, ValueUse<T> use, OwnerUse<T> owner) {
        int values = group.valueCount(column.number());
        long[] numbers = reads.numbers(column.number(), values);
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
}
