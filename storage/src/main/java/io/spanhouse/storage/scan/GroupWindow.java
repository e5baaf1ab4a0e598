package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.GroupBounds;
import io.spanhouse.storage.filter.TimeWindow;

/** Which rows of row groups start in a window, by bounds alone where these tell. */
record GroupWindow(TimeWindow window) {
    /** Whether every row of a row group starts in the window. */
    boolean hasAll(OpenBlock block, int group) {
        GroupBounds bounds = block.reader().bounds();
        boolean givenInside = bounds.get(Bound.ROWS_WITHOUT_START, group) == bounds.get(Bound.ROWS, group)
                || window.contains(bounds.get(Bound.START_MIN, group))
                        && window.contains(bounds.get(Bound.START_MAX, group));
        return givenInside && (bounds.get(Bound.ROWS_WITHOUT_START, group) == 0 || window.contains(0));
    }

    /** Whether some row of a row group may start in the window. */
    boolean overlaps(OpenBlock block, int group) {
        GroupBounds bounds = block.reader().bounds();
        if (bounds.get(Bound.ROWS_WITHOUT_START, group) > 0 && window.contains(0)) {
            return true;
        }
        return bounds.get(Bound.ROWS_WITHOUT_START, group) < bounds.get(Bound.ROWS, group)
                && window.overlaps(bounds.get(Bound.START_MIN, group), bounds.get(Bound.START_MAX, group));
    }

    /** The rows that start in the window. */
    RowSet rows(GroupScan scan) {
        if (hasAll(scan.block(), scan.group().part())) {
            return RowSet.all(scan.rows());
        }
        long[] starts = scan.rowColumns().starts();
        long[] words = RowSet.words(scan.rows());
        for (int row = 0; row < scan.rows(); row++) {
            if (window.contains(starts[row])) {
                RowSet.set(words, row);
            }
        }
        return RowSet.of(words, scan.rows());
    }
}
