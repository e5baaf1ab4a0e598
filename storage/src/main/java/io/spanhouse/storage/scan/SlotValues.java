package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import java.util.List;

/** The values on one row of what an expression looks at, by the numbers of its {@link PreparedSlot}s. */
interface SlotValues {
    /** The values, empty if there is none. Not to be changed; good until the next row. */
    List<Literal> values(int slot);
}
