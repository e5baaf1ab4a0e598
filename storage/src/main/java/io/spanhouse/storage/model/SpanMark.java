package io.spanhouse.storage.model;

/**
 * What is remarkable about a span: how its message was formed, what ingest had to alter, how the store met it. Each mark
 * is one bit of {@link SpanRows#marks(int)}; the bits are part of the byte formats and never change their meaning.
 */
public enum SpanMark {
    /** A status message was sent, perhaps empty. Says how the span was formed, not that it was altered. */
    STATUS_PRESENT,
    /** An attribute value was nested deeper than the limit; the deeper part became empty. */
    DEPTH_CUT,
    /** The parent id had a wrong length or was the span's own; the span is shown as a root. */
    PARENT_ID_DROPPED,
    /** A link's id had a wrong length and became empty. */
    LINK_ID_DROPPED,
    /** Text was not valid UTF-8; the bad bytes became U+FFFD. */
    UTF8_REPAIRED,
    /** There were more attributes than the limit; the rest is in the dropped count. */
    ATTRIBUTES_CUT,
    /** A value was longer than the limit and was cut. */
    VALUE_CUT,
    /** A string index, which traces do not have, was sent; it counts as empty. */
    STRING_INDEX_IGNORED,
    /** There were more events than the limit; the rest is in the dropped count. */
    EVENTS_CUT,
    /** There were more links than the limit; the rest is in the dropped count. */
    LINKS_CUT,
    /** Another span of the trace has the same span id and other content. Set by the store. */
    ID_CONFLICT,
    /**
     * Sent with a batch: the row is a piece of a span, to be merged with the newest row of its trace and span id, which it
     * then replaces; see {@link SpanPieces}. Of a stored row: it did replace earlier ones.
     */
    REPLACES,
    /** The sender named no resource and this one was assumed; that of another piece of the span goes before it. */
    RESOURCE_ASSUMED,
    /** Values of attributes were damaged on disk and are left out since a repair saved the rest. Set by the store. */
    VALUES_LOST,
    /**
     * The row is one half of a call, or a piece of one, as senders of Zipkin report them. Sent beside REPLACES it is merged
     * only with a row that is of the same half; see {@link SpanHalves}.
     */
    HALF,
    /** The row was merged of several pieces, which it has as they were sent; see {@link SentPieces}. Set by the store. */
    IN_PIECES;

    /** All marks that say that the stored span is not what was sent. */
    public static final int ALTERED = DEPTH_CUT.bit()
            | PARENT_ID_DROPPED.bit()
            | LINK_ID_DROPPED.bit()
            | UTF8_REPAIRED.bit()
            | ATTRIBUTES_CUT.bit()
            | VALUE_CUT.bit()
            | STRING_INDEX_IGNORED.bit()
            | EVENTS_CUT.bit()
            | LINKS_CUT.bit()
            | VALUES_LOST.bit();

    /** Marks that the store sets on what it keeps; two rows that differ only in these are the same span. */
    public static final int SET_BY_STORE = ID_CONFLICT.bit() | REPLACES.bit() | IN_PIECES.bit();

    /** This mark's bit. */
    public int bit() {
        return 1 << ordinal();
    }

    /** Whether a row's marks have this one. */
    public boolean in(int marks) {
        return (marks & bit()) != 0;
    }
}
