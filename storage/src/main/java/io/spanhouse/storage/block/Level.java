package io.spanhouse.storage.block;

/** What a column's values belong to. The codes are part of the format. */
public enum Level {
    /** One value for each span that has the key. */
    SPAN,
    /** One value for each event that has the key. */
    EVENT,
    /** One value for each link that has the key. */
    LINK,
    /** One value for each distinct resource of the block that has the key. */
    RESOURCE,
    /** One value for each distinct instrumentation scope of the block that has the key. */
    SCOPE,
    /** One value for each fragment. */
    TRACE;

    private static final Level[] BY_CODE = values();

    /** Levels that have attributes: all but {@link #TRACE}, which is the last. */
    static final int WITH_ATTRIBUTES = TRACE.ordinal();

    /** The level with a code that is below {@link #WITH_ATTRIBUTES}. */
    static Level ofCode(int code) {
        return BY_CODE[code];
    }
}
