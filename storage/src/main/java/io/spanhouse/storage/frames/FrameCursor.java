package io.spanhouse.storage.frames;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;

/** Goes through the frames of a piece: what each sets. Moves on with {@link #next}; not thread-safe. */
public final class FrameCursor {
    private final FrameTable table;
    private final int piece;
    private final int end;
    private int position;
    private int frame = -1;
    private int count;
    private boolean exception;
    private int[] variables = new int[4];

    /** Before the first frame of a piece. */
    public FrameCursor(FrameTable table, int piece) {
        this.table = table;
        this.piece = piece;
        this.position = table.setsStarts.get(piece);
        this.end = table.setsEnd(piece);
    }

    /**
     * Moves to the next frame, of which there must be one.
     *
     * @throws StoreException CORRUPT if what lies there is not that
     */
    public void next() {
        long head = varint();
        exception = (head & 1) != 0;
        long size = head >>> 1;
        if (size > end - position) {
            throw corrupt("a frame sets " + size + " variables in " + (end - position) + " bytes");
        }
        count = (int) size;
        if (variables.length < count) {
            variables = new int[2 * count];
        }
        for (int i = 0; i < count; i++) {
            long number = varint();
            if (Long.compareUnsigned(number, table.variables()) >= 0) {
                throw corrupt("variable " + number + " of " + table.variables());
            }
            variables[i] = (int) number;
        }
        frame++;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (position == end) {
                throw corrupt("it ends too early");
            }
            byte next = table.sets.array()[position++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw corrupt("a number has over 10 bytes");
    }

    private StoreException corrupt(String found) {
        return new StoreException(
                FailureKind.CORRUPT,
                "piece " + piece + " of frames, after frame " + frame + " of " + table.frames(piece) + ": " + found);
    }

    /** Which frame of the piece this is, from 0. */
    public int frame() {
        return frame;
    }

    /** Whether an exception was raised there. */
    public boolean hasException() {
        return exception;
    }

    /** How many variables it sets. */
    public int count() {
        return count;
    }

    /** The number of one of them. */
    public int variable(int at) {
        return variables[at];
    }

    /** Whether nothing is left behind the last frame. */
    boolean isAtEnd() {
        return position == end;
    }
}
