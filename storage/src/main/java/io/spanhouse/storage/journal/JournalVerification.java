package io.spanhouse.storage.journal;

import java.util.List;

/**
 * What one step of reading an open journal again came to.
 *
 * @param bytes bytes that were read
 * @param damages what was found and was not known before
 * @param isEnd whether the next step begins with the oldest segment again
 */
public record JournalVerification(long bytes, List<JournalDamage> damages, boolean isEnd) {}
