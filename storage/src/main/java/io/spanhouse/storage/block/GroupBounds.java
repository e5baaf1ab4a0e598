package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.encoding.Numbers;
import io.spanhouse.storage.model.LongColumn;
import java.util.Arrays;

/**
 * The {@link Bound}s of all row groups of a block; some 190 bytes a row group in memory.
 *
 * <pre>
 * group directory = row groups varint, bounds varint, numbers for each bound, one a row group
 * </pre>
 */
public final class GroupBounds {
    /** Most row groups of a block. */
    static final int GROUPS_MAX = 1 << 20;

    private static final Bound[] BOUNDS = Bound.values();

    private final LongColumn[] columns = new LongColumn[BOUNDS.length];
    private int groups;

    GroupBounds() {
        Arrays.setAll(columns, i -> new LongColumn(8));
    }

    /** Number of row groups. */
    public int groups() {
        return groups;
    }

    /** A bound of a row group. */
    public long get(Bound bound, int group) {
        return columns[bound.ordinal()].get(group);
    }

    /** Sum of a bound that counts something. */
    public long sum(Bound bound) {
        long sum = 0;
        for (int i = 0; i < groups; i++) {
            sum += get(bound, i);
        }
        return sum;
    }

    /** Adds a row group. */
    void add(long[] bounds) {
        for (int i = 0; i < BOUNDS.length; i++) {
            columns[i].add(bounds[i]);
        }
        groups++;
    }

    /** Copies a row group's bounds from another block. */
    void add(GroupBounds other, int group) {
        for (int i = 0; i < BOUNDS.length; i++) {
            columns[i].add(other.columns[i].get(group));
        }
        groups++;
    }

    void write(Numbers numbers, ByteWriter out) {
        out.varint(groups);
        out.varint(BOUNDS.length);
        for (LongColumn column : columns) {
            numbers.write(column.array(), groups, out);
        }
    }

    static GroupBounds read(ByteReader in) {
        GroupBounds bounds = new GroupBounds();
        bounds.groups = in.count(GROUPS_MAX);
        int count = in.count(1 << 10);
        if (count < Bound.FIRST_COUNT) {
            throw in.corrupt("there are " + count + " bounds, expected at least " + Bound.FIRST_COUNT);
        }
        long[] values = new long[bounds.groups];
        for (int i = 0; i < count; i++) {
            Numbers.read(in, bounds.groups, values);
            for (int group = 0; group < bounds.groups && i < BOUNDS.length; group++) {
                bounds.columns[i].add(values[group]);
            }
        }
        for (int i = count; i < BOUNDS.length; i++) {
            for (int group = 0; group < bounds.groups; group++) {
                bounds.columns[i].add(0);
            }
        }
        in.expectEnd();
        return bounds;
    }
}
