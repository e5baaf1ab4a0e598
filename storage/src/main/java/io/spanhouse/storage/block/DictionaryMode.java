package io.spanhouse.storage.block;

/** How the values of a dictionary's columns are kept. The codes are part of the format. */
public enum DictionaryMode {
    /** Sorted in the block's dictionary; columns hold codes. */
    SORTED,
    /** No dictionary, for values hardly repeat; columns hold byte strings. */
    TEXT,
    /** No dictionary, for numbers are shorter without; columns hold INT values, or the bits of DOUBLE values. */
    NUMBER;

    private static final DictionaryMode[] BY_CODE = values();

    static DictionaryMode ofCode(int code) {
        return BY_CODE[code];
    }

    static int count() {
        return BY_CODE.length;
    }
}
