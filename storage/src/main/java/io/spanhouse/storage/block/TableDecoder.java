package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatchBuilder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Resources and scopes of a block as those of a builder, each read when the first row that has it is. Whoever reads many
 * of them, mostly upwards, lets them be read some at a time. Not thread-safe.
 */
final class TableDecoder implements AutoCloseable {
    private final BlockReader block;
    private final ReadScratch scratch;
    private final DictionaryStrings strings;
    private final SpanBatchBuilder target;
    private final Map<Integer, Integer> resources = new HashMap<>();
    private final Map<Integer, Integer> scopes = new HashMap<>();
    private @Nullable TablePiece resourceTable;
    private @Nullable TablePiece scopeTable;
    private int pieceRows = 1;
    private final @Nullable BitSet leftOut;

    /** The tables that the rows of a row group point into; leaves out of them what the row group does. */
    TableDecoder(GroupReader group, DictionaryStrings strings, SpanBatchBuilder target) {
        this(group.block(), group.scratch(), group.leftOut(), strings, target);
    }

    /** The tables of a block. */
    TableDecoder(BlockReader block, ReadScratch scratch, DictionaryStrings strings, SpanBatchBuilder target) {
        this(block, scratch, null, strings, target);
    }

    private TableDecoder(
            BlockReader block,
            ReadScratch scratch,
            @Nullable BitSet leftOut,
            DictionaryStrings strings,
            SpanBatchBuilder target) {
        this.block = block;
        this.scratch = scratch;
        this.leftOut = leftOut;
        this.strings = strings;
        this.target = target;
    }

    /** How many rows of a table to read at a time from now on. */
    void pieceRows(int rows) {
        pieceRows = rows;
    }

    private GroupReader leavingOut(GroupReader table) {
        BitSet columns = leftOut;
        if (columns != null) {
            table.leaveOut(columns);
        }
        return table;
    }

    /** The builder's index of a resource. */
    int resource(int row) {
        Integer known = resources.get(row);
        if (known == null) {
            known = readResource(row);
            resources.put(row, known);
        }
        return known;
    }

    private int readResource(int row) {
        TablePiece table = resourceTable;
        if (table == null) {
            table = new TablePiece(
                    leavingOut(block.resources(scratch)),
                    Level.RESOURCE,
                    new Field[] {Field.RESOURCE_PRESENT, Field.RESOURCE_DROPPED_ATTRIBUTES},
                    new Field[] {Field.RESOURCE_SCHEMA_URL, Field.RESOURCE_ENTITY_REFERENCES},
                    strings,
                    target);
            resourceTable = table;
        }
        table.move(row, pieceRows);
        for (int i = table.attributeCount(); i > 0; i--) {
            int pair = table.takeAttribute();
            if (pair != AttributeDecoder.LEFT_OUT) {
                target.resourceAttribute(pair);
            }
        }
        return target.resource(table.number(0) != 0, (int) table.number(1), table.string(0), table.string(1));
    }

    /** The builder's index of a scope. */
    int scope(int row) {
        Integer known = scopes.get(row);
        if (known == null) {
            known = readScope(row);
            scopes.put(row, known);
        }
        return known;
    }

    private int readScope(int row) {
        TablePiece table = scopeTable;
        if (table == null) {
            table = new TablePiece(
                    leavingOut(block.scopes(scratch)),
                    Level.SCOPE,
                    new Field[] {Field.SCOPE_PRESENT, Field.SCOPE_DROPPED_ATTRIBUTES},
                    new Field[] {Field.SCOPE_NAME, Field.SCOPE_VERSION, Field.SCOPE_SCHEMA_URL},
                    strings,
                    target);
            scopeTable = table;
        }
        table.move(row, pieceRows);
        for (int i = table.attributeCount(); i > 0; i--) {
            int pair = table.takeAttribute();
            if (pair != AttributeDecoder.LEFT_OUT) {
                target.scopeAttribute(pair);
            }
        }
        return target.scope(new ScopeColumns.Fields(
                table.number(0) != 0, table.string(0), table.string(1), (int) table.number(1), table.string(2)));
    }

    @Override
    public void close() {
        if (resourceTable != null) {
            resourceTable.close();
        }
        if (scopeTable != null) {
            scopeTable.close();
        }
    }
}
