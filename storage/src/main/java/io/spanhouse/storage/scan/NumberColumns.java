package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.AttributeColumn;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.Level;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;

/** Reads the numbers of operands on all rows of a row group, by columns where there are some. Not thread-safe. */
final class NumberColumns {
    private final GroupScan scan;
    private final GroupReader group;

    NumberColumns(GroupScan scan) {
        this.scan = scan;
        this.group = scan.group();
    }

    NumberColumn of(Operand operand) {
        if (operand instanceof Operand.Attribute) {
            return attribute((Operand.Attribute) operand);
        }
        if (operand instanceof Operand.Field) {
            SpanField field = ((Operand.Field) operand).field();
            if (field == SpanField.DURATION) {
                return NumberColumn.of(scan.rowColumns().durations());
            }
            if (field == SpanField.EVENT_SINCE_START) {
                return ofRows(
                        NumberColumn.of(new ElementScan(scan, AttributeLevel.EVENT).numbers(Field.EVENT_TIME_AFTER)),
                        scan.rowColumns().eventRows());
            }
            if (field == SpanField.FLAGS) {
                return NumberColumn.of(scan.rowColumns().flags());
            }
            if (field == SpanField.KIND || field == SpanField.STATUS_CODE) {
                long[] numbers = new long[group.rows()];
                Field stored = field == SpanField.KIND ? Field.KIND : Field.STATUS_CODE;
                group.numbers(stored.number(), 0, numbers.length, numbers, 0);
                return NumberColumn.of(numbers);
            }
        }
        if (operand instanceof Operand.InTrace) {
            return NumberColumn.of(new TraceColumns(scan).numbers(((Operand.InTrace) operand).property()));
        }
        return operand instanceof Operand.SpanOrResource
                ? spanOrResource(((Operand.SpanOrResource) operand).key())
                : byRows(operand);
    }

    /** The span's numbers, or of spans without the key the resource's. */
    private NumberColumn spanOrResource(String key) {
        NumberColumn numbers = read(scan.columns().values(), Level.SPAN, key, group.rows());
        RowSet others =
                scan.columns().attribute(Level.SPAN, key, ValueTest.ANY_VALUE).not();
        if (!others.isNone()) {
            NumberColumn resources = attribute(new Operand.Attribute(AttributeLevel.RESOURCE, key));
            for (int row = others.next(0); row < others.size(); row = others.next(row + 1)) {
                numbers.addAll(row, resources, row);
            }
        }
        return numbers;
    }

    private NumberColumn attribute(Operand.Attribute attribute) {
        switch (attribute.level()) {
            case SPAN:
                return read(scan.columns().values(), Level.SPAN, attribute.key(), group.rows());
            case EVENT:
                return ofRows(
                        read(scan.columns().values(), Level.EVENT, attribute.key(), group.ownerCount(Level.EVENT)),
                        scan.rowColumns().eventRows());
            case LINK:
                return ofRows(
                        read(scan.columns().values(), Level.LINK, attribute.key(), group.ownerCount(Level.LINK)),
                        scan.rowColumns().linkRows());
            case RESOURCE:
                return ofTable(attribute, Level.RESOURCE, Field.RESOURCE);
            case SCOPE:
                return ofTable(attribute, Level.SCOPE, Field.SCOPE);
        }
        throw new AssertionError(attribute);
    }

    private NumberColumn ofTable(Operand.Attribute attribute, Level level, Field reference) {
        boolean resources = attribute.level() == AttributeLevel.RESOURCE;
        int[] references = new int[group.rows()];
        group.codes(reference.number()).codes(0, references.length, references, 0);
        NumberColumn rows = NumberColumn.empty(references.length);
        try (GroupReader reader = resources
                ? group.block().resources(scan.scratch())
                : group.block().scopes(scan.scratch())) {
            NumberColumn table = read(scan.columns().ofTable(reader).values(), level, attribute.key(), reader.rows());
            for (int row = 0; row < references.length; row++) {
                rows.addAll(row, table, references[row]);
            }
        }
        return rows;
    }

    /** Numbers of events or links as numbers of their rows. */
    private NumberColumn ofRows(NumberColumn owners, int[] rowOfOwner) {
        NumberColumn rows = NumberColumn.empty(group.rows());
        for (int owner = 0; owner < rowOfOwner.length; owner++) {
            rows.addAll(rowOfOwner[owner], owners, owner);
        }
        return rows;
    }

    private static NumberColumn read(ColumnValues values, Level level, String key, int owners) {
        NumberColumn into = NumberColumn.empty(owners);
        for (AttributeColumn column : values.group().block().columns(level, key)) {
            if (values.group().valueCount(column.number()) == 0) {
                continue;
            }
            if (column.type() == ValueType.INT) {
                values.eachNumber(column, into::whole);
            } else if (column.type() == ValueType.DOUBLE) {
                values.eachNumber(column, (owner, bits) -> into.decimal(owner, Double.longBitsToDouble(bits)));
            } else if (column.type() == ValueType.ARRAY) {
                values.each(
                        column,
                        value -> {
                            NumberColumn elements = NumberColumn.empty(1);
                            addElements(elements, 0, new ValueCursor(ValueType.ARRAY, value));
                            return elements;
                        },
                        (owner, elements) -> into.addAll(owner, elements, 0));
            }
        }
        return into;
    }

    /** Adds the numbers of an array to a row. */
    static void addElements(NumberColumn into, int row, ValueCursor cursor) {
        while (cursor.next()) {
            if (cursor.type() == ValueType.INT) {
                into.whole(row, ValueBytes.getInt(cursor.payload().array, cursor.payload().offset));
            } else if (cursor.type() == ValueType.DOUBLE) {
                into.decimal(row, ValueBytes.getDouble(cursor.payload().array, cursor.payload().offset));
            }
        }
    }

    private NumberColumn byRows(Operand operand) {
        NumberColumn into = NumberColumn.empty(group.rows());
        for (int row = 0; row < group.rows(); row += TraceRowsVisitor.ROWS_MAX) {
            int end = Math.min(group.rows(), row + TraceRowsVisitor.ROWS_MAX);
            SpanBatch decoded = DecodedRows.read(group, row, end);
            NumberReader reader = new NumberReader(decoded, operand);
            for (int i = 0; i < end - row; i++) {
                reader.read(i, into, row + i);
            }
        }
        return into;
    }
}
