package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.encoding.FormNumbers;

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

    /** Finds the forms of one row group's spans or traces at a time. */
    FormFinder forms() {
        return encoders.forms;
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

    /** Writes small numbers as a field: one an owner, or one a form if the forms say it. */
    void endNumbers(Field field, int[] values, int owners) {
        boolean byForm = forms().say(field);
        int written = byForm ? forms().count() : owners;
        long[] longs = numbers(written);
        for (int i = 0; i < written; i++) {
            longs[i] = values[i];
        }
        if (!byForm) {
            endNumbers(field, owners);
            return;
        }
        ByteWriter out = placer.begin();
        FormNumbers.write(longs, written, encoders.numbers, out);
        place(field, owners);
    }

    /** Writes rows of a table as a field: one an owner, or one a form if the forms say it. */
    void endRows(Field field, int[] values, int owners, int tableSize) {
        ByteWriter out = placer.begin();
        if (forms().say(field)) {
            encoders.codes.writeByForm(values, forms().count(), tableSize, out);
        } else {
            encoders.codes.write(values, owners, tableSize, out);
        }
        place(field, owners);
    }

    /** Writes strings of the input, which become their codes here, as a field: one an owner or one a form. */
    void endStrings(Field field, int[] values, int owners, StringCodes strings) {
        int written = forms().say(field) ? forms().count() : owners;
        for (int i = 0; i < written; i++) {
            values[i] = strings.code(values[i]);
        }
        endRows(field, values, owners, strings.dictionarySize());
    }

    /** Writes which form each owner has. */
    void endForms(Field field, int owners) {
        ByteWriter out = placer.begin();
        encoders.codes.write(forms().forms(), owners, forms().count(), out);
        place(field, owners);
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
