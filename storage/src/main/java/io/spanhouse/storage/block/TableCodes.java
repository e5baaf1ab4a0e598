package io.spanhouse.storage.block;

import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanRows;

/**
 * The codes of what the tables of resources and scopes hold. Whoever made it closes it, which gives its arrays back. Not
 * thread-safe.
 */
final class TableCodes implements AutoCloseable {
    private final SpanRows rows;
    private final IntColumn resources;
    private final IntColumn scopes;
    private final PairCodes pairs;
    private final StringCodes schemaUrls;
    private final StringCodes entityReferences;
    private final StringCodes scopeNames;
    private final StringCodes scopeVersions;
    private final int[] services;

    /**
     * @param rows whose resources and scopes these are
     * @param resources those that the block has, in the order of its table; may grow until {@link #collect}
     * @param scopes likewise
     */
    TableCodes(SpanRows rows, IntColumn resources, IntColumn scopes, PairCodes pairs, CodeScratch scratch) {
        this.rows = rows;
        this.resources = resources;
        this.scopes = scopes;
        this.pairs = pairs;
        this.schemaUrls = new StringCodes(rows.strings(), scratch);
        this.entityReferences = new StringCodes(rows.strings(), scratch);
        this.scopeNames = new StringCodes(rows.strings(), scratch);
        this.scopeVersions = new StringCodes(rows.strings(), scratch);
        this.services = scratch.take(rows.resources().size());
    }

    /** Looks at all resources and scopes. */
    void collect() {
        for (int i = 0; i < resources.size(); i++) {
            collectResource(resources.get(i));
        }
        for (int i = 0; i < scopes.size(); i++) {
            collectScope(scopes.get(i));
        }
    }

    private void collectResource(int resource) {
        ResourceTable table = rows.resources();
        schemaUrls.want(table.schemaUrl(resource));
        entityReferences.want(table.entityReferences(resource));
        for (int i = table.attributeStart(resource); i < table.attributeEnd(resource); i++) {
            pairs.want(Level.RESOURCE, table.attribute(i));
        }
    }

    private void collectScope(int scope) {
        ScopeTable table = rows.scopes();
        scopeNames.want(table.name(scope));
        scopeVersions.want(table.version(scope));
        schemaUrls.want(table.schemaUrl(scope));
        for (int i = table.attributeStart(scope); i < table.attributeEnd(scope); i++) {
            pairs.want(Level.SCOPE, table.attribute(i));
        }
    }

    /** Writes the fixed dictionaries that only tables have, the last ones. */
    void writeFixed(ValueGathering gathering, DictionaryWriter writer) {
        schemaUrls.write(FixedDictionary.SCHEMA_URL, gathering, writer);
        entityReferences.write(FixedDictionary.ENTITY_REFERENCES, gathering, writer);
        scopeNames.write(FixedDictionary.SCOPE_NAME, gathering, writer);
        scopeVersions.write(FixedDictionary.SCOPE_VERSION, gathering, writer);
    }

    /** Rows with the resources and scopes. */
    SpanRows rows() {
        return rows;
    }

    /** Resources of the rows by their row in the block's table. */
    IntColumn resources() {
        return resources;
    }

    /** Scopes of the rows by their row in the block's table. */
    IntColumn scopes() {
        return scopes;
    }

    /** By resource of the rows, the code of its service; whoever knows it fills this in. */
    int[] services() {
        return services;
    }

    /** Attribute pairs. */
    PairCodes pairs() {
        return pairs;
    }

    StringCodes schemaUrls() {
        return schemaUrls;
    }

    StringCodes entityReferences() {
        return entityReferences;
    }

    StringCodes scopeNames() {
        return scopeNames;
    }

    StringCodes scopeVersions() {
        return scopeVersions;
    }

    @Override
    public void close() {
        schemaUrls.close();
        entityReferences.close();
        scopeNames.close();
        scopeVersions.close();
        for (int i = 0; i < resources.size(); i++) {
            services[resources.get(i)] = 0;
        }
    }
}
