package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.AttributeColumn;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.Level;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.model.SentPieces;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the rows of one row group by the values of all keys, key after key and column by column. A key whose rows have one
 * value each is counted by codes; one with lists of values (arrays, keys sent twice, several events) by lists. Not
 * thread-safe.
 */
final class PopulationGroup {
    private final GroupScan scan;
    private final RowSet rows;
    private final RowSet selected;
    private final PopulationTable into;

    /**
     * Rows to be counted.
     *
     * @param selected those of them that are selected
     */
    PopulationGroup(GroupScan scan, RowSet rows, RowSet selected, PopulationTable into) {
        this.scan = scan;
        this.rows = rows;
        this.selected = selected;
        this.into = into;
    }

    /** Counts the spans themselves. */
    void countSpans() {
        int all = rows.count(0, rows.size());
        int chosen = selected.count(0, selected.size());
        into.addSpans(chosen, all - chosen);
    }

    /** Counts every attribute in use. */
    void countAttributes() {
        count(scan.group(), Level.SPAN);
        count(scan.group(), Level.EVENT);
        count(scan.group(), Level.LINK);
        try (GroupReader resources = scan.group().block().resources(scan.scratch())) {
            count(resources, Level.RESOURCE);
        }
        try (GroupReader scopes = scan.group().block().scopes(scan.scratch())) {
            count(scopes, Level.SCOPE);
        }
    }

    /** Counts one operand. */
    void count(Operand operand) {
        if (operand instanceof Operand.Attribute) {
            Operand.Attribute attribute = (Operand.Attribute) operand;
            count(attribute);
        } else {
            countLists(operand);
        }
    }

    private void count(Operand.Attribute attribute) {
        switch (attribute.level()) {
            case SPAN -> count(scan.group(), Level.SPAN, attribute.key());
            case EVENT -> count(scan.group(), Level.EVENT, attribute.key());
            case LINK -> count(scan.group(), Level.LINK, attribute.key());
            case RESOURCE -> {
                try (GroupReader resources = scan.group().block().resources(scan.scratch())) {
                    count(resources, Level.RESOURCE, attribute.key());
                }
            }
            case SCOPE -> {
                try (GroupReader scopes = scan.group().block().scopes(scan.scratch())) {
                    count(scopes, Level.SCOPE, attribute.key());
                }
            }
        }
    }

    private void count(GroupReader owners, Level level, String key) {
        List<AttributeColumn> columns = new ArrayList<>();
        for (AttributeColumn column : owners.block().columns(level, key)) {
            if (owners.valueCount(column.number()) > 0) {
                columns.add(column);
            }
        }
        if (!columns.isEmpty()) {
            count(new Owners(owners, level), key, columns);
        }
    }

    private void count(GroupReader owners, Level level) {
        Map<String, List<AttributeColumn>> keys = new LinkedHashMap<>();
        for (int number : owners.attributeColumns()) {
            AttributeColumn column = owners.block().directory().column(number);
            if (column.level() == level && owners.valueCount(number) > 0 && !SentPieces.isOfStore(column.key())) {
                keys.computeIfAbsent(column.key(), absent -> new ArrayList<>()).add(column);
            }
        }
        if (!keys.isEmpty()) {
            Owners of = new Owners(owners, level);
            keys.forEach((key, columns) -> count(of, key, columns));
        }
    }

    private void count(Owners owners, String key, List<AttributeColumn> columns) {
        Operand.Attribute operand = new Operand.Attribute(level(owners.level), key);
        boolean lists = owners.level == Level.EVENT || owners.level == Level.LINK;
        for (AttributeColumn column : columns) {
            lists |= column.occurrence() > 0 || column.type() == ValueType.ARRAY;
        }
        try (PopulationTable.Counting counting = into.counting(operand)) {
            for (AttributeColumn column : columns) {
                if (column.occurrence() == 0) {
                    owners.countType(column, counting.key());
                }
            }
            if (!lists) {
                owners.countValues(columns, counting);
            }
        }
        if (lists) {
            countLists(operand);
        }
    }

    static AttributeLevel level(Level level) {
        return switch (level) {
            case SPAN -> AttributeLevel.SPAN;
            case EVENT -> AttributeLevel.EVENT;
            case LINK -> AttributeLevel.LINK;
            case RESOURCE -> AttributeLevel.RESOURCE;
            case SCOPE -> AttributeLevel.SCOPE;
            case TRACE -> throw new IllegalArgumentException(level + " has no attributes");
        };
    }

    static boolean sayable(ValueType type) {
        return type != ValueType.KVLIST && type != ValueType.EMPTY && type != ValueType.ABSENT;
    }

