package io.spanhouse.storage.journal;

/**
 * What the store says of a batch that it gives to the journal; the journal adds offset and tick.
 *
 * @param receivedMillis when the batch was received, milliseconds since 1970
 * @param project the project's number
 * @param lane the retention lane of the project
 * @param spanCount spans in the frame
 */
public record JournalEntry(long receivedMillis, int project, int lane, int spanCount) {}
