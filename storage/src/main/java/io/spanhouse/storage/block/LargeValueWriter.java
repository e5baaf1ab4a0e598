package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.PairTable;

/** Writes the values that are too long for their column, each under a key of its own, one in memory at a time. */
final class LargeValueWriter {
    private LargeValueWriter() {}

    /** Writes the values of some pairs, numbered from 0. */
    static void write(int part, PairTable table, IntColumn pairs, ChunkOutput output, Encoders encoders) {
        ByteSlice value = new ByteSlice();
        for (int i = 0; i < pairs.size(); i++) {
            table.value(pairs.get(i), value);
            encoders.compression.write(value.array, value.offset, value.length, output.begin());
            output.end(ChunkKind.LARGE, part, i);
        }
    }
}
