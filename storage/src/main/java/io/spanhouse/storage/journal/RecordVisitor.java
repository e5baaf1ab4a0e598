package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;

/** Is shown the records of a journal in the order of their offsets. */
public interface RecordVisitor {
    /** One record; the payload is valid during the call. */
    void record(JournalRecord record, ByteSlice payload);
}
