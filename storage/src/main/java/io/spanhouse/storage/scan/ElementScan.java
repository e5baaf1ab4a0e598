package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.Level;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanRows;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on the events, or links, of one row group: each comparison becomes a set of elements, and sets are joined, so
 * that what must hold on one element is joined before it becomes a set of rows. Not thread-safe.
 */
final class ElementScan {
    private final GroupScan scan;
    private final GroupReader group;
    private final AttributeLevel level;
    private final Level columnLevel;

    ElementScan(GroupScan scan, AttributeLevel level) {
        this.scan = scan;
        this.group = scan.group();
        this.level = level;
        this.columnLevel = level == AttributeLevel.EVENT ? Level.EVENT : Level.LINK;
    }

    /** Whether columns alone can decide a condition on one element. */
    static boolean columnar(PreparedCondition condition) {
        if (condition instanceof PreparedCondition.Leaf) {
            return true;
        }
        if (condition instanceof PreparedCondition.Negation) {
            return columnar(((PreparedCondition.Negation) condition).part());
        }
        if (condition instanceof PreparedCondition.AllOf) {
            return ((PreparedCondition.AllOf) condition).parts().stream().allMatch(ElementScan::columnar);
        }
        return condition instanceof PreparedCondition.AnyOf
                && ((PreparedCondition.AnyOf) condition).parts().stream().allMatch(ElementScan::columnar);
    }

    /** The level of elements whose values an operand has, null for one that is the row's. */
    static @Nullable AttributeLevel levelOf(Operand operand) {
        if (operand instanceof Operand.Attribute) {
            AttributeLevel of = ((Operand.Attribute) operand).level();
            return of == AttributeLevel.EVENT || of == AttributeLevel.LINK ? of : null;
        }
        if (!(operand instanceof Operand.Field)) {
            return null;
        }
        SpanField field = ((Operand.Field) operand).field();
        if (field == SpanField.EVENT_NAME || field == SpanField.EVENT_TIME || field == SpanField.EVENT_SINCE_START) {
            return AttributeLevel.EVENT;
        }
        boolean ofLink = field == SpanField.LINK_TRACE_ID
                || field == SpanField.LINK_SPAN_ID
                || field == SpanField.LINK_TRACE_STATE;
        return ofLink ? AttributeLevel.LINK : null;
    }

    /** The rows with an element that meets a condition for which {@link #columnar} holds. */
    RowSet rows(PreparedCondition condition) {
        if (group.ownerCount(columnLevel) == 0) {
            return RowSet.none(group.rows());
        }
        return scan.rowColumns().rowsOf(columnLevel, elements(condition));
    }

    private RowSet elements(PreparedCondition condition) {
        if (condition instanceof PreparedCondition.Leaf) {
            PreparedCondition.Leaf leaf = (PreparedCondition.Leaf) condition;
            return levelOf(leaf.operand()) == level ? leaf(leaf) : ofRows(scan.rows(leaf));
        }
        if (condition instanceof PreparedCondition.Negation) {
            return elements(((PreparedCondition.Negation) condition).part()).not();
        }
        int size = group.ownerCount(columnLevel);
        if (condition instanceof PreparedCondition.AllOf) {
            RowSet all = RowSet.all(size);
            for (PreparedCondition part : ((PreparedCondition.AllOf) condition).parts()) {
                all = all.isNone() ? all : all.and(elements(part));
            }
            return all;
        }
        RowSet any = RowSet.none(size);
        for (PreparedCondition part : ((PreparedCondition.AnyOf) condition).parts()) {
            any = any.or(elements(part));
        }
        return any;
    }

    /** The elements whose rows are in a set. */
    private RowSet ofRows(RowSet rows) {
        int size = group.ownerCount(columnLevel);
        if (rows.isNone() || rows.isAll()) {
            return rows.isNone() ? RowSet.none(size) : RowSet.all(size);
        }
        int[] rowOf = rowOfElement();
        long[] words = RowSet.words(size);
        for (int element = 0; element < size; element++) {
            if (rows.has(rowOf[element])) {
                RowSet.set(words, element);
            }
        }
        return RowSet.of(words, size);
    }

    private int[] rowOfElement() {
        return level == AttributeLevel.EVENT
                ? scan.rowColumns().eventRows()
                : scan.rowColumns().linkRows();
    }

    /** The elements that meet a comparison of their level. */
    RowSet leaf(PreparedCondition.Leaf leaf) {
        int size = group.ownerCount(columnLevel);
        ValueTest test = leaf.test();
        if (size == 0) {
            return RowSet.none(0);
        }
        if (leaf.operand() instanceof Operand.Attribute) {
            return scan.columns().attribute(columnLevel, ((Operand.Attribute) leaf.operand()).key(), test);
        }
        SpanField field = ((Operand.Field) leaf.operand()).field();
        if (field == SpanField.EVENT_NAME) {
            return scan.columns().textField(Field.EVENT_NAME, FixedDictionary.EVENT_NAME, test);
        }
        if (field == SpanField.LINK_TRACE_STATE) {
            return scan.columns().textField(Field.LINK_TRACE_STATE, FixedDictionary.TRACE_STATE, test);
        }
        if (field == SpanField.EVENT_SINCE_START) {
            return scan.columns().numberField(Field.EVENT_TIME_AFTER, test);
        }
        if (field == SpanField.EVENT_TIME) {
            return ColumnScan.numbers(eventTimes(), size, test, NumberSense.UNSIGNED);
        }
        return ids(field == SpanField.LINK_TRACE_ID, test, size);
    }

    /** Times of all events. */
    long[] eventTimes() {
        long[] times = numbers(Field.EVENT_TIME_AFTER);
        int[] rows = scan.rowColumns().eventRows();
        long[] starts = scan.rowColumns().starts();
        for (int event = 0; event < times.length; event++) {
            times[event] += starts[rows[event]];
        }
        return times;
    }

    /** Numbers of all elements. */
    long[] numbers(Field field) {
        long[] numbers = new long[group.ownerCount(field.level())];
        group.numbers(field.number(), 0, numbers.length, numbers, 0);
        return numbers;
    }

    private RowSet ids(boolean ofTraces, ValueTest test, int size) {
        long[] presence = numbers(Field.LINK_PRESENCE);
        long[] high = ofTraces ? numbers(Field.LINK_TRACE_HIGH) : presence;
        long[] low = numbers(ofTraces ? Field.LINK_TRACE_LOW : Field.LINK_SPAN);
        int needed = ofTraces ? SpanRows.LINK_HAS_TRACE_ID : SpanRows.LINK_HAS_SPAN_ID;
        ByteBuffer id = ByteBuffer.allocate(ofTraces ? 2 * Long.BYTES : Long.BYTES);
        ByteSlice slice = new ByteSlice();
        long[] words = RowSet.words(size);
        for (int link = 0; link < size; link++) {
            id.clear();
            if (ofTraces) {
                id.putLong(high[link]);
            }
            id.putLong(low[link]);
            if ((presence[link] & needed) != 0 && test.id(slice.set(id.array()))) {
                RowSet.set(words, link);
            }
        }
        return RowSet.of(words, size);
    }
}
