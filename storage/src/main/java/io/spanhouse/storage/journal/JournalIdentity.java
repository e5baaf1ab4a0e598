package io.spanhouse.storage.journal;

import java.util.UUID;

/**
 * Whose journal it is: part of every checksum, so that a file of another store or partition is never taken for its own.
 *
 * @param store the store's id, drawn when it was created
 * @param partition the partition's number
 */
public record JournalIdentity(UUID store, int partition) {}
