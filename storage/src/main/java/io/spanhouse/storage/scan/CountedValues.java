package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.LongIntHashMap;
import io.spanhouse.storage.block.AttributeColumn;
import io.spanhouse.storage.block.DictionaryReader;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.TextValues;
import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import java.util.Arrays;

/**
 * Counts the values of an attribute column over owners of two populations: by code or number where there are such, and only
 * then each distinct value once; plain texts one by one. Not thread-safe.
 */
final class CountedValues {
    /** How many spans of either population an owner stands for; a row for itself, a resource for its rows. */
    interface Weights {
        int selected(int owner);

        int rest(int owner);
    }

    /** Takes a value and the spans that have it, at least one. The slice is good for the call. */
    interface Use {
        void take(ByteSlice value, int selected, int rest);
    }

    private final ColumnReads reads;
    private final GroupReader group;
    private final ByteSlice slice = new ByteSlice();
    private int[] selected = new int[0];
    private int[] rest = new int[0];

    CountedValues(ColumnReads reads) {
        this.reads = reads;
        this.group = reads.group();
    }

    /** Counts a column, which must have values. */
    void each(AttributeColumn column, Weights weights, Use use) {
        int values = group.valueCount(column.number());
        int[] owners = reads.owners(column);
        switch (group.block().directory().dictionary(column.dictionary()).mode()) {
            case SORTED:
                coded(column, values, owners, weights, use);
                return;
            case NUMBER:
                numbers(column, values, owners, weights, use);
                return;
            case TEXT:
                TextValues texts = reads.texts(column.number(), values);
                for (int i = 0; i < values; i++) {
                    int ofSelected = weights.selected(owners[i]);
                    int ofRest = weights.rest(owners[i]);
                    if ((ofSelected | ofRest) != 0) {
                        texts.get(i, slice);
                        use.take(slice, ofSelected, ofRest);
                    }
                }
                return;
        }
        throw new AssertionError(column);
    }

    private void clear(int size) {
        if (selected.length < size) {
            selected = new int[size];
            rest = new int[size];
        } else {
            Arrays.fill(selected, 0, size, 0);
            Arrays.fill(rest, 0, size, 0);
        }
    }

    private void coded(AttributeColumn column, int values, int[] owners, Weights weights, Use use) {
        CodeColumn codes = group.codes(column.number());
        int[] positions = reads.positions(codes, values);
        int size = codes.listSize();
        clear(size);
        for (int i = 0; i < values; i++) {
            selected[positions[i]] += weights.selected(owners[i]);
            rest[positions[i]] += weights.rest(owners[i]);
        }
        DictionaryReader dictionary = reads.dictionary(column.dictionary());
        for (int i = 0; i < size; i++) {
            if ((selected[i] | rest[i]) != 0) {
                dictionary.value(codes.list()[i], slice);
                use.take(slice, selected[i], rest[i]);
            }
        }
    }

    private void numbers(AttributeColumn column, int values, int[] owners, Weights weights, Use use) {
        long[] numbers = reads.numbers(column.number(), values);
        clear(values);
        LongIntHashMap places = new LongIntHashMap();
        for (int i = 0; i < values; i++) {
            int ofSelected = weights.selected(owners[i]);
            int ofRest = weights.rest(owners[i]);
            if ((ofSelected | ofRest) != 0) {
                int index = places.indexOf(numbers[i]);
                int place = i;
                if (places.indexExists(index)) {
                    place = places.indexGet(index);
                } else {
                    places.indexInsert(index, numbers[i], i);
                }
                selected[place] += ofSelected;
                rest[place] += ofRest;
            }
        }
        byte[] bytes = new byte[ValueBytes.NUMBER_BYTES];
        for (int i = 0; i < values; i++) {
            if ((selected[i] | rest[i]) != 0) {
                if (column.type() == ValueType.INT) {
                    ValueBytes.putInt(bytes, 0, numbers[i]);
                } else {
                    ValueBytes.putDoubleBits(bytes, 0, numbers[i]);
                }
                use.take(slice.set(bytes), selected[i], rest[i]);
            }
        }
    }
}
