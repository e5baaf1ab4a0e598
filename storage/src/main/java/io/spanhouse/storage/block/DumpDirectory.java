package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueType;

/** Writes down a block's directory. */
final class DumpDirectory {
    private DumpDirectory() {}

    static void dump(DumpLines lines) {
        lines.varint("features");
        lines.varint("ignorable features");
        lines.hex64("hash seed");
        lines.zigzag("first generation");
        lines.zigzag("last generation");
        lines.varint("rows");
        lines.varint("fragments");
        lines.varint("row groups");
        lines.varint("resources");
        lines.varint("scopes");
        lines.u8("bits of a page of the trace index");
        int dictionaries = lines.count("dictionaries");
        for (int i = 0; i < dictionaries; i++) {
            boolean fixed = i < FixedDictionary.values().length;
            String name = fixed ? FixedDictionary.values()[i].name() : Integer.toString(i);
            if (lines.u8("dictionary " + name + ", mode") == DictionaryMode.SORTED.ordinal()) {
                lines.varint("  entries");
                lines.varint("  pages");
                lines.varint("  bytes");
            }
        }
        int columns = lines.count("columns");
        ByteSlice key = new ByteSlice();
        for (int i = 0; i < columns; i++) {
            lines.u8("column " + (Field.FIRST_ATTRIBUTE + i) + ", level");
            int type = lines.u8("  type");
            if (type > ValueType.KVLIST.code()) {
                throw lines.in().corrupt("type " + type);
            }
            lines.varint("  occurrence");
            lines.varint("  dictionary");
            int from = lines.in().position();
            lines.in().lengthAndBytes(key);
            lines.since(from, "  key " + key.utf8());
        }
    }
}
