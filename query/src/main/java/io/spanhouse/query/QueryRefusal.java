package io.spanhouse.query;

import java.util.Locale;

/** Why a query was refused: the closed set of reasons that are counted. */
public enum QueryRefusal {
    /** No key, or one that is not valid, or not for this. */
    AUTH,
    /** The key's rate is used up. */
    RATE,
    /** Too many queries at once, or the store is overloaded. */
    OVERLOADED,
    /** The store cannot answer now. */
    UNAVAILABLE,
    /** An id that is none. */
    BAD_ID,
    /** Any other request that makes no sense. */
    BAD_REQUEST,
    /** A body over the limit. */
    TOO_LARGE,
    /** The query ran out of its budget, or would. */
    COST,
    /** No such path, or not with this method. */
    ROUTE,
    /** Stored bytes are damaged, or too new. */
    DAMAGED;

    /** The name in metrics. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
