package io.spanhouse.storage.block;

import io.spanhouse.storage.model.IntColumn;
import java.util.Arrays;

/**
 * Turns the attributes of the owners of one level, one after the other, into columns: what came as a run of pairs a span
 * becomes a list of pairs a column, and the shape that says how to put them together again. About 6 ns an attribute. Used
 * for one row group after the other; not thread-safe.
 */
final class LevelPivot {
    private static final int UNKNOWN = -1;

    private final Level level;
    private final PairCodes pairs;
    private final ColumnRegistry registry;
    private final Sequences shapes = new Sequences();
    /** By base: the column of occurrence 0; the last owner that had the base, and how often. */
    private final int[] firstColumns;

    private final int[] lastOwners;
    private final int[] occurrences;
    /** By column: its pairs in this row group. */
    private IntColumn[] values = new IntColumn[0];

    private final IntColumn touched = new IntColumn(64);
    private final IntColumn ownerShapes = new IntColumn(64);
    private int[] sequence = new int[64];
    private int sequenceLength;
    private int owner;
    private int attributes;

    LevelPivot(Level level, PairCodes pairs, ColumnRegistry registry) {
        this.level = level;
        this.pairs = pairs;
        this.registry = registry;
        this.firstColumns = new int[pairs.baseCount()];
        this.lastOwners = new int[pairs.baseCount()];
        this.occurrences = new int[pairs.baseCount()];
        Arrays.fill(firstColumns, UNKNOWN);
    }

    /** Starts a new row group. */
    void clear() {
        for (int i = 0; i < touched.size(); i++) {
            values[touched.get(i)].truncate(0);
        }
        touched.truncate(0);
        ownerShapes.truncate(0);
        shapes.clear();
        attributes = 0;
    }

    /** Starts an owner. */
    void begin() {
        owner++;
        sequenceLength = 0;
    }

    /** The next attribute of the owner. */
    void add(int pair) {
        int base = pairs.baseOf(pair);
        int column;
        if (lastOwners[base] == owner) {
            column = registry.position(level, base, ++occurrences[base]);
        } else {
            lastOwners[base] = owner;
            occurrences[base] = 0;
            column = firstColumns[base];
            if (column == UNKNOWN) {
                column = registry.position(level, base, 0);
                firstColumns[base] = column;
            }
        }
        if (column >= values.length) {
            growValues(column);
        }
        IntColumn columnValues = values[column];
        if (columnValues.size() == 0) {
            touched.add(column);
        }
        columnValues.add(pair);
        if (sequenceLength == sequence.length) {
            sequence = Arrays.copyOf(sequence, sequenceLength * 2);
        }
        sequence[sequenceLength++] = column;
        attributes++;
    }

    /** Ends the owner. */
    void end() {
        ownerShapes.add(shapes.intern(sequence, sequenceLength));
    }

    private void growValues(int column) {
        int from = values.length;
        values = Arrays.copyOf(values, Math.max(column + 1, from * 2));
        for (int i = from; i < values.length; i++) {
            values[i] = new IntColumn(0);
        }
    }

    /** The level whose owners these are. */
    Level level() {
        return level;
    }

    /** Number of owners in the row group. */
    int owners() {
        return ownerShapes.size();
    }

    /** Number of attributes in the row group. */
    int attributes() {
        return attributes;
    }

    /** The shape of each owner. */
    IntColumn ownerShapes() {
        return ownerShapes;
    }

    /** Distinct shapes; their members are positions in the registry until the header translates them. */
    Sequences shapes() {
        return shapes;
    }

    /** Columns that have a value in the row group, as positions in the registry. */
    int[] columns() {
        return Arrays.copyOf(touched.array(), touched.size());
    }

    /** The pairs of a column, by position in the registry. */
    IntColumn values(int column) {
        return values[column];
    }
}
