package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.index.FilterHash;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.charset.StandardCharsets;

/** Reads every column of a row group or table, and looks every plain text of a row group up in its filter. */
final class ColumnVerifier {
    private final GroupReader group;
    private final BlockDirectory directory;
    private final ReadScratch scratch;
    private final TextValues texts = new TextValues();
    private final ByteSlice slice = new ByteSlice();

    ColumnVerifier(GroupReader group, ReadScratch scratch) {
        this.group = group;
        this.directory = group.block().directory();
        this.scratch = scratch;
    }

    /** @throws StoreException CORRUPT if a column cannot be read or a text is not in the filter */
    void verify() {
        for (int i = 0; i < group.header().numbers.size(); i++) {
            int number = group.header().numbers.get(i);
            if (number >= Field.FIRST_ATTRIBUTE) {
                verifyAttribute(directory.column(number));
            } else {
                Field field = Field.ofNumber(number);
                if (field != null && field.hasCodes()) {
                    readCodes(number);
                } else if (field != null) {
                    readNumbers(number);
                }
            }
        }
    }

    private void verifyAttribute(AttributeColumn column) {
        switch (directory.dictionary(column.dictionary()).mode()) {
            case SORTED:
                readCodes(column.number());
                return;
            case NUMBER:
                readNumbers(column.number());
                return;
            case TEXT:
                verifyTexts(column);
                return;
        }
    }

    private void readCodes(int number) {
        CodeColumn codes = group.codes(number);
        codes.positions(0, codes.size(), new int[codes.size()], 0);
    }

    private void readNumbers(int number) {
        int count = group.valueCount(number);
        group.numbers(number, 0, count, new long[count], 0);
    }

    private void verifyTexts(AttributeColumn column) {
        group.texts(column.number(), 0, group.valueCount(column.number()), texts);
        if (MergedColumns.ofTable(column.level())) {
            return;
        }
        byte[] key = column.key().getBytes(StandardCharsets.UTF_8);
        long keyHash = FilterHash.ofKey(key, 0, key.length, column.type().code());
        for (int i = 0; i < texts.size(); i++) {
            texts.get(i, slice);
            long hash = FilterHash.of(keyHash, FilterHash.ofValue(slice.array, slice.offset, slice.length));
            if (!group.block().mayContainText(group.part(), hash, scratch)) {
                throw new StoreException(
                        FailureKind.CORRUPT,
                        group.block().identity() + " row group " + group.part() + ": value " + i + " of " + column
                                + " is not in the filter");
            }
        }
    }
}
