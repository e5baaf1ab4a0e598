package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.LongIntHashMap;
import io.spanhouse.storage.block.AttributeColumn;
import io.spanhouse.storage.block.DictionaryReader;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.Level;
import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TraceProperty;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.ValueType;
import java.util.List;
import java.util.Map;

/**
 * The values of operands on all rows of a row group, column by column. What no column can answer (ids, exceptions'
 * fingerprints) is read from decoded rows. Not thread-safe.
 */
final class OperandColumns {
    private final GroupScan scan;
    private final GroupReader group;
    private final LiteralTable literals;
    private final Map<Operand, ValueLists> tables;

    /**
     * Operands of a row group.
     *
     * @param literals numbers of values
     * @param tables values on the block's resources and scopes, known from other row groups; filled in
     */
    OperandColumns(GroupScan scan, LiteralTable literals, Map<Operand, ValueLists> tables) {
        this.scan = scan;
        this.group = scan.group();
        this.literals = literals;
        this.tables = tables;
    }

    /** The values of an operand; of rows outside {@code wanted} they may be missing. */
    ValueLists of(Operand operand, RowSet wanted) {
        if (operand instanceof Operand.ExceptionFingerprint) {
            return byRows(operand, wanted.and(scan.rowColumns().exceptionRows()));
        }
        if (operand instanceof Operand.Attribute) {
            return attribute((Operand.Attribute) operand);
        }
        if (operand instanceof Operand.SpanOrResource) {
            return spanOrResource(((Operand.SpanOrResource) operand).key());
        }
        if (operand instanceof Operand.InTrace) {
            return inTrace(((Operand.InTrace) operand).property());
        }
        if (operand instanceof Operand.AsText) {
            return asTexts((Operand.AsText) operand, wanted);
        }
        if (operand instanceof Operand.OfTypes) {
            return byRows(operand, wanted);
        }
        return field(((Operand.Field) operand).field(), operand, wanted);
    }

    private ValueLists field(SpanField field, Operand operand, RowSet wanted) {
        switch (field) {
            case NAME:
                return rowTexts(Field.NAME, FixedDictionary.SPAN_NAME);
            case STATUS_MESSAGE:
                return rowTexts(Field.STATUS_MESSAGE, FixedDictionary.STATUS_MESSAGE);
            case TRACE_STATE:
                return rowTexts(Field.TRACE_STATE, FixedDictionary.TRACE_STATE);
            case KIND:
                return numbers(read(Field.KIND));
            case STATUS_CODE:
                return numbers(read(Field.STATUS_CODE));
            case FLAGS:
                return numbers(scan.rowColumns().flags());
            case START:
                return numbers(scan.rowColumns().starts());
            case END:
                return numbers(scan.rowColumns().ends());
            case DURATION:
                return numbers(scan.rowColumns().durations());
            case SCOPE_NAME:
                return scopeTexts(operand, Field.SCOPE_NAME, FixedDictionary.SCOPE_NAME);
            case SCOPE_VERSION:
                return scopeTexts(operand, Field.SCOPE_VERSION, FixedDictionary.SCOPE_VERSION);
            case SCOPE_SCHEMA_URL:
                return scopeTexts(operand, Field.SCOPE_SCHEMA_URL, FixedDictionary.SCHEMA_URL);
            case RESOURCE_SCHEMA_URL:
                return resourceSchemas(operand);
            case EVENT_NAME:
                ValueLists names = new ValueLists(group.ownerCount(Level.EVENT));
                texts(scan.columns().values(), Field.EVENT_NAME, FixedDictionary.EVENT_NAME, names);
                return ofRows(names, scan.rowColumns().eventRows());
            case EVENT_TIME:
            case EVENT_SINCE_START:
                ElementScan elements = new ElementScan(scan, AttributeLevel.EVENT);
                ValueLists times = numbers(
                        field == SpanField.EVENT_TIME
                                ? elements.eventTimes()
                                : elements.numbers(Field.EVENT_TIME_AFTER));
                return ofRows(times, scan.rowColumns().eventRows());
            case LINK_TRACE_ID:
            case LINK_SPAN_ID:
            case LINK_TRACE_STATE:
                return byRows(operand, wanted.and(scan.rowColumns().linkingRows()));
            case TRACE_ID:
            case SPAN_ID:
            case PARENT_SPAN_ID:
                return byRows(operand, wanted);
        }
        throw new AssertionError(field);
    }

