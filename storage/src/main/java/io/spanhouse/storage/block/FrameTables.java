package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.frames.FramePage;
import io.spanhouse.storage.frames.FrameTable;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads where the frames of a row group's spans are. Reads the pages that have them, and of some others the first bytes. */
public final class FrameTables {
    private final GroupReader group;

    public FrameTables(GroupReader group) {
        this.group = group;
    }

    /** Whether it is known where frames are; else, as in older blocks, the spans are to be read. */
    public boolean known() {
        return group.block().bounds().get(Bound.FRAME_PAGES, group.part()) > 0;
    }

    /** As {@link #of}; null where it is not known, or what said it is damaged, so that the spans are to be read. */
    public @Nullable List<FrameTable> ifReadable(int from, int to) {
        try {
            return known() ? of(from, to) : null;
        } catch (StoreException e) {
            if (e.kind() != FailureKind.CORRUPT) {
                throw e;
            }
            return null;
        }
    }

    private int pages() {
        return (int) Math.max(0, group.block().bounds().get(Bound.FRAME_PAGES, group.part()) - 1);
    }

    /**
     * Tables that have the frames of rows {@code [from, to)}, and perhaps of others; a span's row is that in the row group.
     *
     * @throws io.spanhouse.storage.model.StoreException CORRUPT
     */
    public List<FrameTable> of(int from, int to) {
        List<FrameTable> tables = new ArrayList<>();
        for (int page = firstWith(from); page < pages(); page++) {
            FrameTable table = read(page, this::whole);
            if (table.row(0) >= to) {
                break;
            }
            tables.add(table);
        }
        return tables;
    }

    /** The rows of the group all of whose events are frames; none where that is not known. */
    public BitSet rowsOfFramesAlone() {
        BitSet rows = new BitSet();
        List<FrameTable> tables = pages() == 0 ? null : ifReadable(0, group.rows());
        if (tables == null) {
            return rows;
        }
        long[] events = SpanDecoder.numbers(group, Field.EVENTS, 0, group.rows());
        for (FrameTable table : tables) {
            for (int piece = 0; piece < table.pieces(); piece++) {
                int row = table.row(table.span(piece));
                events[row] -= table.frames(piece);
                rows.set(row, events[row] == 0);
            }
        }
        return rows;
    }

    /** The first page whose last row is not before one. */
    private int firstWith(int row) {
        int low = 0;
        int high = pages();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (read(middle, FrameTables::lastRow) < row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int lastRow(ByteReader in) {
        FramePage.firstRow(in);
        return FramePage.lastRow(in);
    }

    private FrameTable whole(ByteReader in) {
        FrameTable table = new FrameTable();
        FramePage.read(in, table);
        if (table.row(table.spans() - 1) >= group.rows()) {
            throw in.corrupt("row " + table.row(table.spans() - 1) + " has frames, of " + group.rows());
        }
        return table;
    }

    private <T> T read(int page, Function<ByteReader, T> reading) {
        ChunkKey key = group.block().identity().key(ChunkKind.FRAMES, group.part(), page);
        ChunkBuffer buffer = group.scratch().takeBuffer();
        group.block().load(key, buffer);
        T read = ChunkFailure.naming(key, () -> reading.apply(BlockReader.payload(buffer)));
        group.scratch().giveBuffer(buffer);
        return read;
    }
}
