package io.spanhouse.storage.block;

/**
 * Dictionaries that every block has; the numbers are part of the format. Those of attributes come after. They are always
 * sorted, however many values there are, so that names and services have codes in every row group and operations can be
 * counted; a merge that would make one too large is not done.
 */
public enum FixedDictionary {
    /** Services, as {@link Services} says. */
    SERVICE,
    /** Names of spans. */
    SPAN_NAME,
    /** Status messages. */
    STATUS_MESSAGE,
    /** Trace states of spans and links. */
    TRACE_STATE,
    /** Names of events. */
    EVENT_NAME,
    /** Schema URLs of resources and scopes. */
    SCHEMA_URL,
    /** Entity references of resources, as {@link io.spanhouse.storage.model.EntityReferences} encodes them. */
    ENTITY_REFERENCES,
    /** Names of scopes. */
    SCOPE_NAME,
    /** Versions of scopes. */
    SCOPE_VERSION;

    /** Number of the first dictionary of an attribute. */
    static final int FIRST_ATTRIBUTE = 16;

    /** Most entries of one after a merge. */
    static final int MERGED_ENTRIES_MAX = 4 << 20;

    /** Most bytes of values of one after a merge. */
    static final long MERGED_BYTES_MAX = 64L << 20;

    /** This dictionary's number. */
    public int number() {
        return ordinal();
    }
}
