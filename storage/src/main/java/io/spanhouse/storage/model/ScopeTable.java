package io.spanhouse.storage.model;

/**
 * The distinct instrumentation scopes of some rows, by a dense index. All strings are codes of the {@link StringTable}
 * and all attributes codes of the {@link PairTable} of the same {@link SpanRows}.
 */
public interface ScopeTable {
    /** Number of scopes. */
    int size();

    /** Code of the scope's name. */
    int name(int scope);

    /** Code of the scope's version. */
    int version(int scope);

    /** Position of the first attribute of a scope, for {@link #attribute(int)}. */
    int attributeStart(int scope);

    /** Position after the last attribute of a scope. */
    int attributeEnd(int scope);

    /** The pair code at a position, in the order sent. */
    int attribute(int position);

    /** {@code dropped_attributes_count}, an unsigned 32-bit number. */
    int droppedAttributes(int scope);

    /** {@code ScopeSpans.schema_url}. */
    int schemaUrl(int scope);

    /** Whether a scope message was sent; an absent one has no name, version or attributes. */
    boolean present(int scope);
}
