package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanRows;
import java.util.Arrays;
import java.util.List;

/**
 * The first pass over the input of a block: which strings, pairs, resources and scopes its rows use. Then the dictionaries
 * are written, and every string and pair has its code. Not thread-safe.
 */
final class SealCodes {
    private static final int NOT_USED = -1;

    private final BlockInput input;
    private final SpanRows rows;
    /** By dictionary: codes of the strings of the rows; services apart, for they are values of pairs. */
    private final StringCodes[] strings = new StringCodes[FixedDictionary.values().length];

    private final StringCodes traceNames;
    private final StringCodes traceServices;
    private final int[] resourceServices;
    private final int[] resourceRanks;
    private final int[] scopeRanks;
    private final IntColumn resources = new IntColumn(16);
    private final IntColumn scopes = new IntColumn(16);
    private final PairCodes pairs;
    private final ValueGathering gathering = new ValueGathering();

    SealCodes(BlockInput input) {
        this.input = input;
        this.rows = input.rows();
        Arrays.setAll(strings, i -> new StringCodes(rows.strings()));
        this.traceNames = new StringCodes(input.traces().strings());
        this.traceServices = new StringCodes(input.traces().strings());
        this.resourceServices = new int[rows.resources().size()];
        this.resourceRanks = new int[rows.resources().size()];
        this.scopeRanks = new int[rows.scopes().size()];
        Arrays.fill(resourceRanks, NOT_USED);
        Arrays.fill(scopeRanks, NOT_USED);
        this.pairs = new PairCodes(rows);
    }

    /** Looks at all rows and fragments of the input. */
    void collect() {
        int[] order = input.order();
        for (int i = 0; i < input.orderLength(); i++) {
            collectRow(order[i]);
        }
        collectTraces();
        for (int i = 0; i < resources.size(); i++) {
            collectResource(resources.get(i));
        }
        for (int i = 0; i < scopes.size(); i++) {
            collectScope(scopes.get(i));
        }
    }

    private void collectRow(int row) {
        of(FixedDictionary.SPAN_NAME).want(rows.name(row));
        of(FixedDictionary.STATUS_MESSAGE).want(rows.statusMessage(row));
        of(FixedDictionary.TRACE_STATE).want(rows.traceState(row));
        int resource = rows.resource(row);
        if (resourceRanks[resource] == NOT_USED) {
            resourceRanks[resource] = resources.size();
            resources.add(resource);
        }
        int scope = rows.scope(row);
        if (scopeRanks[scope] == NOT_USED) {
            scopeRanks[scope] = scopes.size();
            scopes.add(scope);
        }
        int attributeEnd = rows.attributeEnd(row);
        for (int i = rows.attributeStart(row); i < attributeEnd; i++) {
            pairs.want(Level.SPAN, rows.attribute(i));
        }
        int eventEnd = rows.eventEnd(row);
        for (int event = rows.eventStart(row); event < eventEnd; event++) {
            collectEvent(event);
        }
        int linkEnd = rows.linkEnd(row);
        for (int link = rows.linkStart(row); link < linkEnd; link++) {
            collectLink(link);
        }
    }

    private void collectEvent(int event) {
        of(FixedDictionary.EVENT_NAME).want(rows.eventName(event));
        int end = rows.eventAttributeEnd(event);
        for (int i = rows.eventAttributeStart(event); i < end; i++) {
            pairs.want(Level.EVENT, rows.eventAttribute(i));
        }
    }

    private void collectLink(int link) {
        of(FixedDictionary.TRACE_STATE).want(rows.linkTraceState(link));
        int end = rows.linkAttributeEnd(link);
        for (int i = rows.linkAttributeStart(link); i < end; i++) {
            pairs.want(Level.LINK, rows.linkAttribute(i));
        }
    }

