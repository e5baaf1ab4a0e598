package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.frames.FrameCollector;
import io.spanhouse.storage.frames.FramePage;
import io.spanhouse.storage.frames.FrameTable;
import io.spanhouse.storage.model.SpanRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes down where the frames of a row group's spans are. Pages are held until the row group ends, since they come late in the
 * order of chunks: two to three bytes a frame. Used for one row group after the other; not thread-safe.
 */
final class FrameWriter {
    private final FrameTable table = new FrameTable();
    private final FrameCollector collector;
    private final List<byte[]> pages = new ArrayList<>();
    private final ByteWriter page = new ByteWriter(64);

    FrameWriter(SpanRows rows) {
        collector = new FrameCollector(rows, table);
    }

    /** Starts a new row group. */
    void clear() {
        collector.clear();
        pages.clear();
    }

    /** Adds a row, which is one of the row group by this number. */
    void add(int row, int number) {
        if (collector.add(row, number) && FramePage.bytes(table) >= FramePage.BYTES_MAX) {
            endPage();
        }
    }

    private void endPage() {
        page.truncate(0);
        FramePage.write(table, page);
        pages.add(Arrays.copyOf(page.array(), page.size()));
        collector.clear();
    }

    /** Writes all pages. */
    void write(int group, ChunkOutput output) {
        if (table.spans() > 0) {
            endPage();
        }
        for (int i = 0; i < pages.size(); i++) {
            output.begin().bytes(pages.get(i), 0, pages.get(i).length);
            output.end(ChunkKind.FRAMES, group, i);
        }
    }

    /** How many pages were written. */
    int pages() {
        return pages.size();
    }
}
