package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.Level;
import io.spanhouse.storage.filter.Visibility;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all rows of a row group have, as arrays, and which rows events and links belong to; each read when it is first asked
 * for. The arrays belong to this; nobody changes them. Not thread-safe.
 */
final class RowColumns {
    private final OpenBlock block;
    private final GroupReader group;
    private final GroupTraces traces;
    private final ColumnScan columns;
    private int @Nullable [] eventRows;
    private int @Nullable [] linkRows;
    private long @Nullable [] starts;
    private long @Nullable [] durations;

    RowColumns(OpenBlock block, GroupReader group, GroupTraces traces, ColumnScan columns) {
        this.block = block;
        this.group = group;
        this.traces = traces;
        this.columns = columns;
    }

    /** Number of rows. */
    int rows() {
        return group.rows();
    }

    /** Starts of all rows. */
    long[] starts() {
        long[] known = starts;
        if (known == null) {
            known = new long[group.rows()];
            group.numbers(Field.START_AFTER.number(), 0, known.length, known, 0);
            int row = 0;
            for (int fragment = 0; fragment < traces.size(); fragment++) {
                long start = traces.starts()[fragment];
                for (int end = traces.rowEnds()[fragment]; row < end; row++) {
                    known[row] += start;
                }
            }
            starts = known;
        }
        return known;
    }

    /** Durations of all rows, at least 0. */
    long[] durations() {
        long[] known = durations;
        if (known == null) {
            known = new long[group.rows()];
            group.numbers(Field.DURATION.number(), 0, known.length, known, 0);
            for (int i = 0; i < known.length; i++) {
                known[i] = Math.max(0, known[i]);
            }
            durations = known;
        }
        return known;
    }

    /** Ends of all rows. */
    long[] ends() {
        long[] ends = new long[group.rows()];
        group.numbers(Field.DURATION.number(), 0, ends.length, ends, 0);
        long[] from = starts();
        for (int i = 0; i < ends.length; i++) {
            ends[i] += from[i];
        }
        return ends;
    }

    /** The rows with status error. */
    RowSet failed() {
        long[] codes = new long[group.rows()];
        group.numbers(Field.STATUS_CODE.number(), 0, codes.length, codes, 0);
        long[] words = RowSet.words(codes.length);
        boolean any = false;
        for (int row = 0; row < codes.length; row++) {
            if (codes[row] == TraceTally.STATUS_ERROR) {
                RowSet.set(words, row);
                any = true;
            }
        }
        return any ? RowSet.of(words, codes.length) : RowSet.none(codes.length);
    }

    /** Flag bits of all rows, unsigned. */
    long[] flags() {
        long[] flags = new long[group.rows()];
        group.numbers(Field.FLAGS.number(), 0, flags.length, flags, 0);
        for (int i = 0; i < flags.length; i++) {
            flags[i] &= 0xFFFF_FFFFL;
        }
        return flags;
    }

    /** The rows without a parent. */
    RowSet roots() {
        long[] parents = new long[group.rows()];
        group.numbers(Field.PARENT.number(), 0, parents.length, parents, 0);
        long[] words = RowSet.words(group.rows());
        for (int row = 0; row < parents.length; row++) {
            if (parents[row] == 0) {
                RowSet.set(words, row);
            }
        }
        return RowSet.of(words, group.rows());
    }

    /** The row of each event. */
    int[] eventRows() {
        int[] rows = eventRows;
        if (rows == null) {
            rows = rowsOf(Field.EVENTS, group.ownerCount(Level.EVENT));
            eventRows = rows;
        }
        return rows;
    }

    /** The row of each link. */
    int[] linkRows() {
        int[] rows = linkRows;
        if (rows == null) {
            rows = rowsOf(Field.LINKS, group.ownerCount(Level.LINK));
            linkRows = rows;
        }
        return rows;
    }

    /** The rows with an event that is an exception. */
    RowSet exceptionRows() {
        return rowsOfEvents(
                columns.textField(Field.EVENT_NAME, FixedDictionary.EVENT_NAME, FingerprintReader.EXCEPTION_NAME));
    }

    /** The rows with a link. */
    RowSet linkingRows() {
        return rowsOfLinks(RowSet.all(group.ownerCount(Level.LINK)));
    }

    /** The rows of services that may be seen. */
    RowSet visibleRows(Visibility visibility) {
        Set<String> services = visibility.services();
        if (services == null) {
            return RowSet.all(group.rows());
        }
        int resources = block.reader().directory().resources();
        long[] words = RowSet.words(resources);
        for (int resource = 0; resource < resources; resource++) {
            if (services.contains(block.serviceOfResource(resource))) {
                RowSet.set(words, resource);
            }
        }
        return columns.referring(Field.RESOURCE, RowSet.of(words, resources));
    }

    /** The rows of which any of these spans, events or links is. */
    RowSet rowsOf(Level level, RowSet owners) {
        if (level == Level.EVENT) {
            return rowsOfEvents(owners);
        }
        return level == Level.LINK ? rowsOfLinks(owners) : owners;
    }

    /** The rows of which any of these events is. */
    RowSet rowsOfEvents(RowSet events) {
        return events.isNone() ? RowSet.none(group.rows()) : rowsOf(events, eventRows());
    }

    /** The rows of which any of these links is. */
    RowSet rowsOfLinks(RowSet links) {
        return links.isNone() || links.size() == 0 ? RowSet.none(group.rows()) : rowsOf(links, linkRows());
    }

    private RowSet rowsOf(RowSet owners, int[] rows) {
        long[] words = RowSet.words(group.rows());
        for (int owner = owners.next(0); owner < owners.size(); owner = owners.next(owner + 1)) {
            RowSet.set(words, rows[owner]);
        }
        return RowSet.of(words, group.rows());
    }

    /** The row of each event or link. */
    private int[] rowsOf(Field countField, int owners) {
        long[] counts = new long[group.rows()];
        group.numbers(countField.number(), 0, counts.length, counts, 0);
        int[] rows = new int[owners];
        int owner = 0;
        for (int row = 0; row < counts.length; row++) {
            for (long i = 0; i < counts[row] && owner < owners; i++) {
                rows[owner++] = row;
            }
        }
        return rows;
    }
}
