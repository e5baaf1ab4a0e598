package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatchBuilder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resources and scopes of a block as those of a builder, each read when the first row that has it is. Not thread-safe. */
final class TableDecoder implements AutoCloseable {
    private final BlockReader block;
    private final ReadScratch scratch;
    private final DictionaryStrings strings;
    private final SpanBatchBuilder target;
    private final Map<Integer, Integer> resources = new HashMap<>();
    private final Map<Integer, Integer> scopes = new HashMap<>();
    private @Nullable Table resourceTable;
    private @Nullable Table scopeTable;

    TableDecoder(BlockReader block, ReadScratch scratch, DictionaryStrings strings, SpanBatchBuilder target) {
        this.block = block;
        this.scratch = scratch;
        this.strings = strings;
        this.target = target;
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
        Table table = resourceTable;
        if (table == null) {
            table = new Table(block.resources(scratch), Level.RESOURCE, strings, target);
            resourceTable = table;
        }
        for (int pair : table.attributes(row)) {
            target.resourceAttribute(pair);
        }
        return target.resource(
                table.number(Field.RESOURCE_PRESENT, row) != 0,
                (int) table.number(Field.RESOURCE_DROPPED_ATTRIBUTES, row),
                table.string(Field.RESOURCE_SCHEMA_URL, row),
                table.string(Field.RESOURCE_ENTITY_REFERENCES, row));
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
        Table table = scopeTable;
        if (table == null) {
            table = new Table(block.scopes(scratch), Level.SCOPE, strings, target);
            scopeTable = table;
        }
        for (int pair : table.attributes(row)) {
            target.scopeAttribute(pair);
        }
        return target.scope(new ScopeColumns.Fields(
                table.number(Field.SCOPE_PRESENT, row) != 0,
                table.string(Field.SCOPE_NAME, row),
                table.string(Field.SCOPE_VERSION, row),
                (int) table.number(Field.SCOPE_DROPPED_ATTRIBUTES, row),
                table.string(Field.SCOPE_SCHEMA_URL, row)));
    }

    @Override
    public void close() {
        if (resourceTable != null) {
            resourceTable.reader.close();
        }
        if (scopeTable != null) {
            scopeTable.reader.close();
        }
    }

    /** One row of a table at a time. */
    private static final class Table {
        private final GroupReader reader;
        private final DictionaryStrings strings;
        private final AttributeDecoder attributes;

        Table(GroupReader reader, Level level, DictionaryStrings strings, SpanBatchBuilder target) {
            this.reader = reader;
            this.strings = strings;
            this.attributes = new AttributeDecoder(reader, level, strings, target);
        }

        int[] attributes(int row) {
            attributes.read(row, row + 1);
            int[] pairs = new int[attributes.length(row)];
            for (int i = 0; i < pairs.length; i++) {
                pairs[i] = attributes.take(row, i);
            }
            return pairs;
        }

        long number(Field field, int row) {
            return SpanDecoder.numbers(reader, field, row, row + 1)[0];
        }

        int string(Field field, int row) {
            return strings.field(reader, field, row, row + 1)[0];
        }
    }
}
