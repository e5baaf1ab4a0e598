package io.spanhouse.storage.head;

/**
 * What became of the rows of one batch.
 *
 * @param stored new rows
 * @param duplicates rows equal in every field to one that was there; dropped
 * @param conflicts rows among the stored whose trace had another span of the same id
 */
public record InsertCounts(int stored, int duplicates, int conflicts) {}