    private long[] read(Field field) {
        long[] numbers = new long[group.rows()];
        group.numbers(field.number(), 0, numbers.length, numbers, 0);
        return numbers;
    }

    private ValueLists numbers(long[] numbers) {
        ValueLists lists = new ValueLists(numbers.length);
        LongIntHashMap known = new LongIntHashMap();
        for (int row = 0; row < numbers.length; row++) {
            int list = known.getOrDefault(numbers[row], -1);
            if (list < 0) {
                list = lists.with(ValueLists.ABSENT, literals.number(new Literal.Whole(numbers[row])));
                known.put(numbers[row], list);
            }
            lists.set(row, list);
        }
        return lists;
    }

    /** The codes of a column are taken for numbers of lists as they are. */
    private ValueLists rowTexts(Field field, FixedDictionary dictionary) {
        CodeColumn codes = group.codes(field.number());
        DictionaryReader values = group.block().dictionary(dictionary.number(), scan.scratch());
        ByteSlice slice = new ByteSlice();
        int[][] lists = new int[codes.listSize()][];
        for (int i = 0; i < lists.length; i++) {
            values.value(codes.list()[i], slice);
            lists[i] = new int[] {literals.number(new Literal.Text(slice.utf8()))};
        }
        return ValueLists.ofCodes(positions(codes), lists);
    }

    private int[] positions(CodeColumn codes) {
        int[] positions = new int[group.rows()];
        codes.positions(0, positions.length, positions, 0);
        return positions;
    }

    private void texts(ColumnValues of, Field field, FixedDictionary dictionary, ValueLists lists) {
        of.eachText(
                field,
                dictionary,
                value -> lists.with(ValueLists.ABSENT, literals.number(new Literal.Text(value.utf8()))),
                lists::set);
    }

    private ValueLists scopeTexts(Operand operand, Field field, FixedDictionary dictionary) {
        ValueLists table = tables.get(operand);
        if (table == null) {
            try (GroupReader scopes = group.block().scopes(scan.scratch())) {
                table = new ValueLists(scopes.rows());
                texts(scan.columns().ofTable(scopes).values(), field, dictionary, table);
            }
            tables.put(operand, table);
        }
        return ofTable(table, Field.SCOPE);
    }

    private ValueLists asTexts(Operand.AsText operand, RowSet wanted) {
        if (operand.of() instanceof Operand.Attribute
                || operand.of() instanceof Operand.SpanOrResource
                || operand.of() instanceof Operand.OfTypes) {
            // Decoded, because a container is one text and its elements are several values.
            return byRows(operand, wanted);
        }
        ValueLists values = of(operand.of(), wanted);
        NumberSense sense = PreparedExpression.isTime(operand.of()) ? NumberSense.UNSIGNED : NumberSense.SIGNED;
        ValueLists texts = new ValueLists(group.rows());
        for (int row = 0; row < group.rows(); row++) {
            for (int value : values.values(values.list(row))) {
                Literal literal = literals.literal(value);
                if (literal != null) {
                    texts.add(row, literals.number(new Literal.Text(TextForms.of(literal, sense))));
                }
            }
        }
        return texts;
    }

    private ValueLists resourceSchemas(Operand operand) {
        ValueLists table = tables.get(operand);
        if (table == null) {
            try (GroupReader resources = group.block().resources(scan.scratch())) {
                table = new ValueLists(resources.rows());
                texts(
                        scan.columns().ofTable(resources).values(),
                        Field.RESOURCE_SCHEMA_URL,
                        FixedDictionary.SCHEMA_URL,
                        table);
            }
            tables.put(operand, table);
        }
        return ofTable(table, Field.RESOURCE);
    }

    /** The span's values, or of spans without the key the resource's. */
    private ValueLists spanOrResource(String key) {
        ValueLists lists = new ValueLists(group.rows());
        attributes(scan.columns().values(), Level.SPAN, key, lists);
        RowSet others =
                scan.columns().attribute(Level.SPAN, key, ValueTest.ANY_VALUE).not();
        if (!others.isNone()) {
            ValueLists resources = attribute(new Operand.Attribute(AttributeLevel.RESOURCE, key));
            for (int row = others.next(0); row < others.size(); row = others.next(row + 1)) {
                for (int value : resources.values(resources.list(row))) {
                    lists.add(row, value);
                }
            }
        }
        return lists;
    }

