package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ValueType;

/**
 * One column of attribute values. An owner with the same key and type twice has its second value in the column of
 * occurrence 1, and so on. After a merge a block may have two columns that differ only in number and dictionary: a reader
 * asks both.
 *
 * @param number the column's number in the block, {@link Field#FIRST_ATTRIBUTE} or more
 * @param level what has the attribute
 * @param key the attribute's key
 * @param type type of all its values
 * @param occurrence which of an owner's values of this key and type
 * @param dictionary number of its dictionary, which other occurrences share
 */
public record AttributeColumn(int number, Level level, String key, ValueType type, int occurrence, int dictionary) {}
