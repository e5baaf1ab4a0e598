package io.spanhouse.storage.block;

import java.util.Locale;

/** What a column is called where people read it, and what its payload is. */
final class ColumnNames {
    private ColumnNames() {}

    /** What a payload holds. */
    enum Content {
        CODES,
        NUMBERS,
        TEXTS
    }

    /** A field's name, or an attribute's level, key, type and, from the second on, occurrence. */
    static String of(BlockDirectory directory, int number) {
        if (number < Field.FIRST_ATTRIBUTE) {
            Field field = Field.ofNumber(number);
            return field == null ? "field " + number : field.name();
        }
        AttributeColumn column = directory.column(number);
        return column.level().name().toLowerCase(Locale.ROOT) + ' ' + attribute(column);
    }

    /** An attribute's key, type and, from the second on, occurrence. */
    static String attribute(AttributeColumn column) {
        return column.key() + " (" + column.type().name().toLowerCase(Locale.ROOT)
                + (column.occurrence() == 0 ? ")" : ") again " + column.occurrence());
    }

    /** The column that a dictionary is of; several may share one. */
    static String ofDictionary(BlockDirectory directory, int number) {
        if (number < FixedDictionary.values().length) {
            return FixedDictionary.values()[number].name();
        }
        for (AttributeColumn column : directory.columns()) {
            if (column.dictionary() == number) {
                return of(directory, column.number());
            }
        }
        return "nothing";
    }

    static Content content(BlockDirectory directory, int number) {
        if (number >= Field.FIRST_ATTRIBUTE) {
            return switch (directory
                    .dictionary(directory.column(number).dictionary())
                    .mode()) {
                case SORTED -> Content.CODES;
                case NUMBER -> Content.NUMBERS;
                case TEXT -> Content.TEXTS;
            };
        }
        Field field = Field.ofNumber(number);
        boolean codes =
                field != null && (field.dictionary() != null || field == Field.RESOURCE || field == Field.SCOPE);
        return codes ? Content.CODES : Content.NUMBERS;
    }
}
