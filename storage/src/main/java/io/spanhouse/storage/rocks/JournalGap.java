package io.spanhouse.storage.rocks;

/**
 * Journal records that were in a block which is lost. If the journal still has them they are replayed and sealed again.
 *
 * @param lane their lane
 * @param from first offset
 * @param to offset after the last
 */
public record JournalGap(int lane, long from, long to) {
    boolean has(long offset) {
        return from <= offset && offset < to;
    }
}
