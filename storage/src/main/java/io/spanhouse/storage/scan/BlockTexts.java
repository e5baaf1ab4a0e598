package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.DictionaryReader;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.model.ByteSlice;
import java.util.EnumMap;
import java.util.Map;

/** Texts of a row group's fields; for the few that are shown or compared one by one. Not thread-safe. */
final class BlockTexts {
    private final GroupReader group;
    private final ReadScratch scratch;
    private final Map<FixedDictionary, DictionaryReader> dictionaries = new EnumMap<>(FixedDictionary.class);
    private final int[] code = new int[1];

    BlockTexts(GroupReader group, ReadScratch scratch) {
        this.group = group;
        this.scratch = scratch;
    }

    /** Points at the text of an owner's field. */
    void field(Field field, FixedDictionary dictionary, int owner, ByteSlice into) {
        group.codes(field.number()).codes(owner, owner + 1, code, 0);
        value(dictionary, code[0], into);
    }

    /** Points at the value of a code. */
    void value(FixedDictionary dictionary, int valueCode, ByteSlice into) {
        dictionaries
                .computeIfAbsent(dictionary, absent -> group.block().dictionary(absent.number(), scratch))
                .value(valueCode, into);
    }
}
