package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.AttributeColumn;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.Level;
import io.spanhouse.storage.model.SentPieces;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts, by columns, how many rows of a row group have each attribute key. A key's column of occurrence 0 has a value for
 * every owner that has the key with that type, so the others need no look.
 */
final class GroupKeys {
    /** Takes the number of rows that have a key. */
    interface Counter {
        void add(AttributeColumn column, int rows);
    }

    /**
     * Which rows of a table have a key.
     *
     * @param column the key's column
     * @param owners rows of the table
     */
    record TableKey(AttributeColumn column, RowSet owners) {}

    private final GroupScan scan;
    private final RowSet rows;
    private final Counter counter;

    GroupKeys(GroupScan scan, RowSet rows, Counter counter) {
        this.scan = scan;
        this.rows = rows;
        this.counter = counter;
    }

    void count(BlockMemo memo) {
        for (AttributeColumn column : columnsOf(scan.group())) {
            if (column.level() == Level.SPAN && rows.isAll()) {
                counter.add(column, scan.group().valueCount(column.number()));
            } else {
                RowSet having =
                        scan.rowColumns().rowsOf(column.level(), scan.columns().owners(column));
                counter.add(column, rows.and(having).count(0, rows.size()));
            }
        }
        count(memo.resourceKeys(() -> tableKeys(true)), Field.RESOURCE);
        count(memo.scopeKeys(() -> tableKeys(false)), Field.SCOPE);
    }

    private static List<AttributeColumn> columnsOf(GroupReader group) {
        List<AttributeColumn> columns = new ArrayList<>();
        for (int number : group.attributeColumns()) {
            AttributeColumn column = group.block().directory().column(number);
            if (column.occurrence() == 0 && group.valueCount(number) > 0 && !SentPieces.isOfStore(column.key())) {
                columns.add(column);
            }
        }
        return columns;
    }

    private List<TableKey> tableKeys(boolean resources) {
        List<TableKey> keys = new ArrayList<>();
        try (GroupReader table = resources
                ? scan.group().block().resources(scan.scratch())
                : scan.group().block().scopes(scan.scratch())) {
            ColumnScan columns = scan.columns().ofTable(table);
            for (AttributeColumn column : columnsOf(table)) {
                keys.add(new TableKey(column, columns.owners(column)));
            }
        }
        return keys;
    }

    private void count(List<TableKey> keys, Field reference) {
        if (keys.isEmpty()) {
            return;
        }
        int[] references = new int[rows.size()];
        scan.group().codes(reference.number()).codes(0, references.length, references, 0);
        int[] rowsOfEntry = new int[keys.get(0).owners().size()];
        for (int row = rows.next(0); row < rows.size(); row = rows.next(row + 1)) {
            rowsOfEntry[references[row]]++;
        }
        for (TableKey key : keys) {
            int count = 0;
            for (int entry = 0; entry < rowsOfEntry.length; entry++) {
                count += key.owners().has(entry) ? rowsOfEntry[entry] : 0;
            }
            counter.add(key.column(), count);
        }
    }
}
