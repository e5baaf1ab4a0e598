package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.SpanParents;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The trees of the traces of one row group, by themselves: what lies in other fragments is not there. Rows lie in tree order
 * and know their parents as distances, so nothing but one column of small numbers is read, unless a fragment has two spans
 * of one id or a parent that is not above its child: then its ids are compared. Not thread-safe.
 */
final class GroupTrees {
    private static final int OUTSIDE = 1;

    private final GroupReader group;
    private final GroupTraces traces;
    private final RowColumns columns;
    private final long[] distances;
    private final long[] marks;
    private long @Nullable [] outside;
    private int[] outsideBefore = new int[0];
    private long @Nullable [] kinds;

    GroupTrees(GroupReader group, GroupTraces traces, RowColumns columns) {
        this.group = group;
        this.traces = traces;
        this.columns = columns;
        this.distances = numbers(Field.PARENT);
        this.marks = numbers(Field.MARKS);
    }

    private long[] numbers(Field field) {
        long[] numbers = new long[group.rows()];
        group.numbers(field.number(), 0, numbers.length, numbers, 0);
        return numbers;
    }

    /** Whether a row has no parent id. */
    boolean isRoot(int row) {
        return distances[row] == 0;
    }

    /** The tree of a fragment, its rows numbered from 0. */
    SpanTree tree(int fragment) {
        int from = traces.rowStart(fragment);
        int to = traces.rowEnds()[fragment];
        int[] parents = new int[to - from];
        boolean[] roots = new boolean[to - from];
        for (int i = 0; i < parents.length; i++) {
            long distance = distances[from + i];
            if (distance == OUTSIDE || SpanMark.ID_CONFLICT.in((int) marks[from + i])) {
                return byIds(from, to);
            }
            roots[i] = distance == 0;
            parents[i] = distance == 0 ? SpanTree.NONE : (int) (i - (distance - OUTSIDE));
        }
        return SpanTree.ordered(parents, roots);
    }

    private SpanTree byIds(int from, int to) {
        return SpanTree.of(spans(from, to));
    }

    /** What trees of some rows are made of; parents of rows whose parents are not in this range must be known by id. */
    SpanParents.Spans spans(int from, int to) {
        int size = to - from;
        long[] ids = new long[size];
        group.spanIds(from, to, ids, 0);
        long[] parentIds = new long[size];
        long[] ends = new long[size];
        long[] starts = Arrays.copyOfRange(columns.starts(), from, to);
        group.numbers(Field.DURATION.number(), from, to, ends, 0);
        long[] outsideIds = outside();
        for (int i = 0; i < size; i++) {
            ends[i] += starts[i];
            long distance = distances[from + i];
            if (distance == OUTSIDE) {
                parentIds[i] = outsideIds[outsideBefore[from + i]];
            } else if (distance > OUTSIDE) {
                parentIds[i] = ids[(int) (i - (distance - OUTSIDE))];
            }
        }
        long[] knownKinds = kinds;
        if (knownKinds == null) {
            knownKinds = numbers(Field.KIND);
            kinds = knownKinds;
        }
        return new SpanParents.Spans(ids, parentIds, starts, ends, Arrays.copyOfRange(knownKinds, from, to));
    }

    /** Parent ids of the rows that have them, and how many such rows are before each row. */
    private long[] outside() {
        long[] known = outside;
        if (known == null) {
            outsideBefore = new int[distances.length];
            int count = 0;
            for (int row = 0; row < distances.length; row++) {
                outsideBefore[row] = count;
                count += distances[row] == OUTSIDE ? 1 : 0;
            }
            known = new long[count];
            group.numbers(Field.OUTSIDE_PARENT.number(), 0, count, known, 0);
            outside = known;
        }
        return known;
    }
}
