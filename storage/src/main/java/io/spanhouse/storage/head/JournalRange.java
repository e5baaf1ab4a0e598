package io.spanhouse.storage.head;

/**
 * The records of the journal that a generation comes from. It has all spans of the records {@code from <= offset < to}
 * that no older generation has, and of the records {@code to <= offset <= cut} the spans of its own traces.
 *
 * @param from offset of the first record
 * @param to offset of the first record whose new traces went to the next generation
 * @param cut offset of the last record looked at; {@code to - 1} if nothing was looked at beyond
 */
public record JournalRange(long from, long to, long cut) {}
