package io.spanhouse.storage.frames;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.model.ByteSlice;
import java.nio.charset.StandardCharsets;

/**
 * A {@link FrameTable} as bytes.
 *
 * <pre>
 * page  = first row varint, last row varint, variables varint, names (length varint, UTF-8) of each, spans varint, span*
 * span  = rows after the one before (of the first: after the first row) varint, flags u8, start u64, span id u64,
 *         parent's span id u64 if flag 1, pieces varint, piece*
 * piece = events after the end of the piece before (of the first: after 0) varint, frames varint, index of the first varint,
 *         step varint if there are several frames, earliest time after the span's start zigzag, bytes of keys and values varint,
 *         bytes of what frames set varint, these
 * flags = 1 if it is a span for frames alone, 2 if it has an exception before its first frame
 * what a frame sets = 2 * variables + (1 if there was an exception) varint, number of each variable varint
 * </pre>
 */
public final class FramePage {
    /** A page that has as many bytes as this ends. */
    public static final int BYTES_MAX = 64 << 10;

    /** Most rows, and most events of a row group. */
    private static final int COUNT_MAX = 1 << 23;

    private FramePage() {}

    /** About how many bytes a table takes as a page. */
    public static int bytes(FrameTable table) {
        return table.sets.size() + 20 * table.spans() + 12 * table.pieces() + 16 * table.variables();
    }

    /** Writes a table that has spans. */
    public static void write(FrameTable table, ByteWriter out) {
        out.varint(table.row(0));
        out.varint(table.row(table.spans() - 1));
        out.varint(table.variables());
        for (String variable : table.variables) {
            byte[] name = variable.getBytes(StandardCharsets.UTF_8);
            out.lengthAndBytes(name, 0, name.length);
        }
        out.varint(table.spans());
        int piece = 0;
        for (int span = 0; span < table.spans(); span++) {
            int end = piece;
            while (end < table.pieces() && table.span(end) == span) {
                end++;
            }
            writeSpan(table, span, end - piece, out);
            int nextEvent = 0;
            for (; piece < end; piece++) {
                writePiece(table, piece, nextEvent, out);
                nextEvent = table.event(piece) + table.frames(piece);
            }
        }
    }

    private static void writeSpan(FrameTable table, int span, int pieces, ByteWriter out) {
        out.varint(table.row(span) - table.row(Math.max(0, span - 1)));
        out.u8(table.flags.get(span));
        out.u64(table.startNanos(span));
        out.u64(table.spanId(span));
        if (table.has(span, FrameTable.FRAMES_SPAN)) {
            out.u64(table.parentSpanId(span));
        }
        out.varint(pieces);
    }

    private static void writePiece(FrameTable table, int piece, int nextEvent, ByteWriter out) {
        out.varint(table.event(piece) - nextEvent);
        out.varint(table.frames(piece));
        out.varint(table.index(piece));
        if (table.frames(piece) > 1) {
            out.varint(table.step(piece));
        }
        out.zigzag(table.leastTimeNanos(piece) - table.startNanos(table.span(piece)));
        out.varint(table.bytes(piece));
        int start = table.setsStarts.get(piece);
        out.lengthAndBytes(table.sets.array(), start, table.setsEnd(piece) - start);
    }

    /** The first row of a page; the reader then stands before the last. */
    public static int firstRow(ByteReader in) {
        return in.count(COUNT_MAX);
    }

    /** The last row of a page whose first was read. */
    public static int lastRow(ByteReader in) {
        return in.count(COUNT_MAX);
    }

    /**
     * Reads a whole page in place of what is in a table.
     *
     * @throws io.spanhouse.storage.model.StoreException CORRUPT
     */
    public static void read(ByteReader in, FrameTable into) {
        into.clear();
        int row = firstRow(in);
        int last = lastRow(in);
        int variables = in.count(in.remaining());
        ByteSlice name = new ByteSlice();
        for (int i = 0; i < variables; i++) {
            in.lengthAndBytes(name);
            into.variables.add(name.utf8());
        }
        int spans = in.count(in.remaining());
        for (int span = 0; span < spans; span++) {
            int distance = in.count(COUNT_MAX);
            row += distance;
            if (row > last || (distance == 0) != (span == 0)) {
                throw in.corrupt("span " + span + " with frames is row " + row + " of those to " + last);
            }
            readSpan(in, row, into);
        }
        in.expectEnd();
        if (spans == 0 || row != last) {
            throw in.corrupt("the last of " + spans + " spans with frames is row " + row + ", expected " + last);
        }
    }

    private static void readSpan(ByteReader in, int row, FrameTable into) {
        int flags = in.u8();
        long start = in.u64();
        into.rows.add(row);
        into.flags.add(flags);
        into.starts.add(start);
        into.spanIds.add(in.u64());
        into.parentIds.add((flags & FrameTable.FRAMES_SPAN) != 0 ? in.u64() : 0);
        int pieces = in.count(in.remaining());
        if (pieces == 0) {
            throw in.corrupt("row " + row + " has no frames");
        }
        int nextEvent = 0;
        for (int i = 0; i < pieces; i++) {
            int event = nextEvent + in.count(COUNT_MAX);
            int frames = in.count(FrameTable.PIECE_FRAMES_MAX);
            int index = in.count(FrameNames.INDEX_MAX);
            int step = frames > 1 ? in.count(FrameNames.INDEX_MAX) : 0;
            if (frames == 0 || event > COUNT_MAX || index + (frames - 1L) * step > FrameNames.INDEX_MAX) {
                throw in.corrupt(
                        frames + " frames from event " + event + " and index " + index + " on, " + step + " apart");
            }
            if (frames > 1 && step == 0) {
                throw in.corrupt(frames + " frames have one index");
            }
            into.spanOf.add(into.spans() - 1);
            into.events.add(event);
            into.frames.add(frames);
            into.indexes.add(index);
            into.steps.add(step);
            into.leastTimes.add(start + in.zigzag());
            into.bytes.add(in.varint());
            int length = in.count(in.remaining());
            into.setsStarts.add(into.sets.size());
            into.sets.bytes(in.array(), in.skip(length), length);
            nextEvent = event + frames;
        }
    }

    /**
     * Looks at what all frames set.
     *
     * @throws io.spanhouse.storage.model.StoreException CORRUPT
     */
    public static void verify(FrameTable table, ByteReader in) {
        for (int piece = 0; piece < table.pieces(); piece++) {
            FrameCursor cursor = new FrameCursor(table, piece);
            for (int frame = 0; frame < table.frames(piece); frame++) {
                cursor.next();
            }
            if (!cursor.isAtEnd()) {
                throw in.corrupt("there is more behind the last frame of piece " + piece);
            }
        }
    }
}
