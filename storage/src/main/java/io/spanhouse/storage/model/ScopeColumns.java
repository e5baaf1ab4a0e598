package io.spanhouse.storage.model;

/** A {@link ScopeTable} as growing columns; equal scopes get one index. Not thread-safe while growing. */
public final class ScopeColumns implements ScopeTable {
    private final IntColumn attributes = new IntColumn(8);
    private final IntColumn attributeEnds = new IntColumn(8);
    private final IntColumn names = new IntColumn(8);
    private final IntColumn versions = new IntColumn(8);
    private final IntColumn droppedAttributes = new IntColumn(8);
    private final IntColumn schemaUrls = new IntColumn(8);
    private final IntColumn presence = new IntColumn(8);
    private final RowSlots slots = new RowSlots();

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

    /** A scope's own fields, as codes. */
    public record Fields(boolean present, int name, int version, int droppedAttributes, int schemaUrl) {}

    /**
     * The index of a scope, new or equal to one already here.
     *
     * @param pairs its attributes as pair codes, in order; copied
     */
    public int intern(Fields fields, IntColumn pairs) {
        long hash = ByteHash.hash((long) fields.name() << 32 | fields.version(), fields.schemaUrl());
        hash = ByteHash.hash(hash, (long) fields.droppedAttributes() << 1 | (fields.present() ? 1 : 0));
        hash = AttributeRuns.hash(pairs, hash);
        for (int i = slots.first(hash); i >= 0; i = slots.next()) {
            if (sameFields(i, fields) && AttributeRuns.same(attributes, attributeStart(i), attributeEnd(i), pairs)) {
                return i;
            }
        }
        slots.add(hash, size());
        return append(fields, pairs);
    }

    /** The index of a new scope, without looking whether it is known; only for tables built by index. */
    public int append(Fields fields, IntColumn pairs) {
        AttributeRuns.append(attributes, pairs);
        attributeEnds.add(attributes.size());
        names.add(fields.name());
        versions.add(fields.version());
        droppedAttributes.add(fields.droppedAttributes());
        schemaUrls.add(fields.schemaUrl());
        presence.add(fields.present() ? 1 : 0);
        return size() - 1;
    }

    private boolean sameFields(int scope, Fields fields) {
        return presence.get(scope) == (fields.present() ? 1 : 0)
                && names.get(scope) == fields.name()
                && versions.get(scope) == fields.version()
                && droppedAttributes.get(scope) == fields.droppedAttributes()
                && schemaUrls.get(scope) == fields.schemaUrl();
    }
}
