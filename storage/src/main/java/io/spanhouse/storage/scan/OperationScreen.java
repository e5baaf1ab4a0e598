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
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says of row groups, by their tables of operations, which rows meet a condition: that none can, where a service occurs and
 * slow spans occur but no slow span of the service does; or that all rows of some operations do and no others, where a
 * condition is on services, names and kinds alone. Each operation is asked as if it were a span of which not all is known.
 * Costs some ten comparisons of numbers an operation, against a look at each of its spans. Not thread-safe.
 */
final class OperationScreen {
    private final ColumnReads reads;
    private final BlockMemo memo;
    private final boolean plainServices;
    private final OperationTable operations;
    private final ByteSlice slice = new ByteSlice();

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

    /** Whether it is a resource's service. */
    static boolean isService(Operand operand) {
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

    /**
     * What a condition says of the operations of a row group.
     *
     * @return null if the row group has no table of operations
     */
    static @Nullable DecidedOperations decide(
            PreparedCondition condition, Visibility visibility, ColumnReads reads, BlockMemo memo) {
        OperationTable operations = reads.group().operations();
        if (operations == null) {
            return null;
        }
        OperationScreen screen = new OperationScreen(reads, memo, operations);
        byte[] decisions = new byte[operations.size()];
        for (int entry = 0; entry < decisions.length; entry++) {
            boolean visible = visibility.unrestricted() || screen.sees(visibility, entry);
            decisions[entry] = visible ? (byte) screen.decide(condition, entry) : PredicateInput.NO;
        }
        return new DecidedOperations(operations, decisions);
    }

    private boolean sees(Visibility visibility, int entry) {
        Set<String> services = visibility.services();
        return services == null || services.contains(serviceText(entry).utf8());
    }

    private ByteSlice serviceText(int entry) {
        reads.dictionary(FixedDictionary.SERVICE.number()).value(operations.service(entry), slice);
        return slice;
    }

    private int decide(PreparedCondition condition, int entry) {
        if (condition instanceof PreparedCondition.Leaf) {
            return decide((PreparedCondition.Leaf) condition, entry);
        }
        if (condition instanceof PreparedCondition.Negation) {
            int part = decide(((PreparedCondition.Negation) condition).part(), entry);
            return part == PredicateInput.UNKNOWN ? part : PredicateInput.YES - part;
        }
        if (condition instanceof PreparedCondition.AllOf) {
            return decide(((PreparedCondition.AllOf) condition).parts(), PredicateInput.YES, entry);
        }
        if (condition instanceof PreparedCondition.AnyOf) {
            return decide(((PreparedCondition.AnyOf) condition).parts(), PredicateInput.NO, entry);
        }
        return PredicateInput.UNKNOWN;
    }

    /** All parts for {@code unless} YES, any for NO: a part that says the other decides. */
    private int decide(List<PreparedCondition> parts, int unless, int entry) {
        int decision = unless;
        for (PreparedCondition part : parts) {
            int next = decide(part, entry);
            if (next == PredicateInput.YES - unless) {
                return next;
            }
            decision = next == PredicateInput.UNKNOWN ? next : decision;
        }
        return decision;
    }

    /** Whether certainly no row of the row group meets all these conditions. */
    static boolean excludes(List<PreparedCondition> parts, ColumnReads reads, BlockMemo memo) {
        OperationTable operations = reads.group().operations();
        if (operations == null) {
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
        if (!plainServices) {
            return PredicateInput.UNKNOWN;
        }
        if (!text(test, FixedDictionary.SERVICE, operations.service(entry))) {
            return PredicateInput.NO;
        }
        // No service and an empty one are the same operation, so that an empty one that matches says little.
        return serviceText(entry).length > 0 ? PredicateInput.YES : PredicateInput.UNKNOWN;
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
