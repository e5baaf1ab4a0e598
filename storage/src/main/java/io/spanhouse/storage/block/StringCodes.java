package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.StringTable;
import java.util.Arrays;

/**
 * Which strings of a table one dictionary wants, and later their codes in it. Four bytes a string of the table. Not
 * thread-safe.
 */
final class StringCodes {
    private static final int NOT_WANTED = -1;
    private static final int WANTED = -2;

    private final StringTable table;
    private final int[] codes;
    private long uses;
    private int distinct;
    private long bytes;

    StringCodes(StringTable table) {
        this.table = table;
        this.codes = new int[table.size()];
        Arrays.fill(codes, NOT_WANTED);
    }

    /** Asks for a string. */
    void want(int string) {
        uses++;
        if (codes[string] == NOT_WANTED) {
            codes[string] = WANTED;
            distinct++;
        }
    }

    /** The code of a string that was asked for. */
    int code(int string) {
        return codes[string];
    }

    /** The table whose strings these are. */
    StringTable table() {
        return table;
    }

    /** How often a string was asked for. */
    long uses() {
        return uses;
    }

    /** How many strings were asked for. */
    int distinct() {
        return distinct;
    }

    /** Bytes of the strings that were asked for. */
    long bytes() {
        if (bytes == 0) {
            ByteSlice slice = new ByteSlice();
            for (int i = 0; i < codes.length; i++) {
                if (codes[i] == WANTED) {
                    table.get(i, slice);
                    bytes += slice.length;
                }
            }
        }
        return bytes;
    }

    /** Adds the strings that were asked for; their codes come back here. */
    void gather(ValueGathering gathering) {
        ByteSlice slice = new ByteSlice();
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] == WANTED) {
                table.get(i, slice);
                gathering.add(slice, codes, i);
            }
        }
    }
}
