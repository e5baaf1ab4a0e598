package io.spanhouse.storage.block;

/** Dictionaries that every block has; the numbers are part of the format. Those of attributes come after. */
public enum FixedDictionary {
    /** Services, as {@link Services} says; always sorted, for trace rows and operations rely on it. */
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

    /** This dictionary's number. */
    public int number() {
        return ordinal();
    }
}
