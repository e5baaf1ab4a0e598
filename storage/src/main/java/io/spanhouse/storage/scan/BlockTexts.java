package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.DictionaryMode;
import io.spanhouse.storage.block.DictionaryReader;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.encoding.TextArena;
import io.spanhouse.storage.model.ByteSlice;
import java.util.EnumMap;
import java.util.Map;

/** Texts of a row group's fields, whether they have a dictionary or not; for the few that are shown. Not thread-safe. */
final class BlockTexts {
    private final GroupReader group;
    private final ReadScratch scratch;
    private final Map<FixedDictionary, DictionaryReader> dictionaries = new EnumMap<>(FixedDictionary.class);
    private final TextArena texts = new TextArena();
    private final int[] code = new int[1];

    BlockTexts(GroupReader group, ReadScratch scratch) {
        this.group = group;
        this.scratch = scratch;
    }

    /** Points at the text of an owner's field. */
    void field(Field field, FixedDictionary dictionary, int owner, ByteSlice into) {
        if (group.block().directory().dictionary(dictionary).mode() == DictionaryMode.SORTED) {
            group.codes(field.number()).codes(owner, owner + 1, code, 0);
            value(dictionary, code[0], into);
        } else {
            texts.clear();
            group.texts(field.number(), owner, owner + 1, texts);
            texts.get(0, into);
        }
    }

    /** Points at the value of a sorted dictionary's code. */
    void value(FixedDictionary dictionary, int valueCode, ByteSlice into) {
        dictionaries
                .computeIfAbsent(dictionary, absent -> group.block().dictionary(absent.number(), scratch))
                .value(valueCode, into);
    }
}
