package io.spanhouse.storage.block;

import io.spanhouse.storage.frames.FrameCollector;
import io.spanhouse.storage.frames.FrameTable;
import io.spanhouse.storage.frames.FrameText;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.List;

/** Holds what a row group says of frames against its rows. Holds a text a span that has frames. */
final class FrameVerifier {
    private final GroupReader group;
    private final List<String> ofRows = new ArrayList<>();

    FrameVerifier(GroupReader group) {
        this.group = group;
    }

    /** Adds rows, decoded; they come in their order. */
    void add(SpanBatch rows, int firstRow) {
        FrameTable table = new FrameTable();
        FrameCollector collector = new FrameCollector(rows, table);
        for (int row = 0; row < rows.rowCount(); row++) {
            collector.add(row, firstRow + row);
        }
        addTexts(table, ofRows);
    }

    private static void addTexts(FrameTable table, List<String> into) {
        for (int span = 0; span < table.spans(); span++) {
            into.add(FrameText.of(table, span));
        }
    }

    /** @throws StoreException CORRUPT if the rows have other frames, or it is not known which and the block says it is */
    void verify() {
        FrameTables tables = new FrameTables(group);
        if (!tables.known()) {
            return;
        }
        List<String> found = new ArrayList<>();
        tables.of(0, group.rows()).forEach(table -> addTexts(table, found));
        if (!found.equals(ofRows)) {
            throw new StoreException(
                    FailureKind.CORRUPT,
                    group.block().identity() + " row group " + group.part() + ": frames of " + found.size()
                            + " spans are not those of the rows, which are of " + ofRows.size());
        }
    }
}
