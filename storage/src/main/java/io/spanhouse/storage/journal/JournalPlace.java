package io.spanhouse.storage.journal;

/**
 * Where a record lies.
 *
 * @param segment first offset of the segment
 * @param position byte of the segment where the record starts
 */
public record JournalPlace(long segment, long position) {}
