package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.SpanRows;
import java.util.Arrays;

/**
 * Span ids, trace ids and parents of a frame's rows. A trace id is written once a frame, and a parent that is in the frame
 * as the distance to its row: random ids cannot be packed, so these are the bytes that can be saved, about 17 a span.
 *
 * <p>Written with a hash table of rows on the stack of one call; read with arrays alone.
 */
final class FrameIdentity {
    /** Parent references: none, an id of its own, else 2 + the zigzag distance to the parent's row. */
    private static final int NO_PARENT = 0;

    private static final int OTHER_PARENT = 1;
    private static final int FIRST_DISTANCE = 2;
    private static final int ID_BYTES = 8;

    final long[] spanIds;
    final long[] traceHigh;
    final long[] traceLow;
    final long[] parents;

    private FrameIdentity(int rows) {
        spanIds = new long[rows];
        traceHigh = new long[rows];
        traceLow = new long[rows];
        parents = new long[rows];
    }

    static void write(SpanRows rows, FrameOutput out) {
        int count = rows.rowCount();
        out.varint(count);
        int[] column = new int[count];
        int[] slots = new int[Integer.highestOneBit(Math.max(1, count)) * 4];
        for (int row = 0; row < count; row++) {
            out.fixedLong(rows.spanId(row));
        }
        traces(rows, out, slots, column);
        parents(rows, out, slots, column);
    }

    private static void traces(SpanRows rows, FrameOutput out, int[] slots, int[] column) {
        int mask = slots.length - 1;
        int[] firstRows = new int[column.length];
        int traces = 0;
        for (int row = 0; row < column.length; row++) {
            long high = rows.traceIdHigh(row);
            long low = rows.traceIdLow(row);
            if (row > 0 && low == rows.traceIdLow(row - 1) && high == rows.traceIdHigh(row - 1)) {
                column[row] = column[row - 1];
                continue;
            }
            int slot = (int) ByteHash.hash(high, low) & mask;
            while (slots[slot] != 0 && !sameTrace(rows, firstRows[slots[slot] - 1], high, low)) {
                slot = slot + 1 & mask;
            }
            if (slots[slot] == 0) {
                firstRows[traces++] = row;
                slots[slot] = traces;
            }
            column[row] = slots[slot] - 1;
        }
        out.varint(traces);
        for (int trace = 0; trace < traces; trace++) {
            out.fixedLong(rows.traceIdHigh(firstRows[trace]));
            out.fixedLong(rows.traceIdLow(firstRows[trace]));
        }
        out.column(column, column.length);
    }

    private static boolean sameTrace(SpanRows rows, int row, long high, long low) {
        return rows.traceIdLow(row) == low && rows.traceIdHigh(row) == high;
    }

    private static void parents(SpanRows rows, FrameOutput out, int[] slots, int[] column) {
        Arrays.fill(slots, 0);
        int mask = slots.length - 1;
        for (int row = 0; row < column.length; row++) {
            long id = rows.spanId(row);
            int slot = (int) ByteHash.hash(id, 0) & mask;
            while (slots[slot] != 0 && rows.spanId(slots[slot] - 1) != id) {
                slot = slot + 1 & mask;
            }
            slots[slot] = row + 1;
        }
        for (int row = 0; row < column.length; row++) {
            long parent = rows.parentSpanId(row);
            column[row] = parent == 0 ? NO_PARENT : reference(rows, slots, row, parent);
        }
        out.column(column, column.length);
        for (int row = 0; row < column.length; row++) {
            if (column[row] == OTHER_PARENT) {
                out.fixedLong(rows.parentSpanId(row));
            }
        }
    }

    private static int reference(SpanRows rows, int[] slots, int row, long parent) {
        int mask = slots.length - 1;
        int slot = (int) ByteHash.hash(parent, 0) & mask;
        while (slots[slot] != 0) {
            int parentRow = slots[slot] - 1;
            if (rows.spanId(parentRow) == parent) {
                int distance = row - parentRow;
                return FIRST_DISTANCE + (distance << 1 ^ distance >> 31);
            }
            slot = slot + 1 & mask;
        }
        return OTHER_PARENT;
    }

    static FrameIdentity read(FrameInput in) {
        int count = in.count(ID_BYTES, "rows");
        FrameIdentity identity = new FrameIdentity(count);
        for (int row = 0; row < count; row++) {
            identity.spanIds[row] = in.fixedLong();
        }
        int traces = in.count(2 * ID_BYTES, "traces");
        long[] ids = new long[2 * traces];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = in.fixedLong();
        }
        int[] column = in.columnBelow(count, traces, "trace");
        for (int row = 0; row < count; row++) {
            identity.traceHigh[row] = ids[2 * column[row]];
            identity.traceLow[row] = ids[2 * column[row] + 1];
        }
        identity.readParents(in);
        return identity;
    }

    private void readParents(FrameInput in) {
        int[] column = in.column(parents.length, "parent");
        for (int row = 0; row < column.length; row++) {
            int reference = column[row];
            if (reference == OTHER_PARENT) {
                parents[row] = in.fixedLong();
            } else if (reference != NO_PARENT) {
                int zigzag = reference - FIRST_DISTANCE;
                int parentRow = row - (zigzag >>> 1 ^ -(zigzag & 1));
                if (parentRow < 0 || parentRow >= column.length) {
                    throw in.damaged("parent of row " + row + " is row " + parentRow + " of " + column.length);
                }
                parents[row] = spanIds[parentRow];
            }
        }
    }
}
