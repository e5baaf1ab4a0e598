package io.spanhouse.storage.frames;

import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.LongColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames of some spans, as columns: spans, their pieces, and of each piece what its frames set. Some 60 bytes a piece and two to
 * three a frame. Filled by a {@link FrameCollector} or a {@link FramePage}; not thread-safe while that goes on, and not changed
 * after.
 */
public final class FrameTable {
    /** Most frames of a piece: who wants the variables at a frame reads no more than these to find them. */
    public static final int PIECE_FRAMES_MAX = 100;

    /** The span is one that has frames and nothing else. */
    public static final int FRAMES_SPAN = 1;

    /** The span has an exception before its first frame. */
    public static final int EXCEPTION_BEFORE = 2;

    final List<String> variables = new ArrayList<>();
    final IntColumn rows = new IntColumn(16);
    final IntColumn flags = new IntColumn(16);
    final LongColumn starts = new LongColumn(16);
    final LongColumn spanIds = new LongColumn(16);
    final LongColumn parentIds = new LongColumn(16);

    final IntColumn spanOf = new IntColumn(16);
    final IntColumn events = new IntColumn(16);
    final IntColumn frames = new IntColumn(16);
    final IntColumn indexes = new IntColumn(16);
    final IntColumn steps = new IntColumn(16);
    final LongColumn leastTimes = new LongColumn(16);
    final LongColumn bytes = new LongColumn(16);
    final IntColumn setsStarts = new IntColumn(16);

    /**
     * What frames set, one after the other: {@code variables * 2 + (1 if there was an exception) varint, number of each
     * variable varint}.
     */
    final ByteWriter sets = new ByteWriter(64);

    /** Forgets all. */
    void clear() {
        variables.clear();
        for (IntColumn column : new IntColumn[] {rows, flags, spanOf, events, frames, indexes, steps, setsStarts}) {
            column.truncate(0);
        }
        for (LongColumn column : new LongColumn[] {starts, spanIds, parentIds, leastTimes, bytes}) {
            column.truncate(0);
        }
        sets.truncate(0);
    }

    /** Number of spans, in the order of their rows. */
    public int spans() {
        return rows.size();
    }

    /** A span's row where it was found. */
    public int row(int span) {
        return rows.get(span);
    }

    public boolean has(int span, int flag) {
        return (flags.get(span) & flag) != 0;
    }

    /** A span's start, unsigned nanoseconds. */
    public long startNanos(int span) {
        return starts.get(span);
    }

    public long spanId(int span) {
        return spanIds.get(span);
    }

    /** The id of the parent of a {@link #FRAMES_SPAN}, 0 of any other span. */
    public long parentSpanId(int span) {
        return parentIds.get(span);
    }

    /** Number of pieces, those of one span side by side. */
    public int pieces() {
        return spanOf.size();
    }

    /** The span of a piece. */
    public int span(int piece) {
        return spanOf.get(piece);
    }

    /** The number of a piece's first frame among the events of its span. */
    public int event(int piece) {
        return events.get(piece);
    }

    /** Frames of a piece, at least one. */
    public int frames(int piece) {
        return frames.get(piece);
    }

    /** The index of a piece's first frame. */
    public int index(int piece) {
        return indexes.get(piece);
    }

    /** From index to index in a piece; 0 of one frame alone. */
    public int step(int piece) {
        return steps.get(piece);
    }

    /** The index of a piece's last frame. */
    public int lastIndex(int piece) {
        return index(piece) + (frames(piece) - 1) * step(piece);
    }

    /** The earliest time of a piece's frames, unsigned nanoseconds. */
    public long leastTimeNanos(int piece) {
        return leastTimes.get(piece);
    }

    /** Bytes of the keys and values of a piece's frames. */
    public long bytes(int piece) {
        return bytes.get(piece);
    }

    /** Number of variables that frames set; two numbers may have one name. */
    public int variables() {
        return variables.size();
    }

    /** Name of a variable. */
    public String variable(int number) {
        return variables.get(number);
    }

    int setsEnd(int piece) {
        return piece + 1 < setsStarts.size() ? setsStarts.get(piece + 1) : sets.size();
    }
}
