package io.spanhouse.storage.block;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.StoreException;

/**
 * The shapes of one level of a row group or table: which attribute columns each owner has, in which order. This is how a
 * value is found: the n-th value of a column belongs to the n-th owner whose shape has the column. Valid as long as the
 * {@link GroupReader} stays at the row group; not thread-safe.
 */
public final class GroupShapes {
    private final GroupReader group;
    private final Sequences shapes;
    private final int first;
    private final int[] ownerShapes;

    /** The shapes of a level; reads which one each owner has. */
    public GroupShapes(GroupReader group, Level level) {
        this(group, level, 0, group.ownerCount(level));
    }

    /** The shapes of a level; reads which one each of the owners {@code [from, to)} has. */
    GroupShapes(GroupReader group, Level level, int from, int to) {
        this.group = group;
        this.shapes = group.header().shapes[shapesIndex(level)];
        this.first = from;
        int owners = to - from;
        long[] values = new long[owners];
        group.numbers(field(level).number(), from, to, values, 0);
        this.ownerShapes = new int[owners];
        for (int i = 0; i < owners; i++) {
            if (values[i] < 0 || values[i] >= shapes.size()) {
                throw new StoreException(
                        FailureKind.CORRUPT,
                        group.block().identity() + " row group " + group.part() + " has shape " + values[i] + " of "
                                + shapes.size());
            }
            ownerShapes[i] = (int) values[i];
        }
    }

    private static int shapesIndex(Level level) {
        return level == Level.EVENT ? 1 : level == Level.LINK ? 2 : 0;
    }

    private static Field field(Level level) {
        switch (level) {
            case SPAN:
                return Field.SHAPE;
            case EVENT:
                return Field.EVENT_SHAPE;
            case LINK:
                return Field.LINK_SHAPE;
            case RESOURCE:
                return Field.RESOURCE_SHAPE;
            case SCOPE:
                return Field.SCOPE_SHAPE;
            case TRACE:
                break;
        }
        throw new IllegalArgumentException(level + " has no attributes");
    }

    /** Number of distinct shapes. */
    public int size() {
        return shapes.size();
    }

    /** The shape of an owner. */
    int shapeOf(int owner) {
        return ownerShapes[owner - first];
    }

    /** Number of attributes of a shape. */
    public int length(int shape) {
        return shapes.end(shape) - shapes.start(shape);
    }

    /** Number of the column of a shape's attribute. */
    public int column(int shape, int index) {
        return group.header().numbers.get(position(shape, index));
    }

    /** Position in the header's list of the column of a shape's attribute. */
    int position(int shape, int index) {
        return shapes.members()[shapes.start(shape) + index];
    }

    /** By shape, whether it has a column. */
    public boolean[] having(int column) {
        boolean[] having = new boolean[shapes.size()];
        int wanted = group.position(column);
        for (int shape = 0; shape < having.length; shape++) {
            for (int i = 0; i < length(shape); i++) {
                having[shape] |= position(shape, i) == wanted;
            }
        }
        return having;
    }

    /**
     * The owner of each value of a column.
     *
     * @param into holds at least as many as there are values
     * @return how many values there are
     */
    public int owners(int column, int[] into) {
        boolean[] having = having(column);
        int values = group.valueCount(column);
        int found = 0;
        for (int owner = 0; owner < ownerShapes.length; owner++) {
            if (having[ownerShapes[owner]]) {
                if (found < values) {
                    into[found] = owner;
                }
                found++;
            }
        }
        if (found != values) {
            throw new StoreException(
                    FailureKind.CORRUPT,
                    group.block().identity() + " row group " + group.part() + " has " + values + " values of column "
                            + column + " for " + found + " owners");
        }
        return found;
    }

    /** Counts, by position in the header, how many values owners {@code [from, to)} have. */
    void countValues(int from, int to, IntColumn counts) {
        counts.truncate(0);
        for (int i = 0; i < group.header().numbers.size(); i++) {
            counts.add(0);
        }
        int[] owners = new int[shapes.size()];
        for (int owner = from; owner < to; owner++) {
            owners[ownerShapes[owner - first]]++;
        }
        for (int shape = 0; shape < owners.length; shape++) {
            if (owners[shape] == 0) {
                continue;
            }
            for (int i = shapes.start(shape); i < shapes.end(shape); i++) {
                int position = shapes.members()[i];
                counts.set(position, counts.get(position) + owners[shape]);
            }
        }
    }
}
