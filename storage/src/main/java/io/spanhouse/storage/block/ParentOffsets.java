package io.spanhouse.storage.block;

import io.spanhouse.storage.model.LongColumn;
import io.spanhouse.storage.model.SpanRows;
import java.util.Arrays;

/**
 * Parents as distances to an earlier row. Rows lie in tree order, so a row's parent is the row before it, or that row's
 * parent, and so on upwards: no table of ids is needed, and over a whole tree each row is left only once. Not thread-safe.
 */
final class ParentOffsets {
    /** No parent. */
    static final int ROOT = 0;
    /** The parent is not an ancestor of the row before; its id is kept as it is. */
    static final int OUTSIDE = 1;

    private final SpanRows rows;
    private final LongColumn outside = new LongColumn(64);
    private int[] ancestors = new int[64];

    ParentOffsets(SpanRows rows) {
        this.rows = rows;
    }

    /** Forgets the outside parents. */
    void clear() {
        outside.truncate(0);
    }

    /** Ids of the parents that are outside, in the order of rows. */
    LongColumn outside() {
        return outside;
    }

    /** Writes what {@link Field#PARENT} holds for one fragment, the rows {@code order[from, to)}. */
    void fill(int[] order, int from, int to, long[] into, int at) {
        int depth = 0;
        for (int i = from; i < to; i++) {
            long parent = rows.parentSpanId(order[i]);
            if (parent == 0) {
                depth = 0;
                into[at + i - from] = ROOT;
            } else {
                while (depth > 0 && rows.spanId(order[ancestors[depth - 1]]) != parent) {
                    depth--;
                }
                if (depth == 0) {
                    into[at + i - from] = OUTSIDE;
                    outside.add(parent);
                } else {
                    into[at + i - from] = (long) OUTSIDE + i - ancestors[depth - 1];
                }
            }
            if (depth == ancestors.length) {
                ancestors = Arrays.copyOf(ancestors, depth * 2);
            }
            ancestors[depth++] = i;
        }
    }
}
