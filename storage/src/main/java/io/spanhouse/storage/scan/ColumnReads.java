package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.AttributeColumn;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.DictionaryReader;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.GroupShapes;
import io.spanhouse.storage.block.Level;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.block.TextValues;
import io.spanhouse.storage.encoding.CodeColumn;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads columns of one row group or table into arrays that are used again for the next column: an array is good until the
 * next read of its kind. Not thread-safe.
 */
final class ColumnReads {
    private final GroupReader group;
    private final BlockReader block;
    private final ReadScratch scratch;
    private final Map<Level, GroupShapes> shapes = new EnumMap<>(Level.class);
    private final Map<Integer, DictionaryReader> dictionaries = new HashMap<>();
    private final TextValues texts = new TextValues();
    private int[] positions = new int[0];
    private int[] owners = new int[0];
    private long[] numbers = new long[0];

    ColumnReads(GroupReader group, ReadScratch scratch) {
        this.group = group;
        this.block = group.block();
        this.scratch = scratch;
    }

    GroupReader group() {
        return group;
    }

    BlockReader block() {
        return block;
    }

    ReadScratch scratch() {
        return scratch;
    }

    /** The reader of a dictionary. */
    DictionaryReader dictionary(int number) {
        return dictionaries.computeIfAbsent(number, absent -> block.dictionary(absent, scratch));
    }

    /** The owner of each value of a column. */
    int[] owners(AttributeColumn column) {
        int values = group.valueCount(column.number());
        if (owners.length < values) {
            owners = new int[values];
        }
        shapes.computeIfAbsent(column.level(), absent -> new GroupShapes(group, absent))
                .owners(column.number(), owners);
        return owners;
    }

    /** The place in the column's list of each of so many values. */
    int[] positions(CodeColumn codes, int values) {
        if (positions.length < values) {
            positions = new int[values];
        }
        codes.positions(0, values, positions, 0);
        return positions;
    }

    /** So many values of a column of numbers. */
    long[] numbers(int column, int values) {
        if (numbers.length < values) {
            numbers = new long[values];
        }
        group.numbers(column, 0, values, numbers, 0);
        return numbers;
    }

    /** So many values of a column of texts. */
    TextValues texts(int column, int values) {
        group.texts(column, 0, values, texts);
        return texts;
    }
}
