package io.spanhouse.storage.block;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the attribute columns of a block as they turn up. Not thread-safe. */
final class ColumnRegistry {
    private final PairCodes pairs;
    private final List<AttributeColumn> columns;
    private final Map<Place, Integer> numbers = new HashMap<>();

    private record Place(Level level, int base, int occurrence) {}

    /** @param columns those that the block has already; new ones are added */
    ColumnRegistry(PairCodes pairs, List<AttributeColumn> columns) {
        this.pairs = pairs;
        this.columns = columns;
    }

    /** Position in {@link #columns()} of the column of a base, new or known. */
    int position(Level level, int base, int occurrence) {
        return numbers.computeIfAbsent(new Place(level, base, occurrence), place -> {
            int position = columns.size();
            PairCodes.Base named = pairs.base(base);
            columns.add(new AttributeColumn(
                    Field.FIRST_ATTRIBUTE + position,
                    level,
                    named.key(),
                    named.type(),
                    occurrence,
                    pairs.dictionary(level, base)));
            return position;
        });
    }

    /** All columns so far, by number. */
    List<AttributeColumn> columns() {
        return columns;
    }
}
