package io.spanhouse.storage.scripts;

/**
 * A distinct value of a column.
 *
 * @param text as lists show it
 * @param count how many rows have it
 */
public record ColumnValue(String text, long count) {}
