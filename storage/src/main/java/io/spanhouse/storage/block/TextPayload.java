package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.Numbers;
import io.spanhouse.storage.encoding.TextArena;
import io.spanhouse.storage.model.ByteSlice;
import java.util.Arrays;

/** Reads a column of texts, with the large values that {@link AttributeEncoder} left stand-ins for. */
final class TextPayload {
    /** Most bytes of the short texts of one row group's column: so many rows of the longest. */
    static final int BYTES_MAX = 1 << 29;

    private static final int LARGE_BYTES_MAX = 1 << 28;

    private final ByteReader in;
    private final int values;
    private long[] largePositions = new long[0];
    private int firstLarge;

    TextPayload(ByteReader in, int values) {
        this.in = in;
        this.values = values;
    }

    void read(GroupReader group, int from, int to, TextArena into) {
        int large = in.count(values);
        if (large > 0) {
            largePositions = new long[large];
            Numbers.read(in, large, largePositions);
            for (int i = 0; i < large; i++) {
                if (largePositions[i] >= values || largePositions[i] <= (i == 0 ? -1 : largePositions[i - 1])) {
                    throw in.corrupt("large value " + i + " stands at " + largePositions[i] + " of " + values);
                }
            }
            firstLarge = in.count(ChunkKey.COLUMN_MAX);
        }
        int largeFrom = lowerBound(from);
        if (largeFrom == lowerBound(to)) {
            group.scratch().texts.read(in, values, from, to, BYTES_MAX, into);
            in.expectEnd();
            return;
        }
        TextArena shorts = new TextArena();
        group.scratch().texts.read(in, values, from, to, BYTES_MAX, shorts);
        in.expectEnd();
        ByteSlice slice = new ByteSlice();
        int next = largeFrom;
        for (int i = from; i < to; i++) {
            shorts.get(i - from, slice);
            if (next < largePositions.length && largePositions[next] == i) {
                readLarge(group, firstLarge + next, slice, into);
                next++;
            } else {
                into.add(slice.array, slice.offset, slice.length);
            }
        }
    }

    private void readLarge(GroupReader group, int number, ByteSlice standIn, TextArena into) {
        if (standIn.length != AttributeEncoder.STAND_IN_BYTES) {
            throw in.corrupt("the stand-in of a large value has " + standIn.length + " bytes");
        }
        byte[] copy = Arrays.copyOfRange(standIn.array, standIn.offset, standIn.offset + standIn.length + 8);
        ByteReader fields = new ByteReader().set(copy, 0, standIn.length);
        long length = fields.fixed(4);
        if (length > LARGE_BYTES_MAX) {
            throw in.corrupt("a large value has " + length + " bytes, expected at most " + LARGE_BYTES_MAX);
        }
        group.large(number, (int) length, fields.u64(), into);
    }

    private int lowerBound(int position) {
        int found = Arrays.binarySearch(largePositions, position);
        return found < 0 ? -1 - found : found;
    }
}
