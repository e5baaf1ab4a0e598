package io.spanhouse.storage.block;

import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanRows;
import java.util.List;

/**
 * Writes the distinct resources and scopes of a block, each as a table of columns like a row group's: a condition on a
 * resource is decided once for each distinct resource, and each row has only the number of its resource.
 */
final class TableWriter {
    /** Part of the table of resources. */
    static final int RESOURCES = 0xFFFF_FFF0;
    /** Part of the table of scopes. */
    static final int SCOPES = 0xFFFF_FFF1;

    private final SpanRows rows;
    private final TableCodes codes;
    private final ColumnRegistry registry;
    private final List<DictionaryInfo> dictionaries;
    private final ChunkOutput output;
    private final Encoders encoders;
    private final GroupHeader header = new GroupHeader();
    private final ColumnPlacer placer;
    private final FieldEncoder fields;
    private final AttributeEncoder attributes;

    TableWriter(
            TableCodes codes, ColumnRegistry registry, List<DictionaryInfo> dictionaries, GroupWriter.Outputs outputs) {
        this.rows = codes.rows();
        this.codes = codes;
        this.registry = registry;
        this.dictionaries = dictionaries;
        this.output = outputs.output();
        this.encoders = outputs.encoders();
        this.placer = new ColumnPlacer(output, encoders, header);
        this.fields = new FieldEncoder(encoders, placer);
        this.attributes = new AttributeEncoder(encoders, codes.pairs());
    }

    /** Writes both tables. */
    void write() {
        writeResources();
        writeScopes();
    }

    private void writeResources() {
        ResourceTable table = rows.resources();
        IntColumn resources = codes.resources();
        LevelPivot pivot = new LevelPivot(Level.RESOURCE, codes.pairs(), registry);
        for (int i = 0; i < resources.size(); i++) {
            pivot.begin();
            int end = table.attributeEnd(resources.get(i));
            for (int j = table.attributeStart(resources.get(i)); j < end; j++) {
                pivot.add(table.attribute(j));
            }
            pivot.end();
        }
        int count = start(RESOURCES, resources);
        int[] strings = fields.codes(count);
        for (int i = 0; i < count; i++) {
            strings[i] = codes.services()[resources.get(i)];
        }
        fields.endRows(
                Field.RESOURCE_SERVICE,
                count,
                dictionaries.get(FixedDictionary.SERVICE.number()).entries());
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = table.droppedAttributes(resources.get(i));
        }
        fields.endNumbers(Field.RESOURCE_DROPPED_ATTRIBUTES, count);
        for (int i = 0; i < count; i++) {
            strings[i] = table.schemaUrl(resources.get(i));
        }
        fields.endStrings(Field.RESOURCE_SCHEMA_URL, count, codes.schemaUrls());
        for (int i = 0; i < count; i++) {
            strings[i] = table.entityReferences(resources.get(i));
        }
        fields.endStrings(Field.RESOURCE_ENTITY_REFERENCES, count, codes.entityReferences());
        for (int i = 0; i < count; i++) {
            numbers[i] = table.present(resources.get(i)) ? 1 : 0;
        }
        fields.endNumbers(Field.RESOURCE_PRESENT, count);
        finish(RESOURCES, Field.RESOURCE_SHAPE, pivot);
    }

    private void writeScopes() {
        ScopeTable table = rows.scopes();
        IntColumn scopes = codes.scopes();
        LevelPivot pivot = new LevelPivot(Level.SCOPE, codes.pairs(), registry);
        for (int i = 0; i < scopes.size(); i++) {
            pivot.begin();
            int end = table.attributeEnd(scopes.get(i));
            for (int j = table.attributeStart(scopes.get(i)); j < end; j++) {
                pivot.add(table.attribute(j));
            }
            pivot.end();
        }
        int count = start(SCOPES, scopes);
        int[] strings = fields.codes(count);
        for (int i = 0; i < count; i++) {
            strings[i] = table.name(scopes.get(i));
        }
        fields.endStrings(Field.SCOPE_NAME, count, codes.scopeNames());
        for (int i = 0; i < count; i++) {
            strings[i] = table.version(scopes.get(i));
        }
        fields.endStrings(Field.SCOPE_VERSION, count, codes.scopeVersions());
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = table.droppedAttributes(scopes.get(i));
        }
        fields.endNumbers(Field.SCOPE_DROPPED_ATTRIBUTES, count);
        for (int i = 0; i < count; i++) {
            strings[i] = table.schemaUrl(scopes.get(i));
        }
        fields.endStrings(Field.SCOPE_SCHEMA_URL, count, codes.schemaUrls());
        for (int i = 0; i < count; i++) {
            numbers[i] = table.present(scopes.get(i)) ? 1 : 0;
        }
        fields.endNumbers(Field.SCOPE_PRESENT, count);
        finish(SCOPES, Field.SCOPE_SHAPE, pivot);
    }

    private int start(int part, IntColumn members) {
        header.clear();
        attributes.clear();
        placer.start(part);
        header.rows = members.size();
        return members.size();
    }

    private void finish(int part, Field shapeField, LevelPivot pivot) {
        long[] numbers = fields.numbers(header.rows);
        for (int i = 0; i < header.rows; i++) {
            numbers[i] = pivot.ownerShapes().get(i);
        }
        fields.endNumbers(shapeField, header.rows);
        LevelPivot[] pivots = {pivot};
        attributes.write(pivots, registry.columns(), dictionaries, placer);
        placer.finish();
        LargeValueWriter.write(part, rows.pairs(), attributes.largePairs(), output, encoders);
        header.largeValues = attributes.largePairs().size();
        ShapeTranslation.translate(pivots, header);
        header.write(encoders.numbers, output.begin());
        output.end(ChunkKind.GROUP, part, 0);
    }
}