    /** Counts an operand whose rows may have several values. */
    private void countLists(Operand operand) {
        LiteralTable literals = new LiteralTable(Integer.MAX_VALUE - 1);
        ValueLists lists = new OperandColumns(scan, literals, new HashMap<>()).of(operand, rows);
        int[] ofSelected = new int[lists.size()];
        int[] ofRest = new int[lists.size()];
        for (int row = rows.next(0); row < rows.size(); row = rows.next(row + 1)) {
            if (selected.has(row)) {
                ofSelected[lists.list(row)]++;
            } else {
                ofRest[lists.list(row)]++;
            }
        }
        try (PopulationTable.Counting counting = into.counting(operand)) {
            for (int list = 0; list < ofSelected.length; list++) {
                if ((ofSelected[list] | ofRest[list]) != 0) {
                    add(lists.values(list), literals, counting, ofSelected[list], ofRest[list]);
                }
            }
        }
    }

    /** Adds spans that have the values of a list. */
    static void add(
            int[] values, LiteralTable literals, PopulationTable.Counting counting, int ofSelected, int ofRest) {
        boolean any = false;
        for (int value : values) {
            Literal literal = literals.literal(value);
            if (literal != null) {
                any = true;
                counting.key().add(literal, ofSelected, ofRest);
            }
        }
        if (any) {
            counting.key().addPresent(ofSelected, ofRest);
        }
    }

    /** What has the attributes of a level: the rows, their events or links, or what they refer to. */
    private final class Owners implements CountedValues.Weights {
        private final GroupReader group;
        private final Level level;
        private final ColumnReads reads;
        private final CountedValues values;
        private final ColumnScan columns;
        /** How many rows refer to each owner; empty where the owners are the rows. */
        private final int[] selectedRows;

        private final int[] restRows;

        Owners(GroupReader group, Level level) {
            this.group = group;
            this.level = level;
            boolean table = level == Level.RESOURCE || level == Level.SCOPE;
            this.reads = new ColumnReads(group, scan.scratch());
            this.values = new CountedValues(reads);
            this.columns = table ? scan.columns().ofTable(group) : scan.columns();
            this.selectedRows = new int[table ? group.rows() : 0];
            this.restRows = new int[table ? group.rows() : 0];
            if (table) {
                countReferences(level == Level.RESOURCE ? Field.RESOURCE : Field.SCOPE);
            }
        }

        private void countReferences(Field field) {
            int[] references = new int[rows.size()];
            scan.group().codes(field.number()).codes(0, references.length, references, 0);
            for (int row = rows.next(0); row < rows.size(); row = rows.next(row + 1)) {
                if (selected.has(row)) {
                    selectedRows[references[row]]++;
                } else {
                    restRows[references[row]]++;
                }
            }
        }

        @Override
        public int selected(int owner) {
            return level == Level.SPAN ? selected.has(owner) ? 1 : 0 : selectedRows[owner];
        }

        @Override
        public int rest(int owner) {
            return level == Level.SPAN ? rows.has(owner) && !selected.has(owner) ? 1 : 0 : restRows[owner];
        }

        /** Counts the rows that have a key with a type. */
        void countType(AttributeColumn column, KeyPopulations key) {
            if (level == Level.EVENT || level == Level.LINK) {
                RowSet having = scan.rowColumns().rowsOf(level, columns.owners(column));
                int chosen = selected.and(having).count(0, rows.size());
                key.addType(column.type(), chosen, rows.and(having).count(0, rows.size()) - chosen);
                return;
            }
            int[] owners = reads.owners(column);
            int ofSelected = 0;
            int ofRest = 0;
            for (int i = 0; i < group.valueCount(column.number()); i++) {
                ofSelected += selected(owners[i]);
                ofRest += rest(owners[i]);
            }
            key.addType(column.type(), ofSelected, ofRest);
        }

        /** Counts the values of a key of which an owner has one a type. */
        void countValues(List<AttributeColumn> of, PopulationTable.Counting counting) {
            RowSet having = RowSet.none(group.ownerCount(level));
            for (AttributeColumn column : of) {
                if (sayable(column.type())) {
                    values.each(
                            column,
                            this,
                            (value, ofSelected, ofRest) ->
                                    counting.key().add(column.type(), value, ofSelected, ofRest));
                    having = having.or(columns.owners(column));
                }
            }
            int ofSelected = 0;
            int ofRest = 0;
            for (int owner = having.next(0); owner < having.size(); owner = having.next(owner + 1)) {
                ofSelected += selected(owner);
                ofRest += rest(owner);
            }
            counting.key().addPresent(ofSelected, ofRest);
        }
    }
}
