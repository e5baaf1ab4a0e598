package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.block.SpanDecoder;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.testing.SpanText;
import java.util.List;

/** Reads blocks in columns back to the texts of their spans. */
final class ColumnarTexts {
    private ColumnarTexts() {}

    static List<String> read(StoredBlock block) {
        return read(block.reader());
    }

    static List<String> read(BlockReader block) {
        SpanBatchBuilder spans = new SpanBatchBuilder();
        try (ReadScratch scratch = new ReadScratch()) {
            for (int number = 0; number < block.bounds().groups(); number++) {
                try (GroupReader group = block.group(number, scratch);
                        SpanDecoder decoder = new SpanDecoder(group, spans)) {
                    decoder.copy(0, group.rows());
                }
            }
        }
        return SpanText.renderAll(spans.build());
    }
}