    private void collectTraces() {
        TraceRows traces = input.traces();
        for (int trace = 0; trace < traces.size(); trace++) {
            traceNames.want(traces.rootName(trace));
            traceServices.want(traces.rootService(trace));
            for (int i = traces.serviceStart(trace); i < traces.serviceEnd(trace); i++) {
                traceServices.want(traces.service(i));
            }
        }
    }

    private void collectResource(int resource) {
        ResourceTable table = rows.resources();
        of(FixedDictionary.SCHEMA_URL).want(table.schemaUrl(resource));
        of(FixedDictionary.ENTITY_REFERENCES).want(table.entityReferences(resource));
        for (int i = table.attributeStart(resource); i < table.attributeEnd(resource); i++) {
            pairs.want(Level.RESOURCE, table.attribute(i));
        }
    }

    private void collectScope(int scope) {
        ScopeTable table = rows.scopes();
        of(FixedDictionary.SCOPE_NAME).want(table.name(scope));
        of(FixedDictionary.SCOPE_VERSION).want(table.version(scope));
        of(FixedDictionary.SCHEMA_URL).want(table.schemaUrl(scope));
        for (int i = table.attributeStart(scope); i < table.attributeEnd(scope); i++) {
            pairs.want(Level.SCOPE, table.attribute(i));
        }
    }

    /** Writes all dictionaries. */
    void writeDictionaries(DictionaryWriter writer) {
        gathering.clear();
        ByteSlice slice = new ByteSlice();
        for (int i = 0; i < resources.size(); i++) {
            Services.of(rows, resources.get(i), slice);
            gathering.add(slice, resourceServices, resources.get(i));
        }
        traceServices.gather(gathering);
        gathering.write(FixedDictionary.SERVICE.number(), writer);
        writeStrings(FixedDictionary.SPAN_NAME, List.of(of(FixedDictionary.SPAN_NAME), traceNames), writer);
        for (int i = FixedDictionary.SPAN_NAME.number() + 1; i < strings.length; i++) {
            writeStrings(FixedDictionary.values()[i], List.of(strings[i]), writer);
        }
        pairs.writeDictionaries(FixedDictionary.FIRST_ATTRIBUTE, gathering, writer);
    }

    private void writeStrings(FixedDictionary dictionary, List<StringCodes> sources, DictionaryWriter writer) {
        long uses = 0;
        long distinct = 0;
        long bytes = 0;
        for (StringCodes source : sources) {
            uses += source.uses();
            distinct += source.distinct();
            bytes += source.bytes();
        }
        if (DictionaryCost.hardlyRepeats(uses, distinct)
                || distinct > DictionaryInfo.ENTRIES_MAX
                || bytes > DictionaryInfo.BYTES_MAX) {
            writer.without(dictionary.number(), DictionaryMode.TEXT);
            return;
        }
        gathering.clear();
        for (StringCodes source : sources) {
            source.gather(gathering);
        }
        gathering.write(dictionary.number(), writer);
    }

    /** Codes of the rows' strings in a dictionary. */
    StringCodes of(FixedDictionary dictionary) {
        return strings[dictionary.number()];
    }

    /** Codes of the root names of fragments. */
    StringCodes traceNames() {
        return traceNames;
    }

    /** Codes of the services of fragments. */
    StringCodes traceServices() {
        return traceServices;
    }

    /** Code of the service of a resource of the input. */
    int serviceOf(int resource) {
        return resourceServices[resource];
    }

    /** Resources of the input by their row in the block's table. */
    IntColumn resources() {
        return resources;
    }

    /** Row in the block's table of a resource of the input. */
    int resourceRank(int resource) {
        return resourceRanks[resource];
    }

    /** Scopes of the input by their row in the block's table. */
    IntColumn scopes() {
        return scopes;
    }

    /** Row in the block's table of a scope of the input. */
    int scopeRank(int scope) {
        return scopeRanks[scope];
    }

    /** Attribute pairs. */
    PairCodes pairs() {
        return pairs;
    }
}
