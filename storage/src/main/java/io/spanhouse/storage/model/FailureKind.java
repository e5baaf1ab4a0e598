package io.spanhouse.storage.model;

/** Why the store could not do what was asked. Each transport maps every kind to one status, in one place. */
public enum FailureKind {
    /** The request makes no sense; trying again will not help. */
    BAD_INPUT,
    /** The request is over a named limit; trying again will not help. */
    TOO_LARGE,
    /** A queue, a budget or the disk reserve is full for now; try again later. */
    OVERLOADED,
    /** The caller may not do this. */
    NOT_ALLOWED,
    /** There is no such thing. */
    NOT_FOUND,
    /** Stored bytes are not what was written. */
    CORRUPT,
    /** Stored bytes are of a newer format than this program knows. */
    TOO_NEW,
    /** The store is closed or closing; try again later. */
    CLOSED,
    /** The disk refused a write or a sync; try again later. */
    UNAVAILABLE,
    /** The query ran out of its time or byte budget, or was cancelled. */
    CANCELLED
}
