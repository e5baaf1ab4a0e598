package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for the values that groups are made of, the same in all units of work of a query. Number 0 is the absent value.
 * Any number of threads; a reader remembers numbers by code, so the lock is taken once for each distinct value and unit.
 */
final class LiteralTable {
    /** The absent value's number. */
    static final int ABSENT = 0;

    /** Most different values of one query. */
    static final int VALUES_MAX = 1_000_000;

    private final int valuesMax;
    private final Map<Literal, Integer> numbers = new HashMap<>();
    private final List<@Nullable Literal> literals = new ArrayList<>();

    LiteralTable() {
        this(VALUES_MAX);
    }

    /** A table of at most so many values. */
    LiteralTable(int valuesMax) {
        this.valuesMax = valuesMax;
        literals.add(null);
    }

    /**
     * The number of a value.
     *
     * @throws StoreException TOO_LARGE if there are too many
     */
    synchronized int number(Literal literal) {
        Integer known = numbers.get(literal);
        if (known != null) {
            return known;
        }
        int number = literals.size();
        if (number > valuesMax) {
            throw new StoreException(
                    FailureKind.TOO_LARGE, "groups are made of more than " + valuesMax + " different values");
        }
        numbers.put(literal, number);
        literals.add(literal);
        return number;
    }

    /** The value with a number, null for the absent one. */
    synchronized @Nullable Literal literal(int number) {
        return literals.get(number);
    }
}
