package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.EntityReferences;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatchBuilder;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A resource or a scope as far as it was read. It enters the batch when its spans have, and only if any were taken, for
 * it may come after them, and its schema URL as a rule does. Not thread-safe.
 */
final class EnvelopeDraft {
    boolean present;
    int droppedAttributes;
    /** Of a scope: codes of its name and version. */
    int name;

    int version;
    /** Set of {@link SpanRepair}. */
    int repairs;

    private final IntColumn pairs = new IntColumn(8);
    private int attributes;
    private ByteArrayOutputStream entities = new ByteArrayOutputStream(0);

    void clear() {
        present = false;
        droppedAttributes = 0;
        name = 0;
        version = 0;
        repairs = 0;
        pairs.truncate(0);
        attributes = 0;
        entities = new ByteArrayOutputStream(0);
    }

    /** A copy that can be added to. */
    EnvelopeDraft copy() {
        EnvelopeDraft copy = new EnvelopeDraft();
        copy.present = present;
        copy.droppedAttributes = droppedAttributes;
        copy.name = name;
        copy.version = version;
        copy.repairs = repairs;
        copy.attributes = attributes;
        for (int i = 0; i < pairs.size(); i++) {
            copy.pairs.add(pairs.get(i));
        }
        copy.entities.writeBytes(entities.toByteArray());
        return copy;
    }

    /** Counts an attribute; false if it is over the limit and only to be checked. */
    boolean takesAttribute(int attributesMax) {
        return attributes++ < attributesMax;
    }

    void attribute(int pair) {
        pairs.add(pair);
    }

    /** Adds an entity reference of a resource, if there is room. */
    void entity(EntityReferences.Reference reference, int bytesMax) {
        byte[] bytes = EntityReferences.encode(List.of(reference));
        if (bytes.length > bytesMax - entities.size()) {
            repairs |= SpanRepair.ATTR_BYTES.bit();
        } else {
            entities.writeBytes(bytes);
        }
    }

    /** Makes this the resource of the rows from {@code firstRow} on. */
    void becomeResource(SpanIntake intake, int firstRow, int schemaUrl, int schemaRepairs) {
        SpanBatchBuilder builder = intake.builder;
        if (builder.rowCount() == firstRow) {
            return;
        }
        for (int i = 0; i < pairs.size(); i++) {
            builder.resourceAttribute(pairs.get(i));
        }
        int dropped = dropped(intake, schemaRepairs);
        int references = builder.string(entities.toByteArray(), 0, entities.size());
        int index = builder.resource(present, dropped, schemaUrl, references);
        builder.resourceOfRows(firstRow, index, intake.marks());
    }

    /** Makes this the scope of the rows from {@code firstRow} on. */
    void becomeScope(SpanIntake intake, int firstRow, int schemaUrl, int schemaRepairs) {
        SpanBatchBuilder builder = intake.builder;
        if (builder.rowCount() == firstRow) {
            return;
        }
        for (int i = 0; i < pairs.size(); i++) {
            builder.scopeAttribute(pairs.get(i));
        }
        int index = builder.scope(
                new ScopeColumns.Fields(present, name, version, dropped(intake, schemaRepairs), schemaUrl));
        builder.scopeOfRows(firstRow, index, intake.marks());
    }

    private int dropped(SpanIntake intake, int schemaRepairs) {
        intake.repairs = repairs | schemaRepairs;
        return intake.dropped(droppedAttributes, attributes, intake.limits.attributesMax(), SpanRepair.ATTR_COUNT);
    }
}
