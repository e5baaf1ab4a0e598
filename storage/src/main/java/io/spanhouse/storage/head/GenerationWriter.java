package io.spanhouse.storage.head;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.DistantValue;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.SpanRows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Copies rows of batches into a generation. A code of the batch is given its code in the generation once, then by array,
 * so that a value is hashed once a batch however many rows have it. Not thread-safe.
 */
final class GenerationWriter {
    private static final int[] NOTHING = new int[0];

    private final Generation generation;
    private final HeadRows rows;
    private final ByteSlice slice = new ByteSlice();
    private final SpanForms.Fields form = new SpanForms.Fields();
    private final IntColumn entityPairs = new IntColumn(32);
    /** Code in the generation + 1 by code in the batch; 0 = not given yet. */
    private int[] strings = NOTHING;

    private @Nullable BatchPlace place;
    private int[] pairs = NOTHING;
    private int[] resources = NOTHING;
    private int[] scopes = NOTHING;

    GenerationWriter(Generation generation) {
        this.generation = generation;
        rows = generation.rows();
    }

    /** Starts a batch: its codes are new ones. */
    void start(SpanRows batch, @Nullable BatchPlace batchPlace) {
        place = batchPlace;
        strings = cleared(strings, batch.strings().size());
        pairs = cleared(pairs, batch.pairs().size());
        resources = cleared(resources, batch.resources().size());
        scopes = cleared(scopes, batch.scopes().size());
    }

    private static int[] cleared(int[] codes, int size) {
        if (codes.length < size || codes.length > 16 * (size + 1024)) {
            return new int[size + size / 2];
        }
        Arrays.fill(codes, 0, size, 0);
        return codes;
    }

    /** Appends a row of the batch to a trace of the generation, with these marks of the store, and gives its number. */
    int append(SpanRows batch, int row, int trace, long tick, int storeMarks) {
        for (int i = batch.attributeStart(row); i < batch.attributeEnd(row); i++) {
            rows.attributes.add(pair(batch, batch.attribute(i)));
        }
        for (int event = batch.eventStart(row); event < batch.eventEnd(row); event++) {
            appendEvent(batch, event);
        }
        for (int link = batch.linkStart(row); link < batch.linkEnd(row); link++) {
            appendLink(batch, link);
        }
        rows.attributeEnds.add(rows.attributes.size());
        rows.eventEnds.add(rows.eventName.size());
        rows.linkEnds.add(rows.linkFlags.size());
        rows.spanId.add(batch.spanId(row));
        rows.parentSpanId.add(batch.parentSpanId(row));
        rows.startNanos.add(batch.startNanos(row));
        rows.endNanos.add(batch.endNanos(row));
        rows.name.add(string(batch, batch.name(row)));
        rows.form.add(form(batch, row, storeMarks));
        rows.resource.add(resource(batch, batch.resource(row)));
        rows.scope.add(scope(batch, batch.scope(row)));
        rows.tick.add((int) (tick - generation.firstTick()));
        rows.next.add(HeadRows.NO_ROW);
        rows.trace.add(trace);
        int added = rows.trace.size() - 1;
        generation.traces().addRow(trace, added);
        return added;
    }

    private void appendEvent(SpanRows batch, int event) {
        for (int i = batch.eventAttributeStart(event); i < batch.eventAttributeEnd(event); i++) {
            rows.eventAttributes.add(pair(batch, batch.eventAttribute(i)));
        }
        rows.eventTimeNanos.add(batch.eventTimeNanos(event));
        rows.eventName.add(string(batch, batch.eventName(event)));
        rows.eventDroppedAttributes.add(batch.eventDroppedAttributes(event));
        rows.eventAttributeEnds.add(rows.eventAttributes.size());
    }

