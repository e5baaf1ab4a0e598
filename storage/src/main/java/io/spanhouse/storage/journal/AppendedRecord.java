package io.spanhouse.storage.journal;

/**
 * A record that is in the journal, with what its appender gave along.
 *
 * @param <A> what appenders give along, such as the batch and the future to complete
 */
public record AppendedRecord<A>(JournalRecord record, A attachment) {}
