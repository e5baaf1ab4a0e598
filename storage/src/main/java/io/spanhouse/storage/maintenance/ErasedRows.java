package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.DictionaryReader;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.block.SpanDecoder;
import io.spanhouse.storage.model.SentPieces;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.model.StringTable;
import java.nio.charset.StandardCharsets;

/**
 * Looks in the row groups of one block for events that are erased. A block without an event of the name, and a row group
 * without one, are passed by for the price of a look at a dictionary and a list of codes; other rows are decoded, some at a
 * time because a row may have very many events. One thread.
 */
final class ErasedRows {
    /** So many rows are decoded at once. */
    private static final int ROWS_AT_ONCE = 512;

    private static final int NOT_THERE = -1;

    private final EventErasure erasure;
    private final BlockReader block;
    private final ReadScratch scratch;
    private final int code;

    ErasedRows(EventErasure erasure, BlockReader block, ReadScratch scratch) {
        this.erasure = erasure;
        this.block = block;
        this.scratch = scratch;
        code = erasure.any(block.identity().project()) ? find() : NOT_THERE;
    }

    private int find() {
        byte[] name = erasure.eventName().getBytes(StandardCharsets.UTF_8);
        DictionaryReader names = block.dictionary(FixedDictionary.EVENT_NAME.number(), scratch);
        return Math.max(NOT_THERE, names.find(name, 0, name.length));
    }

    /** Whether any event of the block is erased. */
    boolean any() {
        for (int group = 0; group < block.bounds().groups() && code != NOT_THERE; group++) {
            if (anyIn(group)) {
                return true;
            }
        }
        return false;
    }

    /** Whether any event of a row group is erased. */
    boolean anyIn(int number) {
        if (code == NOT_THERE) {
            return false;
        }
        try (GroupReader group = block.group(number, scratch)) {
            if (group.valueCount(Field.EVENT_NAME.number()) == 0
                    || group.codes(Field.EVENT_NAME.number()).positionOf(code) < 0) {
                return false;
            }
            for (int from = 0; from < group.rows(); from += ROWS_AT_ONCE) {
                SpanBatch rows = decode(group, from);
                Lost lost = new Lost(rows);
                for (int row = 0; row < rows.rowCount(); row++) {
                    if (lost.events(row) > 0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Adds all rows of a row group to a builder without the events that are erased; returns how many these are. */
    long copyTo(GroupReader group, SpanBatchBuilder target) {
        long erased = 0;
        for (int from = 0; from < group.rows(); from += ROWS_AT_ONCE) {
            SpanBatch rows = decode(group, from);
            Lost lost = new Lost(rows);
            SpanCopier copier = new SpanCopier(rows, target, true);
            for (int row = 0; row < rows.rowCount(); row++) {
                int events = lost.events(row);
                erased += events;
                if (events > 0) {
                    // Pieces of the span would have them still.
                    copier.copyUpTo(row, SentPieces.end(rows, row), lost::has);
                } else {
                    copier.copy(row);
                }
            }
        }
        return erased;
    }

    private static SpanBatch decode(GroupReader group, int from) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        try (SpanDecoder decoder = new SpanDecoder(group, builder)) {
            decoder.copy(from, Math.min(group.rows(), from + ROWS_AT_ONCE));
        }
        return builder.build();
    }

    /** What some rows lose. */
    private final class Lost {
        private final SpanBatch rows;
        private final EventErasure.Rows losing;
        private final int name;

        Lost(SpanBatch rows) {
            this.rows = rows;
            losing = erasure.of(block.identity().project(), rows);
            name = nameIn(rows.strings());
        }

        private int nameIn(StringTable strings) {
            for (int string = 0; string < strings.size(); string++) {
                if (strings.text(string).equals(erasure.eventName())) {
                    return string;
                }
            }
            return NOT_THERE;
        }

        boolean has(int event) {
            return rows.eventName(event) == name;
        }

        int events(int row) {
            int events = 0;
            for (int event = rows.eventStart(row); event < rows.eventEnd(row) && name != NOT_THERE; event++) {
                events += has(event) ? 1 : 0;
            }
            return events > 0 && losing.loses(row) ? events : 0;
        }
    }
}
