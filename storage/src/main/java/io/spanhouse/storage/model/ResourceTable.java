package io.spanhouse.storage.model;

/**
 * The distinct resources of some rows, by a dense index. All strings are codes of the {@link StringTable} and all
 * attributes codes of the {@link PairTable} of the same {@link SpanRows}.
 */
public interface ResourceTable {
    /** Number of resources. */
    int size();

    /** Position of the first attribute of a resource, for {@link #attribute(int)}. */
    int attributeStart(int resource);

    /** Position after the last attribute of a resource. */
    int attributeEnd(int resource);

    /** The pair code at a position, in the order sent. */
    int attribute(int position);

    /** {@code dropped_attributes_count}, an unsigned 32-bit number. */
    int droppedAttributes(int resource);

    /** {@code ResourceSpans.schema_url}. */
    int schemaUrl(int resource);

    /** The entity references as {@link EntityReferences} encodes them; 0 when there are none. */
    int entityReferences(int resource);

    /** Whether a resource message was sent; an absent one has no attributes. */
    boolean present(int resource);
}
