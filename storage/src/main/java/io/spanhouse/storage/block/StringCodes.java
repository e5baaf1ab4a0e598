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
    private int dictionarySize;

    StringCodes(StringTable table) {
        this.table = table;
        this.codes = new int[table.size()];
        Arrays.fill(codes, NOT_WANTED);
    }

    /** Asks for a string. */
    void want(int string) {
        codes[string] = codes[string] == NOT_WANTED ? WANTED : codes[string];
    }

    /** The code of a string that was asked for. */
    int code(int string) {
        return codes[string];
    }

    /** Number of codes in the dictionary. */
    int dictionarySize() {
        return dictionarySize;
    }

    /** Notes how many codes the dictionary got. */
    void dictionarySize(int size) {
        dictionarySize = size;
    }

    /** Writes a dictionary of only these strings. */
    void write(FixedDictionary dictionary, ValueGathering gathering, DictionaryWriter writer) {
        gathering.clear();
        gather(gathering);
        gathering.write(dictionary.number(), writer);
        dictionarySize = writer.infos().get(dictionary.number()).entries();
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
