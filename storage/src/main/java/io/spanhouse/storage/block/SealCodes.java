package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.SpanRows;

/**
 * The first pass over the input of a block: which strings, pairs, resources and scopes its rows use. Then the dictionaries
 * are written, and every string and pair has its code. Whoever made it closes it, which gives its arrays back. Not
 * thread-safe.
 */
final class SealCodes implements AutoCloseable {
    private final BlockInput input;
    private final SpanRows rows;
    private final StringCodes names;
    private final StringCodes statusMessages;
    private final StringCodes traceStates;
    private final StringCodes eventNames;
    private final StringCodes traceNames;
    private final StringCodes traceServices;
    /** By resource and scope of the rows: the row in the block's table + 1, 0 for one that the block does not use. */
    private final int[] resourceRanks;

    private final int[] scopeRanks;
    private final IntColumn resources = new IntColumn(16);
    private final IntColumn scopes = new IntColumn(16);
    private final PairCodes pairs;
    private final TableCodes tables;
    private final ValueGathering gathering = new ValueGathering();

    SealCodes(BlockInput input, CodeScratch scratch) {
        this.input = input;
        this.rows = input.rows();
        this.names = new StringCodes(rows.strings(), scratch);
        this.statusMessages = new StringCodes(rows.strings(), scratch);
        this.traceStates = new StringCodes(rows.strings(), scratch);
        this.eventNames = new StringCodes(rows.strings(), scratch);
        this.traceNames = new StringCodes(input.traces().strings(), scratch);
        this.traceServices = new StringCodes(input.traces().strings(), scratch);
        this.resourceRanks = scratch.take(rows.resources().size());
        this.scopeRanks = scratch.take(rows.scopes().size());
        this.pairs = new PairCodes(rows, scratch);
        this.tables = new TableCodes(rows, resources, scopes, pairs, scratch);
    }

    /** Looks at all rows and fragments of the input. */
    void collect() {
        int[] order = input.order();
        for (int i = 0; i < input.orderLength(); i++) {
            collectRow(order[i]);
        }
        collectTraces();
        tables.collect();
    }

    private void collectRow(int row) {
        names.want(rows.name(row));
        statusMessages.want(rows.statusMessage(row));
        traceStates.want(rows.traceState(row));
        int resource = rows.resource(row);
        if (resourceRanks[resource] == 0) {
            resources.add(resource);
            resourceRanks[resource] = resources.size();
        }
        int scope = rows.scope(row);
        if (scopeRanks[scope] == 0) {
            scopes.add(scope);
            scopeRanks[scope] = scopes.size();
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
        eventNames.want(rows.eventName(event));
        int end = rows.eventAttributeEnd(event);
        for (int i = rows.eventAttributeStart(event); i < end; i++) {
            pairs.want(Level.EVENT, rows.eventAttribute(i));
        }
    }

    private void collectLink(int link) {
        traceStates.want(rows.linkTraceState(link));
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

    /** Writes all dictionaries. */
    void writeDictionaries(DictionaryWriter writer) {
        gathering.clear();
        ByteSlice slice = new ByteSlice();
        for (int i = 0; i < resources.size(); i++) {
            Services.of(rows, resources.get(i), slice);
            gathering.add(slice, tables.services(), resources.get(i));
        }
        traceServices.gather(gathering);
        gathering.write(FixedDictionary.SERVICE.number(), writer);
        traceServices.written(size(FixedDictionary.SERVICE, writer));
        gathering.clear();
        names.gather(gathering);
        traceNames.gather(gathering);
        gathering.write(FixedDictionary.SPAN_NAME.number(), writer);
        names.written(size(FixedDictionary.SPAN_NAME, writer));
        traceNames.written(size(FixedDictionary.SPAN_NAME, writer));
        statusMessages.write(FixedDictionary.STATUS_MESSAGE, gathering, writer);
        traceStates.write(FixedDictionary.TRACE_STATE, gathering, writer);
        eventNames.write(FixedDictionary.EVENT_NAME, gathering, writer);
        tables.writeFixed(gathering, writer);
        pairs.writeDictionaries(FixedDictionary.FIRST_ATTRIBUTE, gathering, writer);
    }

    private static int size(FixedDictionary dictionary, DictionaryWriter writer) {
        return writer.infos().get(dictionary.number()).entries();
    }

    StringCodes names() {
        return names;
    }

    StringCodes statusMessages() {
        return statusMessages;
    }

    StringCodes traceStates() {
        return traceStates;
    }

    StringCodes eventNames() {
        return eventNames;
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
        return tables.services()[resource];
    }

    /** Row in the block's table of a resource of the input. */
    int resourceRank(int resource) {
        return resourceRanks[resource] - 1;
    }

    /** Row in the block's table of a scope of the input. */
    int scopeRank(int scope) {
        return scopeRanks[scope] - 1;
    }

    /** Attribute pairs. */
    PairCodes pairs() {
        return pairs;
    }

    /** What the tables of resources and scopes hold. */
    TableCodes tables() {
        return tables;
    }

    @Override
    public void close() {
        names.close();
        statusMessages.close();
        traceStates.close();
        eventNames.close();
        traceNames.close();
        traceServices.close();
        pairs.close();
        tables.close();
        for (int i = 0; i < resources.size(); i++) {
            resourceRanks[resources.get(i)] = 0;
        }
        for (int i = 0; i < scopes.size(); i++) {
            scopeRanks[scopes.get(i)] = 0;
        }
    }
}
