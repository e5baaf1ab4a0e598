package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.DistantValue;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the values that are too long for their column, each under a key of its own, one in memory at a time. */
final class LargeValueWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LargeValueWriter.class);

    private LargeValueWriter() {}

    /** Writes the values of some pairs, numbered from 0. */
    static void write(int part, PairTable table, IntColumn pairs, ChunkOutput output, Encoders encoders) {
        ByteSlice value = new ByteSlice();
        for (int i = 0; i < pairs.size(); i++) {
            DistantValue distant = table.distant(pairs.get(i));
            if (distant != null && output.defer(ChunkKind.LARGE, part, i, distant)) {
                continue;
            }
            if (read(table, pairs.get(i), value)) {
                encoders.compression.write(value.array, value.offset, value.length, output.begin());
            } else {
                output.begin();
            }
            output.end(ChunkKind.LARGE, part, i);
        }
    }

    /** Whether the value could be read. An empty chunk tells readers, for ever, that it could not. */
    private static boolean read(PairTable table, int pair, ByteSlice into) {
        DistantValue distant = table.distant(pair);
        try {
            table.value(pair, into);
            return true;
        } catch (StoreException e) {
            if (distant == null || !distant.isLastCopy() || e.kind() != FailureKind.CORRUPT) {
                throw e;
            }
            LOG.error("A value of {} bytes is lost: {}", distant.length(), e.getMessage());
            return false;
        }
    }
}
