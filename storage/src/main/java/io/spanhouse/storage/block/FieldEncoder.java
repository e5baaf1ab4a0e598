package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteWriter;

/**
 * Encodes the fields of a row group or table: the caller fills {@link #numbers} or {@link #codes} and says of which field
 * they are. Not thread-safe.
 */
final class FieldEncoder {
    private final Encoders encoders;
    private final ColumnPlacer placer;
    private long[] numbers = new long[1024];
    private int[] codes = new int[1024];

    FieldEncoder(Encoders encoders, ColumnPlacer placer) {
        this.encoders = encoders;
        this.placer = placer;
    }

    /** An array for so many numbers. */
    long[] numbers(int count) {
        if (numbers.length < count) {
            numbers = new long[Math.max(count, numbers.length * 2)];
        }
        return numbers;
    }

    /** An array for so many codes. */
    int[] codes(int count) {
        if (codes.length < count) {
            codes = new int[Math.max(count, codes.length * 2)];
        }
        return codes;
    }

    /** Writes the numbers as a field. */
    void endNumbers(Field field, int count) {
        ByteWriter out = placer.begin();
        encoders.numbers.write(numbers, count, out);
        place(field, count);
    }

    /** Writes the codes as a field that names rows of a table. */
    void endRows(Field field, int count, int tableSize) {
        ByteWriter out = placer.begin();
        encoders.codes.write(codes, count, tableSize, out);
        place(field, count);
    }

    /** Writes the codes, which are strings of the input, as a field with a dictionary. */
    void endStrings(Field field, int count, StringCodes strings) {
        for (int i = 0; i < count; i++) {
            codes[i] = strings.code(codes[i]);
        }
        endRows(field, count, strings.dictionarySize());
    }

    private void place(Field field, int count) {
        placer.end(field.level() == Level.TRACE ? ChunkKind.TRACE : ChunkKind.COLUMN, field.number(), count, count);
    }
}
