package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.Completeness;
import java.util.List;

/**
 * The distinct values of a column.
 *
 * @param values the most frequent first, ties by text
 * @param distinct how many there are in all
 * @param completeness whether all spans could be read
 */
public record ColumnValues(List<ColumnValue> values, long distinct, Completeness completeness) {
    public ColumnValues {
        values = List.copyOf(values);
    }
}
