package io.spanhouse.query.jaeger.expression;

import io.spanhouse.storage.filter.Operator;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a call of a filter does; named as on the wire. */
public enum FilterOperator {
    AND("and", null),
    OR("or", null),
    NOT("not", null),
    EQ("eq", Operator.EQUAL),
    NE("ne", Operator.NOT_EQUAL),
    GT("gt", Operator.GREATER),
    LT("lt", Operator.LESS),
    GTE("gte", Operator.GREATER_OR_EQUAL),
    LTE("lte", Operator.LESS_OR_EQUAL),
    REGEX("regex", Operator.FINDS),
    EXISTS("exists", null),
    IN("in", Operator.EQUAL),
    NOT_IN("not_in", Operator.NOT_EQUAL),
    SOME("some", null);

    private final String text;
    private final @Nullable Operator relation;

    FilterOperator(String text, @Nullable Operator relation) {
        this.text = text;
        this.relation = relation;
    }

    /** Its name on the wire. */
    public String text() {
        return text;
    }

    /** How it compares a value with another. */
    Operator relation() {
        if (relation == null) {
            throw new IllegalStateException(text + " compares nothing");
        }
        return relation;
    }

    /** Whether it asks for an order of values. */
    boolean ordering() {
        return this == GT || this == LT || this == GTE || this == LTE;
    }

    /** The names of all. */
    public static List<String> names() {
        return Arrays.stream(values()).map(FilterOperator::text).toList();
    }

    static @Nullable FilterOperator of(String text) {
        for (FilterOperator operator : values()) {
            if (operator.text.equals(text)) {
                return operator;
            }
        }
        return null;
    }
}
