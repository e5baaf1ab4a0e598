package io.spanhouse.storage.block;

import io.spanhouse.storage.model.SpanBatchBuilder;

/**
 * Some rows of a table, read together: finding the values of a row means counting those of all rows before it, so rows
 * that are read one by one upwards would cost the square of the table. Not thread-safe.
 */
final class TablePiece implements AutoCloseable {
    private final GroupReader table;
    private final DictionaryStrings strings;
    private final AttributeDecoder attributes;
    private final Field[] numberFields;
    private final Field[] stringFields;
    private final long[][] numbers;
    private final int[][] texts;
    private int from;
    private int to;
    private int row = -1;
    private int nextAttribute;

    TablePiece(
            GroupReader table,
            Level level,
            Field[] numberFields,
            Field[] stringFields,
            DictionaryStrings strings,
            SpanBatchBuilder target) {
        this.table = table;
        this.strings = strings;
        this.numberFields = numberFields;
        this.stringFields = stringFields;
        this.numbers = new long[numberFields.length][];
        this.texts = new int[stringFields.length][];
        this.attributes = new AttributeDecoder(table, level, strings, target);
    }

    /** Moves to a row, and reads it and as many after it as are wanted unless it was read before. */
    void move(int newRow, int pieceRows) {
        // Attributes are taken in order, so only the next row can be served from what was read.
        if (newRow != row + 1 || newRow >= to) {
            from = newRow;
            // Nothing is here until all of it was read.
            to = newRow;
            row = -1;
            int end = Math.min(newRow + pieceRows, table.rows());
            attributes.read(from, end);
            for (int i = 0; i < numberFields.length; i++) {
                numbers[i] = SpanDecoder.numbers(table, numberFields[i], from, end);
            }
            for (int i = 0; i < stringFields.length; i++) {
                texts[i] = strings.field(table, stringFields[i], from, end);
            }
            to = end;
        }
        row = newRow;
        nextAttribute = 0;
    }

    /** Number of the row's attributes. */
    int attributeCount() {
        return attributes.length(row);
    }

    /** The row's next attribute. */
    int takeAttribute() {
        return attributes.take(row, nextAttribute++);
    }

    /** The row's value of a field that is a number. */
    long number(int field) {
        return numbers[field][row - from];
    }

    /** The row's value of a field with a dictionary, as a string of the builder. */
    int string(int field) {
        return texts[field][row - from];
    }

    @Override
    public void close() {
        table.close();
    }
}
