package io.spanhouse.storage.head;

import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.ScopeTable;

/** The instrumentation scopes of a generation, each once. One thread adds, any reads; see {@link LongPages}. */
final class HeadScopes implements ScopeTable {
    static final int SIZE_MAX = 1 << 22;
    static final int ATTRIBUTES_MAX = 1 << 25;

    private final IntPages attributes = new IntPages(ATTRIBUTES_MAX);
    private final IntPages attributeEnds = new IntPages(SIZE_MAX);
    private final IntPages names = new IntPages(SIZE_MAX);
    private final IntPages versions = new IntPages(SIZE_MAX);
    private final IntPages droppedAttributes = new IntPages(SIZE_MAX);
    private final IntPages schemaUrls = new IntPages(SIZE_MAX);
    private final IntPages presence = new IntPages(SIZE_MAX);
    private final HashSlots slots = new HashSlots();

    @Override
    public int size() {
        return attributeEnds.size();
    }

    @Override
    public int name(int scope) {
        return names.get(scope);
    }

    @Override
    public int version(int scope) {
        return versions.get(scope);
    }

    @Override
    public int attributeStart(int scope) {
        return scope == 0 ? 0 : attributeEnds.get(scope - 1);
    }

    @Override
    public int attributeEnd(int scope) {
        return attributeEnds.get(scope);
    }

    @Override
    public int attribute(int position) {
        return attributes.get(position);
    }

    @Override
    public int droppedAttributes(int scope) {
        return droppedAttributes.get(scope);
    }

    @Override
    public int schemaUrl(int scope) {
        return schemaUrls.get(scope);
    }

    @Override
    public boolean present(int scope) {
        return presence.get(scope) != 0;
    }

    int attributeCount() {
        return attributes.size();
    }

    /** The index of a scope, new or known; its attributes are codes of interned pairs. */
    int intern(ScopeColumns.Fields fields, IntColumn pairs) {
        long hash = ByteHash.hash(fields.name(), fields.version());
        hash = ByteHash.hash(hash, fields.schemaUrl());
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

    private boolean same(int index, ScopeColumns.Fields fields, IntColumn pairs) {
        return present(index) == fields.present()
                && name(index) == fields.name()
                && version(index) == fields.version()
                && droppedAttributes(index) == fields.droppedAttributes()
                && schemaUrl(index) == fields.schemaUrl()
                && attributes.same(attributeStart(index), attributeEnd(index), pairs);
    }

    private void append(ScopeColumns.Fields fields, IntColumn pairs) {
        for (int i = 0; i < pairs.size(); i++) {
            attributes.add(pairs.get(i));
        }
        names.add(fields.name());
        versions.add(fields.version());
        droppedAttributes.add(fields.droppedAttributes());
        schemaUrls.add(fields.schemaUrl());
        presence.add(fields.present() ? 1 : 0);
        attributeEnds.add(attributes.size());
    }

    long bytes() {
        return attributes.bytes() + 6 * attributeEnds.bytes() + slots.bytes();
    }
}
