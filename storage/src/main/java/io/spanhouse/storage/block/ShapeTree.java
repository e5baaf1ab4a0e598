package io.spanhouse.storage.block;

import java.util.Arrays;

/**
 * Shapes that were met, as a tree: a node stands for the attributes of an owner so far, its children for those that came
 * next. Nearly every owner goes a way that another went before, and mostly the same as the last one from that node, so
 * that its columns and its shape are found with one comparison an attribute and without hashing anything.
 *
 * <p>Bounded by {@link #NODES_MAX}, and {@link #CHILDREN_MAX} of a node: what has no place in it is not in it, and its user
 * does without. 28 bytes a node. Not thread-safe.
 */
final class ShapeTree {
    /** No attribute so far. */
    static final int ROOT = 0;

    /** Not in the tree. */
    static final int NONE = -1;

    private static final int NODES_MAX = 1 << 14;
    private static final int CHILDREN_MAX = 32;

    /** By node: its last attribute's base and column, and the node before. */
    private int[] bases = new int[64];

    private int[] columns = new int[64];
    private int[] parents = new int[64];
    /** By node: the child that was gone to last, and the next one of the same parent. */
    private int[] children = new int[64];

    private int[] siblings = new int[64];
    private int[] childCounts = new int[64];
    private int[] shapes = new int[64];
    private int size = 1;

    ShapeTree() {
        bases[ROOT] = NONE;
        columns[ROOT] = NONE;
        parents[ROOT] = NONE;
        children[ROOT] = NONE;
        shapes[ROOT] = NONE;
    }

    /** Starts a new row group, whose shapes have numbers of their own. */
    void forgetShapes() {
        Arrays.fill(shapes, 0, size, NONE);
    }

    /** The node after an attribute of a base, {@link #NONE} if it is not known. */
    int child(int node, int base) {
        int first = children[node];
        if (first == NONE || bases[first] == base) {
            return first;
        }
        int before = first;
        for (int child = siblings[first]; child != NONE; child = siblings[child]) {
            if (bases[child] == base) {
                siblings[before] = siblings[child];
                siblings[child] = first;
                children[node] = child;
                return child;
            }
            before = child;
        }
        return NONE;
    }

    /** Adds a child that is not there; gives {@link #NONE} if there is no place for it. */
    int add(int node, int base, int column) {
        if (size == NODES_MAX || childCounts[node] == CHILDREN_MAX) {
            return NONE;
        }
        if (size == bases.length) {
            grow();
        }
        int added = size++;
        bases[added] = base;
        columns[added] = column;
        parents[added] = node;
        children[added] = NONE;
        siblings[added] = children[node];
        shapes[added] = NONE;
        children[node] = added;
        childCounts[node]++;
        return added;
    }

    private void grow() {
        int length = size * 2;
        bases = Arrays.copyOf(bases, length);
        columns = Arrays.copyOf(columns, length);
        parents = Arrays.copyOf(parents, length);
        children = Arrays.copyOf(children, length);
        siblings = Arrays.copyOf(siblings, length);
        childCounts = Arrays.copyOf(childCounts, length);
        shapes = Arrays.copyOf(shapes, length);
    }

    /** The base of a node's last attribute, {@link #NONE} of the root. */
    int base(int node) {
        return bases[node];
    }

    /** The column of a node's last attribute, {@link #NONE} of the root. */
    int column(int node) {
        return columns[node];
    }

    /** The node before a node. */
    int parent(int node) {
        return parents[node];
    }

    /** The number in the row group of the shape that ends at a node, {@link #NONE} if none has ended there yet. */
    int shape(int node) {
        return shapes[node];
    }

    void shape(int node, int number) {
        shapes[node] = number;
    }
}
