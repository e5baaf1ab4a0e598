package io.spanhouse.storage.head;

import io.spanhouse.storage.journal.JournalPlace;
import io.spanhouse.storage.journal.LongValues;
import io.spanhouse.storage.journal.PayloadReader;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.DistantValue;
import org.jspecify.annotations.Nullable;

/**
 * Where a batch lies in the journal: from there its long values are read while its rows are in the head, which has not the
 * memory for them.
 *
 * @param journal reads it
 * @param record its record
 * @param longValues where its long values lie in the record's payload
 */
public record BatchPlace(PayloadReader journal, JournalPlace record, LongValues longValues) {
    /** The value of a pair, which is here now, by its place; null if the place is not known. */
    @Nullable
    DistantValue value(int pair, ByteSlice now) {
        int offset = longValues.offset(pair);
        return offset < 0 ? null : new JournaledValue(journal, record, offset, now.array, now.offset, now.length);
    }
}
