package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.StringTable;

/**
 * Which strings of a table one dictionary wants, and later their codes in it. Its time depends on how many are wanted, not
 * on the table. Whoever made it closes it, which gives its array back. Not thread-safe.
 */
final class StringCodes implements AutoCloseable {
    private static final int NOT_WANTED = 0;
    private static final int WANTED = -1;

    private final StringTable table;
    /** By string: {@link #NOT_WANTED}, {@link #WANTED}, and once they are known the code + 1. */
    private final int[] codes;

    private final IntColumn wanted = new IntColumn(16);
    private int dictionarySize;

    StringCodes(StringTable table, CodeScratch scratch) {
        this.table = table;
        this.codes = scratch.take(table.size());
    }

    /** Asks for a string. */
    void want(int string) {
        if (codes[string] == NOT_WANTED) {
            codes[string] = WANTED;
            wanted.add(string);
        }
    }

    /** The code of a string that was asked for. */
    int code(int string) {
        return codes[string] - 1;
    }

    /** Number of codes in the dictionary. */
    int dictionarySize() {
        return dictionarySize;
    }

    /** Writes a dictionary of only these strings. */
    void write(FixedDictionary dictionary, ValueGathering gathering, DictionaryWriter writer) {
        gathering.clear();
        gather(gathering);
        gathering.write(dictionary.number(), writer);
        written(writer.infos().get(dictionary.number()).entries());
    }

    /** Adds the strings that were asked for; their codes come back here. */
    void gather(ValueGathering gathering) {
        ByteSlice slice = new ByteSlice();
        for (int i = 0; i < wanted.size(); i++) {
            int string = wanted.get(i);
            table.get(string, slice);
            gathering.add(slice, codes, string);
        }
    }

    /** Takes over the codes that came back, once the dictionary that these strings were gathered for is written. */
    void written(int size) {
        dictionarySize = size;
        for (int i = 0; i < wanted.size(); i++) {
            codes[wanted.get(i)]++;
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < wanted.size(); i++) {
            codes[wanted.get(i)] = NOT_WANTED;
        }
    }
}