    private void appendLink(SpanRows batch, int link) {
        for (int i = batch.linkAttributeStart(link); i < batch.linkAttributeEnd(link); i++) {
            rows.linkAttributes.add(pair(batch, batch.linkAttribute(i)));
        }
        rows.linkTraceIdHigh.add(batch.linkTraceIdHigh(link));
        rows.linkTraceIdLow.add(batch.linkTraceIdLow(link));
        rows.linkSpanId.add(batch.linkSpanId(link));
        rows.linkPresence.add(batch.linkPresence(link));
        rows.linkTraceState.add(string(batch, batch.linkTraceState(link)));
        rows.linkFlags.add(batch.linkFlags(link));
        rows.linkDroppedAttributes.add(batch.linkDroppedAttributes(link));
        rows.linkAttributeEnds.add(rows.linkAttributes.size());
    }

    private int form(SpanRows batch, int row, int storeMarks) {
        form.kind = batch.kind(row);
        form.statusCode = batch.statusCode(row);
        form.statusMessage = string(batch, batch.statusMessage(row));
        form.traceState = string(batch, batch.traceState(row));
        form.flags = batch.flags(row);
        form.droppedAttributes = batch.droppedAttributes(row);
        form.droppedEvents = batch.droppedEvents(row);
        form.droppedLinks = batch.droppedLinks(row);
        form.marks = batch.marks(row) & ~SpanMark.SET_BY_STORE | storeMarks;
        return rows.forms.intern(form);
    }

    private int string(SpanRows batch, int code) {
        if (code == 0) {
            return 0;
        }
        int known = strings[code];
        if (known == 0) {
            batch.strings().get(code, slice);
            known = generation.stringTable().intern(slice.array, slice.offset, slice.length) + 1;
            strings[code] = known;
        }
        return known - 1;
    }

    private int pair(SpanRows batch, int code) {
        int known = pairs[code];
        if (known == 0) {
            PairTable table = batch.pairs();
            int key = string(batch, table.key(code));
            table.value(code, slice);
            known = generation.pairTable().add(key, table.type(code), slice, elsewhere(code)) + 1;
            pairs[code] = known;
        }
        return known - 1;
    }

    /** Where the value in hand can be read again, if it is too long to be held. */
    private @Nullable DistantValue elsewhere(int code) {
        BatchPlace from = place;
        return from == null || slice.length <= DistantValue.LONGER_THAN ? null : from.value(code, slice);
    }

    /** Always the same code for the same pair, so that equal resources and scopes are found. */
    private int internedPair(SpanRows batch, int code) {
        PairTable table = batch.pairs();
        int key = string(batch, table.key(code));
        table.value(code, slice);
        return generation.pairTable().intern(key, table.type(code), slice);
    }

    private int resource(SpanRows batch, int index) {
        if (resources[index] == 0) {
            resources[index] = newResource(batch, index) + 1;
        }
        return resources[index] - 1;
    }

    private int newResource(SpanRows batch, int index) {
        ResourceTable table = batch.resources();
        entityPairs.truncate(0);
        for (int i = table.attributeStart(index); i < table.attributeEnd(index); i++) {
            entityPairs.add(internedPair(batch, table.attribute(i)));
        }
        HeadResources.Fields fields = new HeadResources.Fields(
                table.present(index),
                table.droppedAttributes(index),
                string(batch, table.schemaUrl(index)),
                string(batch, table.entityReferences(index)));
        int before = generation.resourceTable().size();
        int added = generation.resourceTable().intern(fields, entityPairs);
        if (added == before) {
            generation.resourceAdded(added);
        }
        return added;
    }

    private int scope(SpanRows batch, int index) {
        if (scopes[index] == 0) {
            scopes[index] = newScope(batch, index) + 1;
        }
        return scopes[index] - 1;
    }

    private int newScope(SpanRows batch, int index) {
        ScopeTable table = batch.scopes();
        entityPairs.truncate(0);
        for (int i = table.attributeStart(index); i < table.attributeEnd(index); i++) {
            entityPairs.add(internedPair(batch, table.attribute(i)));
        }
        ScopeColumns.Fields fields = new ScopeColumns.Fields(
                table.present(index),
                string(batch, table.name(index)),
                string(batch, table.version(index)),
                table.droppedAttributes(index),
                string(batch, table.schemaUrl(index)));
        return generation.scopeTable().intern(fields, entityPairs);
    }
}
