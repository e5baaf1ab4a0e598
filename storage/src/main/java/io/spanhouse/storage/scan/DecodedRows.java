package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.SpanDecoder;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;

/** Decodes stretches of a row group's rows whole. */
final class DecodedRows {
    private DecodedRows() {}

    /** Rows {@code [from, to)}, the first as number 0. */
    static SpanBatch read(GroupReader group, int from, int to) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        try (SpanDecoder decoder = new SpanDecoder(group, builder)) {
            decoder.copy(from, to);
        }
        return builder.build();
    }
}
