package io.spanhouse.storage.model;

/** A {@link ResourceTable} as growing columns; equal resources get one index. Not thread-safe while growing. */
public final class ResourceColumns implements ResourceTable {
    private final IntColumn attributes = new IntColumn(32);
    private final IntColumn attributeEnds = new IntColumn(4);
    private final IntColumn droppedAttributes = new IntColumn(4);
    private final IntColumn schemaUrls = new IntColumn(4);
    private final IntColumn entityReferences = new IntColumn(4);
    private final IntColumn presence = new IntColumn(4);
    private final RowSlots slots = new RowSlots();

    @Override
    public int size() {
        return attributeEnds.size();
    }

    @Override
    public int attributeStart(int resource) {
        return resource == 0 ? 0 : attributeEnds.get(resource - 1);
    }

    @Override
    public int attributeEnd(int resource) {
        return attributeEnds.get(resource);
    }

    @Override
    public int attribute(int position) {
        return attributes.get(position);
    }

    @Override
    public int droppedAttributes(int resource) {
        return droppedAttributes.get(resource);
    }

    @Override
    public int schemaUrl(int resource) {
        return schemaUrls.get(resource);
    }

    @Override
    public int entityReferences(int resource) {
        return entityReferences.get(resource);
    }

    @Override
    public boolean present(int resource) {
        return presence.get(resource) != 0;
    }

    /**
     * The index of a resource, new or equal to one already here.
     *
     * @param pairs its attributes as pair codes, in order; copied
     */
    public int intern(boolean present, IntColumn pairs, int dropped, int schemaUrl, int entities) {
        long hash = AttributeRuns.hash(pairs, ByteHash.hash((long) dropped << 1 | (present ? 1 : 0), schemaUrl));
        hash = ByteHash.hash(hash, entities);
        for (int i = slots.first(hash); i >= 0; i = slots.next()) {
            if (presence.get(i) == (present ? 1 : 0)
                    && droppedAttributes.get(i) == dropped
                    && schemaUrls.get(i) == schemaUrl
                    && entityReferences.get(i) == entities
                    && AttributeRuns.same(attributes, attributeStart(i), attributeEnd(i), pairs)) {
                return i;
            }
        }
        slots.add(hash, size());
        return append(present, pairs, dropped, schemaUrl, entities);
    }

    /** The index of a new resource, without looking whether it is known; only for tables built by index. */
    public int append(boolean present, IntColumn pairs, int dropped, int schemaUrl, int entities) {
        AttributeRuns.append(attributes, pairs);
        attributeEnds.add(attributes.size());
        droppedAttributes.add(dropped);
        schemaUrls.add(schemaUrl);
        entityReferences.add(entities);
        presence.add(present ? 1 : 0);
        return size() - 1;
    }
}