    private ValueLists inTrace(TraceProperty property) {
        TraceColumns columns = new TraceColumns(scan);
        if (!TraceColumns.isText(property)) {
            return numbers(columns.numbers(property));
        }
        ValueLists lists = new ValueLists(group.rows());
        for (int fragment = 0; fragment < scan.traces().size(); fragment++) {
            String text = columns.text(property, fragment);
            if (text != null) {
                int list = lists.with(ValueLists.ABSENT, literals.number(new Literal.Text(text)));
                for (int row = scan.traces().rowStart(fragment);
                        row < scan.traces().rowEnds()[fragment];
                        row++) {
                    lists.set(row, list);
                }
            }
        }
        return lists;
    }

    private ValueLists attribute(Operand.Attribute attribute) {
        switch (attribute.level()) {
            case SPAN:
                ValueLists spans = new ValueLists(group.rows());
                attributes(scan.columns().values(), Level.SPAN, attribute.key(), spans);
                return spans;
            case EVENT:
                ValueLists events = new ValueLists(group.ownerCount(Level.EVENT));
                attributes(scan.columns().values(), Level.EVENT, attribute.key(), events);
                return ofRows(events, scan.rowColumns().eventRows());
            case LINK:
                ValueLists links = new ValueLists(group.ownerCount(Level.LINK));
                attributes(scan.columns().values(), Level.LINK, attribute.key(), links);
                return ofRows(links, scan.rowColumns().linkRows());
            case RESOURCE:
                return ofTable(tableAttributes(attribute, Level.RESOURCE), Field.RESOURCE);
            case SCOPE:
                return ofTable(tableAttributes(attribute, Level.SCOPE), Field.SCOPE);
        }
        throw new AssertionError(attribute);
    }

    private ValueLists tableAttributes(Operand.Attribute attribute, Level level) {
        ValueLists table = tables.get(attribute);
        if (table == null) {
            boolean resources = attribute.level() == AttributeLevel.RESOURCE;
            try (GroupReader reader = resources
                    ? group.block().resources(scan.scratch())
                    : group.block().scopes(scan.scratch())) {
                table = new ValueLists(reader.rows());
                attributes(scan.columns().ofTable(reader).values(), level, attribute.key(), table);
            }
            tables.put(attribute, table);
        }
        return table;
    }

    private void attributes(ColumnValues of, Level level, String key, ValueLists lists) {
        List<AttributeColumn> found = group.block().columns(level, key);
        for (AttributeColumn column : found) {
            ValueType type = column.type();
            boolean sayable = type != ValueType.KVLIST && type != ValueType.EMPTY && type != ValueType.ABSENT;
            if (sayable && of.group().valueCount(column.number()) > 0) {
                of.each(column, value -> listOf(type, value, lists), lists::join);
            }
        }
    }

    /** The list of what a value says: of an array its elements. */
    private int listOf(ValueType type, ByteSlice value, ValueLists lists) {
        int list = ValueLists.ABSENT;
        for (int number : OperandValues.numbers(type, value, literals)) {
            list = lists.with(list, number);
        }
        return list;
    }

    /** Rows refer to a table, so they share its lists. */
    private ValueLists ofTable(ValueLists table, Field reference) {
        CodeColumn codes = group.codes(reference.number());
        return table.viewedBy(positions(codes), codes.list(), codes.listSize());
    }

    /** Values of events or links as values of their rows. */
    private ValueLists ofRows(ValueLists owners, int[] rowOfOwner) {
        ValueLists lists = new ValueLists(group.rows());
        for (int owner = 0; owner < rowOfOwner.length; owner++) {
            for (int value : owners.values(owners.list(owner))) {
                lists.add(rowOfOwner[owner], value);
            }
        }
        return lists;
    }

    private ValueLists byRows(Operand operand, RowSet candidates) {
        ValueLists lists = new ValueLists(group.rows());
        int row = candidates.next(0);
        while (row < candidates.size()) {
            int end = DecodedRows.runEnd(candidates, row);
            SpanBatch decoded = DecodedRows.read(group, row, end);
            OperandValues values = new OperandValues(decoded, OperandReader.of(operand, decoded), literals);
            for (int i = 0; i < decoded.rowCount(); i++) {
                IntColumn found = values.of(i);
                for (int j = 0; j < found.size(); j++) {
                    lists.add(row + i, found.get(j));
                }
            }
            row = candidates.next(end);
        }
        return lists;
    }
}
