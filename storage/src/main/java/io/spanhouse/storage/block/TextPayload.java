package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.Numbers;
import io.spanhouse.storage.model.ByteSlice;
import java.util.Arrays;

/** Reads a column of texts, and the stand-ins that {@link AttributeEncoder} left in it for large values. */
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

    /** Reads values {@code [from, to)}. */
    void read(GroupReader group, int from, int to, TextValues into) {
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
        group.scratch().texts.read(in, values, from, to, BYTES_MAX, into.shorts());
        in.expectEnd();
        ByteSlice standIn = new ByteSlice();
        int end = lowerBound(to);
        for (int i = lowerBound(from); i < end; i++) {
            int index = (int) largePositions[i] - from;
            into.shorts().get(index, standIn);
            into.large(index, large(group, firstLarge + i, standIn));
        }
    }

    private LargeValue large(GroupReader group, int number, ByteSlice standIn) {
        if (standIn.length != AttributeEncoder.STAND_IN_BYTES) {
            throw in.corrupt("the stand-in of a large value has " + standIn.length + " bytes");
        }
        byte[] copy = Arrays.copyOfRange(standIn.array, standIn.offset, standIn.offset + standIn.length + 8);
        ByteReader fields = new ByteReader().set(copy, 0, standIn.length);
        long length = fields.fixed(4);
        if (length <= PairCodes.LARGE_BYTES || length > LARGE_BYTES_MAX) {
            throw in.corrupt("a large value has " + length + " bytes, expected more than " + PairCodes.LARGE_BYTES
                    + " and at most " + LARGE_BYTES_MAX);
        }
        return new LargeValue(group.block(), group.part(), number, (int) length, fields.u64());
    }

    private int lowerBound(int position) {
        int found = Arrays.binarySearch(largePositions, position);
        return found < 0 ? -1 - found : found;
    }
}
