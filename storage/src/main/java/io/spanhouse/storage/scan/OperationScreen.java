package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.AttributeColumn;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.Level;
import io.spanhouse.storage.block.OperationTable;
import io.spanhouse.storage.block.Services;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.ValueType;
import java.util.List;

/**
 * Says of some row groups, by their tables of operations, that no row can meet a condition: where a service occurs and slow
 * spans occur, but no slow span of the service does. Each operation is asked as if it were a span of which not all is known.
 * Not thread-safe.
 */
final class OperationScreen {
    private final ColumnReads reads;
    private final BlockMemo memo;
    private final boolean plainServices;
    private final OperationTable operations;

    private OperationScreen(ColumnReads reads, BlockMemo memo, OperationTable operations) {
        this.reads = reads;
        this.memo = memo;
        this.plainServices = servicesArePlain(reads.block());
        this.operations = operations;
    }

    /** Whether it is worth while: the condition joins at least two comparisons of what operations tell. */
    static boolean mayHelp(List<PreparedCondition> parts) {
        int known = 0;
        for (PreparedCondition part : parts) {
            if (part instanceof PreparedCondition.Leaf) {
                Operand operand = ((PreparedCondition.Leaf) part).operand();
                known += isService(operand) || operand instanceof Operand.Field && isKnown((Operand.Field) operand)
                        ? 1
                        : 0;
            }
        }
        return known > 1;
    }

    private static boolean isService(Operand operand) {
        return operand instanceof Operand.Attribute
                && ((Operand.Attribute) operand).level() == AttributeLevel.RESOURCE
                && ((Operand.Attribute) operand).key().equals(Services.KEY);
    }

    private static boolean isKnown(Operand.Field operand) {
        SpanField field = operand.field();
        return field == SpanField.NAME
                || field == SpanField.KIND
                || field == SpanField.STATUS_CODE
                || field == SpanField.DURATION;
    }

    /**
     * Whether the services of a block are the values of one plain column. A resource with two services, or with one that is
     * no text, counts as one operation though it has other values too.
     */
    static boolean servicesArePlain(BlockReader block) {
        for (AttributeColumn column : block.columns(Level.RESOURCE, Services.KEY)) {
            if (column.type() != ValueType.STRING || column.occurrence() > 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether certainly no row of the row group meets all these conditions. */
    static boolean excludes(List<PreparedCondition> parts, ColumnReads reads, BlockMemo memo) {
        OperationTable operations = new OperationTable();
        if (!reads.group().operations(operations)) {
            return false;
        }
        OperationScreen screen = new OperationScreen(reads, memo, operations);
        for (int entry = 0; entry < operations.size(); entry++) {
            if (!screen.excludes(parts, entry)) {
                return false;
            }
        }
        return true;
    }

    private boolean excludes(List<PreparedCondition> parts, int entry) {
        for (PreparedCondition part : parts) {
            if (part instanceof PreparedCondition.Leaf
                    && decide((PreparedCondition.Leaf) part, entry) == PredicateInput.NO) {
                return true;
            }
        }
        return false;
    }

    private int decide(PreparedCondition.Leaf leaf, int entry) {
        ValueTest test = leaf.test();
        if (isService(leaf.operand())) {
            return service(test, entry);
        }
        if (!(leaf.operand() instanceof Operand.Field) || test == ValueTest.ANY_VALUE) {
            return PredicateInput.UNKNOWN;
        }
        SpanField field = ((Operand.Field) leaf.operand()).field();
        if (field == SpanField.NAME) {
            return decision(text(test, FixedDictionary.SPAN_NAME, operations.name(entry)));
        }
        if (field == SpanField.KIND) {
            return decision(test.number(operations.kind(entry), NumberSense.SIGNED));
        }
        if (field == SpanField.DURATION) {
            return test.range(0, operations.durationMax(entry), NumberSense.SIGNED);
        }
        return field == SpanField.STATUS_CODE ? status(test, entry) : PredicateInput.UNKNOWN;
    }

    private int service(ValueTest test, int entry) {
        if (!plainServices || !test.takes(ValueType.STRING) || test == ValueTest.ANY_VALUE) {
            return PredicateInput.UNKNOWN;
        }
        boolean met = text(test, FixedDictionary.SERVICE, operations.service(entry));
        // No service and an empty one are the same operation, so that an empty one that matches says little.
        return met ? PredicateInput.UNKNOWN : PredicateInput.NO;
    }

    /** Only errors are counted: where all or none are, a test for errors is decided. */
    private int status(ValueTest test, int entry) {
        if (operations.errors(entry) == operations.spans(entry)) {
            return decision(test.number(TraceTally.STATUS_ERROR, NumberSense.SIGNED));
        }
        boolean wantsErrors = operations.errors(entry) == 0 && test.isOnly(TraceTally.STATUS_ERROR);
        return wantsErrors ? PredicateInput.NO : PredicateInput.UNKNOWN;
    }

    private boolean text(ValueTest test, FixedDictionary dictionary, int code) {
        return test.takes(ValueType.STRING)
                && memo.dictionary(test, dictionary.number(), ValueType.STRING)
                        .matches(code, reads.dictionary(dictionary.number()));
    }

    private static int decision(boolean met) {
        return met ? PredicateInput.YES : PredicateInput.NO;
    }
}
