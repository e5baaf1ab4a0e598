package io.spanhouse.storage.access;

import java.util.Locale;

/** What a key may do. */
public enum Scope {
    /** Send spans. */
    INGEST,
    /** Read what was sent. */
    QUERY,
    /** Change what people save: trace definitions and the like. */
    EDIT,
    /** See and change the state of the server. */
    ADMIN;

    /** The name in key files and on command lines. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@link #text()}.
     *
     * @throws IllegalArgumentException naming what was found and what was expected
     */
    public static Scope parse(String text) {
        for (Scope scope : values()) {
            if (scope.text().equals(text)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("scope is '" + text + "', expected ingest, query, edit or admin");
    }
}
