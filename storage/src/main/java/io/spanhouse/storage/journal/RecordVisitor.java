package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.StoreException;

/** Is shown the records of a journal in the order of their offsets. */
public interface RecordVisitor {
    /**
     * One record; the payload is valid during the call.
     *
     * @throws StoreException CORRUPT if the payload cannot be read: it is set aside as damage, and the next record comes.
     *     With any other kind the journal is not opened
     */
    void record(JournalRecord record, ByteSlice payload);
}
