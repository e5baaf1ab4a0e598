package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanBatchBuilder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Strings of a block as strings of a builder: keys, and fields with a dictionary. Not thread-safe. */
final class DictionaryStrings {
    private static final int WANTED = -1;

    private final BlockReader block;
    private final ReadScratch scratch;
    private final SpanBatchBuilder target;
    private final Map<Integer, DictionaryReader> dictionaries = new HashMap<>();
    private final Map<String, Integer> keys = new HashMap<>();
    private final ByteSlice slice = new ByteSlice();

    DictionaryStrings(BlockReader block, ReadScratch scratch, SpanBatchBuilder target) {
        this.block = block;
        this.scratch = scratch;
        this.target = target;
    }

    /** The reader of a dictionary. */
    DictionaryReader dictionary(int number) {
        return dictionaries.computeIfAbsent(number, absent -> block.dictionary(absent, scratch));
    }

    /** A key's string in the builder. */
    int key(String key) {
        return keys.computeIfAbsent(key, target::string);
    }

    /** Reads values {@code [from, to)} of a field as strings of the builder. */
    int[] field(GroupReader group, Field field, int from, int to) {
        FixedDictionary dictionary = field.dictionary();
        if (dictionary == null) {
            throw new IllegalArgumentException(field + " has no dictionary");
        }
        int[] strings = new int[to - from];
        readCodes(group.codes(field.number()), dictionary(dictionary.number()), from, to, strings);
        return strings;
    }

    private void readCodes(CodeColumn codes, DictionaryReader dictionary, int from, int to, int[] strings) {
        codes.positions(from, to, strings, 0);
        int[] known = new int[codes.listSize()];
        int[] wanted = new int[Math.min(strings.length, codes.listSize())];
        int unknown = 0;
        for (int position : strings) {
            if (known[position] == 0) {
                known[position] = WANTED;
                wanted[unknown++] = position;
            }
        }
        // Upwards, so that each page of the dictionary is read once.
        Arrays.sort(wanted, 0, unknown);
        for (int i = 0; i < unknown; i++) {
            dictionary.value(codes.list()[wanted[i]], slice);
            known[wanted[i]] = target.string(slice.array, slice.offset, slice.length);
        }
        for (int i = 0; i < strings.length; i++) {
            strings[i] = known[strings[i]];
        }
    }
}
