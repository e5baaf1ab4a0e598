package io.spanhouse.storage.block;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.ValueBytes;

/** What must hold between a row group's header, the block's directory and the row group's bounds. */
final class GroupChecks {
    private GroupChecks() {}

    /** Checks a header that was just read. */
    static void check(ChunkKey key, GroupHeader header, BlockReader block, int part) {
        BlockDirectory directory = block.directory();
        boolean table = part < 0;
        int expectedRows = table
                ? part == TableWriter.RESOURCES ? directory.resources() : directory.scopes()
                : (int) block.bounds().get(Bound.ROWS, part);
        int expectedFragments = table ? 0 : (int) block.bounds().get(Bound.FRAGMENTS, part);
        if (header.rows != expectedRows || header.fragments != expectedFragments) {
            throw ChunkFailure.corrupt(
                    key,
                    "it has " + header.rows + " rows in " + header.fragments + " fragments, expected " + expectedRows
                            + " in " + expectedFragments);
        }
        for (int i = 0; i < header.numbers.size(); i++) {
            int number = header.numbers.get(i);
            int values = header.valueCounts.get(i);
            if (number < Field.FIRST_ATTRIBUTE && Field.ofNumber(number) == null) {
                continue;
            }
            Level level = levelOf(key, directory, number);
            int owners = owners(header, level);
            boolean perOwner = number < Field.FIRST_ATTRIBUTE && number != Field.OUTSIDE_PARENT.number();
            if (perOwner ? values != owners : values > owners) {
                throw ChunkFailure.corrupt(
                        key, "column " + number + " has " + values + " values for " + owners + " owners");
            }
        }
        for (int i = 0; i < header.services.size(); i++) {
            int services = directory.dictionary(FixedDictionary.SERVICE).entries();
            if (header.services.get(i) >= services) {
                throw ChunkFailure.corrupt(key, "service " + header.services.get(i) + " of " + services);
            }
        }
        requireFields(key, header, table, part);
    }

    private static void requireFields(ChunkKey key, GroupHeader header, boolean table, int part) {
        for (Field field : Field.values()) {
            boolean ofTable = field.level() == Level.RESOURCE || field.level() == Level.SCOPE;
            boolean wanted =
                    table ? field.level() == (part == TableWriter.RESOURCES ? Level.RESOURCE : Level.SCOPE) : !ofTable;
            if (wanted && field.isRequired() && !has(header, field)) {
                throw ChunkFailure.corrupt(key, "it has no column " + field);
            }
        }
        boolean ofFormat1 = has(header, Field.ROOT_START_AFTER) && has(header, Field.ROOT_DURATION_LESS);
        boolean later = has(header, Field.ROOT_START_BESIDE) && has(header, Field.ROOT_DURATION_BESIDE);
        if (!table && !ofFormat1 && !later) {
            throw ChunkFailure.corrupt(key, "it has no times of roots");
        }
    }

    private static boolean has(GroupHeader header, Field field) {
        return header.position(field.number()) >= 0;
    }

    private static Level levelOf(ChunkKey key, BlockDirectory directory, int number) {
        if (number >= Field.FIRST_ATTRIBUTE) {
            if (number - Field.FIRST_ATTRIBUTE >= directory.columns().size()) {
                throw ChunkFailure.corrupt(
                        key, "column " + number + " of " + directory.columns().size());
            }
            return directory.column(number).level();
        }
        Field field = Field.ofNumber(number);
        if (field == null) {
            throw ChunkFailure.corrupt(key, "column " + number + " is no field");
        }
        return field.level();
    }

    private static int owners(GroupHeader header, Level level) {
        switch (level) {
            case SPAN:
            case RESOURCE:
            case SCOPE:
                return header.rows;
            case EVENT:
                return header.events;
            case LINK:
                return header.links;
            case TRACE:
                return header.fragments;
        }
        throw new AssertionError(level);
    }

    /** Size of the table that a column's codes are of. */
    static int tableSize(BlockDirectory directory, int column) {
        if (column >= Field.FIRST_ATTRIBUTE) {
            return directory.dictionary(directory.column(column).dictionary()).entries();
        }
        if (column == Field.RESOURCE.number()) {
            return directory.resources();
        }
        if (column == Field.SCOPE.number()) {
            return directory.scopes();
        }
        Field field = Field.ofNumber(column);
        if (field != null && field.isForm()) {
            return GroupHeader.COUNT_MAX;
        }
        FixedDictionary dictionary = field == null ? null : field.dictionary();
        if (dictionary == null) {
            throw new IllegalArgumentException("column " + column + " has no codes");
        }
        return directory.dictionary(dictionary).entries();
    }

    /** Checks that a value of a dictionary has as many bytes as its type wants. */
    static void checkValue(GroupReader group, AttributeColumn column, int length) {
        int wanted = 0;
        switch (column.type()) {
            case ABSENT:
            case EMPTY:
                break;
            case BOOL:
                wanted = 1;
                break;
            case INT:
            case DOUBLE:
                wanted = ValueBytes.NUMBER_BYTES;
                break;
            case STRING:
            case BYTES:
            case ARRAY:
            case KVLIST:
                return;
        }
        if (length != wanted) {
            throw new StoreException(
                    FailureKind.CORRUPT,
                    group.block().identity() + " has a value of " + length + " bytes in " + column + ", expected "
                            + wanted);
        }
    }
}
