package io.spanhouse.storage.scripts;

import java.util.List;

/**
 * Filters that all hold, or of which one holds; never mixed.
 *
 * @param all whether all are to hold
 * @param filters none of them: everything is taken
 */
public record FilterSet<C extends Enum<C>>(boolean all, List<ColumnFilter<C>> filters) {
    /** Most filters of a set. */
    public static final int FILTERS_MAX = 100;

    public FilterSet {
        filters = List.copyOf(filters);
    }

    /** Takes everything. */
    public static <C extends Enum<C>> FilterSet<C> none() {
        return new FilterSet<>(true, List.of());
    }
}
