package io.spanhouse.query.trace;

import io.spanhouse.storage.model.SpanRows;
import java.util.Arrays;

/**
 * The rows of a slice, by resource and within it by scope, each group in row order. Two counting sorts; costs 12 bytes a row.
 */
final class RowGroups {
    private final SpanRows rows;
    private final int[] order;

    RowGroups(SpanRows rows) {
        this(rows, range(0, rows.rowCount()));
    }

    /** Of the rows from one up to another, which is not among them. */
    RowGroups(SpanRows rows, int from, int to) {
        this(rows, range(from, to));
    }

    /** Of the rows with a span id alone. */
    RowGroups(SpanRows rows, long spanId) {
        this(rows, withId(rows, spanId));
    }

    private RowGroups(SpanRows rows, int[] picked) {
        this.rows = rows;
        int[] byScope = sorted(picked, rows.scopes().size(), false);
        this.order = sorted(byScope, rows.resources().size(), true);
    }

    int size() {
        return order.length;
    }

    /** The row at a position. */
    int row(int position) {
        return order[position];
    }

    /** Position after the last row that has the resource of the row at {@code position}. */
    int resourceEnd(int position) {
        int resource = rows.resource(order[position]);
        int end = position + 1;
        while (end < order.length && rows.resource(order[end]) == resource) {
            end++;
        }
        return end;
    }

    /** Position after the last row, before {@code limit}, that has the scope of the row at {@code position}. */
    int scopeEnd(int position, int limit) {
        int scope = rows.scope(order[position]);
        int end = position + 1;
        while (end < limit && rows.scope(order[end]) == scope) {
            end++;
        }
        return end;
    }

    private static int[] range(int from, int to) {
        int[] order = new int[to - from];
        for (int i = 0; i < order.length; i++) {
            order[i] = from + i;
        }
        return order;
    }

    private static int[] withId(SpanRows rows, long spanId) {
        int[] found = new int[rows.rowCount()];
        int count = 0;
        for (int row = 0; row < found.length; row++) {
            if (rows.spanId(row) == spanId) {
                found[count++] = row;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private int[] sorted(int[] before, int keys, boolean byResource) {
        int[] starts = new int[keys + 1];
        for (int row : before) {
            starts[key(row, byResource) + 1]++;
        }
        for (int key = 0; key < keys; key++) {
            starts[key + 1] += starts[key];
        }
        int[] after = new int[before.length];
        for (int row : before) {
            after[starts[key(row, byResource)]++] = row;
        }
        return after;
    }

    private int key(int row, boolean byResource) {
        return byResource ? rows.resource(row) : rows.scope(row);
    }
}
