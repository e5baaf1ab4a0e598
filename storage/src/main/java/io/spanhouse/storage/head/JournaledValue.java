package io.spanhouse.storage.head;

import io.spanhouse.storage.index.FilterHash;
import io.spanhouse.storage.journal.JournalPlace;
import io.spanhouse.storage.journal.PayloadReader;
import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.DistantValue;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;

/** A value of a row in the head that lies in the journal until it is in a block. 48 bytes. */
final class JournaledValue implements DistantValue {
    static final int BYTES = 48;

    private final PayloadReader journal;
    private final JournalPlace record;
    private final int offset;
    private final int length;
    private final long hash;
    private final long byteHash;

    /** The value that now is {@code length} bytes of an array, and {@code offset} bytes into the payload of a record. */
    JournaledValue(PayloadReader journal, JournalPlace record, int offset, byte[] array, int start, int length) {
        this.journal = journal;
        this.record = record;
        this.offset = offset;
        this.length = length;
        hash = FilterHash.ofValue(array, start, length);
        byteHash = ByteHash.hash(array, start, length, 0);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long hash() {
        return hash;
    }

    @Override
    public long byteHash() {
        return byteHash;
    }

    @Override
    public byte[] read() {
        byte[] value = journal.read(record, offset, length);
        if (FilterHash.ofValue(value, 0, length) != hash) {
            throw new StoreException(
                    FailureKind.CORRUPT,
                    "a value of " + length + " bytes, " + offset + " bytes into the record at byte " + record.position()
                            + " of journal segment " + record.segment() + ", is not what was written");
        }
        return value;
    }

    @Override
    public boolean isLastCopy() {
        return true;
    }
}
