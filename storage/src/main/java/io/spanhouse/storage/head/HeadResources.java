package io.spanhouse.storage.head;

import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.ResourceTable;

/** The resources of a generation, each once. One thread adds, any reads; see {@link LongPages}. */
final class HeadResources implements ResourceTable {
    static final int SIZE_MAX = 1 << 22;
    static final int ATTRIBUTES_MAX = 1 << 25;

    private final IntPages attributes = new IntPages(ATTRIBUTES_MAX);
    private final IntPages attributeEnds = new IntPages(SIZE_MAX);
    private final IntPages droppedAttributes = new IntPages(SIZE_MAX);
    private final IntPages schemaUrls = new IntPages(SIZE_MAX);
    private final IntPages entityReferences = new IntPages(SIZE_MAX);
    private final IntPages presence = new IntPages(SIZE_MAX);
    private final HashSlots slots = new HashSlots();

    /** A resource's own fields, as codes. */
    record Fields(boolean present, int droppedAttributes, int schemaUrl, int entityReferences) {}

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

    int attributeCount() {
        return attributes.size();
    }

    /** The index of a resource, new or known; its attributes are codes of interned pairs. */
    int intern(Fields fields, IntColumn pairs) {
        long hash = ByteHash.hash(fields.schemaUrl(), fields.entityReferences());
        hash = ByteHash.hash(hash, fields.droppedAttributes());
        for (int i = 0; i < pairs.size(); i++) {
            hash = ByteHash.hash(hash, pairs.get(i));
        }
        long[] searched = slots.array();
        int slot = HashSlots.first(searched, hash);
        while (searched[slot] != 0) {
            int index = HashSlots.code(searched[slot]);
            if (HashSlots.tagged(searched[slot], hash) && same(index, fields, pairs)) {
                return index;
            }
            slot = HashSlots.next(searched, slot);
        }
        int index = size();
        append(fields, pairs);
        slots.add(hash, index);
        return index;
    }

    private boolean same(int index, Fields fields, IntColumn pairs) {
        return present(index) == fields.present()
                && droppedAttributes(index) == fields.droppedAttributes()
                && schemaUrl(index) == fields.schemaUrl()
                && entityReferences(index) == fields.entityReferences()
                && attributes.same(attributeStart(index), attributeEnd(index), pairs);
    }

    private void append(Fields fields, IntColumn pairs) {
        for (int i = 0; i < pairs.size(); i++) {
            attributes.add(pairs.get(i));
        }
        droppedAttributes.add(fields.droppedAttributes());
        schemaUrls.add(fields.schemaUrl());
        entityReferences.add(fields.entityReferences());
        presence.add(fields.present() ? 1 : 0);
        attributeEnds.add(attributes.size());
    }

    long bytes() {
        return attributes.bytes() + 5 * attributeEnds.bytes() + slots.bytes();
    }
}
