package io.spanhouse.storage.block;

import io.spanhouse.storage.model.IntColumn;
import java.util.Arrays;

/**
 * Turns the attributes of the owners of one level, one after the other, into columns: what came as a run of pairs a span
 * becomes a list of pairs a column, and the shape that says how to put them together again. An owner whose attributes come
 * as those of another did follows it down the {@link ShapeTree}; only one that leaves the tree counts how often it had each
 * base. Used for one row group after the other; not thread-safe.
 */
final class LevelPivot {
    private static final int UNKNOWN = -1;

    private final Level level;
    private final PairCodes pairs;
    private final ColumnRegistry registry;
    private final Sequences shapes = new Sequences();
    private final ShapeTree tree = new ShapeTree();
    /** By base: the column of occurrence 0; the last owner off the tree that had the base, and how often. */
    private final int[] firstColumns;

    private final int[] lastOwners;
    private final int[] occurrences;
    /** By column: its pairs in this row group. */
    private IntColumn[] values = new IntColumn[0];

    private final IntColumn touched = new IntColumn(64);
    private final IntColumn ownerShapes = new IntColumn(64);
    private int owner;
    private int attributes;
    /** Where the owner is in the tree. */
    private int node;
    /** Whether the owner has left the ways that the tree knows; its columns so far are in the sequence then. */
    private boolean counting;

    private int[] sequence = new int[64];
    private int sequenceLength;

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
        tree.forgetShapes();
        attributes = 0;
    }

    /** Starts an owner. */
    void begin() {
        owner++;
        node = ShapeTree.ROOT;
        counting = false;
    }

    /** The next attribute of the owner. */
    void add(int pair) {
        int base = pairs.baseOf(pair);
        int next = counting ? ShapeTree.NONE : tree.child(node, base);
        int column;
        if (next == ShapeTree.NONE) {
            column = addCounting(base);
        } else {
            column = tree.column(next);
            node = next;
        }
        if (column >= values.length) {
            growValues(column);
        }
        IntColumn columnValues = values[column];
        if (columnValues.size() == 0) {
            touched.add(column);
        }
        columnValues.add(pair);
        attributes++;
    }

    private int addCounting(int base) {
        if (!counting) {
            counting = true;
            gatherPath();
        }
        int column = count(base);
        append(column);
        if (node != ShapeTree.NONE) {
            node = tree.add(node, base, column);
        }
        return column;
    }

    /** The column of a base that the owner has once more. */
    private int count(int base) {
        if (lastOwners[base] == owner) {
            return registry.position(level, base, ++occurrences[base]);
        }
        lastOwners[base] = owner;
        occurrences[base] = 0;
        if (firstColumns[base] == UNKNOWN) {
            firstColumns[base] = registry.position(level, base, 0);
        }
        return firstColumns[base];
    }

    /** Counts the owner's attributes down to its node, and puts their columns in the sequence. */
    private void gatherPath() {
        sequenceLength = 0;
        for (int at = node; at != ShapeTree.ROOT; at = tree.parent(at)) {
            count(tree.base(at));
            append(tree.column(at));
        }
        for (int i = 0, j = sequenceLength - 1; i < j; i++, j--) {
            int swapped = sequence[i];
            sequence[i] = sequence[j];
            sequence[j] = swapped;
        }
    }

    private void append(int column) {
        if (sequenceLength == sequence.length) {
            sequence = Arrays.copyOf(sequence, sequenceLength * 2);
        }
        sequence[sequenceLength++] = column;
    }

    /** Ends the owner. */
    void end() {
        int shape = node == ShapeTree.NONE ? ShapeTree.NONE : tree.shape(node);
        ownerShapes.add(shape == ShapeTree.NONE ? newShape() : shape);
    }

    private int newShape() {
        if (!counting) {
            gatherPath();
        }
        int shape = shapes.intern(sequence, sequenceLength);
        if (node != ShapeTree.NONE) {
            tree.shape(node, shape);
        }
        return shape;
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
