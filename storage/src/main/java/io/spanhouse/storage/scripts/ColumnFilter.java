package io.spanhouse.storage.scripts;

import java.util.List;

/**
 * A condition on one column's shown text.
 *
 * @param column a {@link RunColumn} or {@link LogColumn}
 * @param operator how it compares
 * @param values EQUAL and CONTAINS hold for any of them, NOT_EQUAL for none of them; one at least
 */
public record ColumnFilter<C extends Enum<C>>(C column, Operator operator, List<String> values) {
    /** Most values of one filter. */
    public static final int VALUES_MAX = 1_000;

    public ColumnFilter {
        values = List.copyOf(values);
    }

    /** How a column compares with values. */
    public enum Operator {
        EQUAL,
        NOT_EQUAL,
        /** Whatever the case of letters. */
        CONTAINS
    }
}
