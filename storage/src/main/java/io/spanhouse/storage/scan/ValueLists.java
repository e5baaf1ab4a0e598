package io.spanhouse.storage.scan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The values of an operand on some owners (rows of a row group, or of a table): each owner has a list of value numbers,
 * and equal lists have one number, so that what is worked out for a list is worked out once. Nearly all lists have one
 * value. Filled by one thread, then shared.
 */
final class ValueLists {
    /** The list of the absent value alone. */
    static final int ABSENT = 0;

    private int[] ofOwner;
    private final Map<Long, Integer> longer = new HashMap<>();
    private int[][] lists = {{LiteralTable.ABSENT}};
    private int size = 1;

    /** So many owners that have no value yet. */
    ValueLists(int owners) {
        ofOwner = new int[owners];
    }

    /**
     * Lists that are numbered as owners' values are coded already. Good for reading and for a {@link #copy}.
     *
     * @param numbers of lists, by owner; taken over
     * @param lists by number; taken over
     */
    static ValueLists ofCodes(int[] numbers, int[][] lists) {
        ValueLists coded = new ValueLists(0);
        coded.ofOwner = numbers;
        coded.lists = lists;
        coded.size = lists.length;
        return coded;
    }

    /**
     * These lists for others, each of which has the list of the owner it refers to; the lists are shared, not copied.
     *
     * @param positions where in the list of references each one's is; taken over
     * @param references owners here
     * @param count number of references
     */
    ValueLists viewedBy(int[] positions, int[] references, int count) {
        int[][] referred = new int[count][];
        for (int i = 0; i < count; i++) {
            referred[i] = lists[ofOwner[references[i]]];
        }
        return ofCodes(positions, referred);
    }

    /** The number of an owner's list. */
    int list(int owner) {
        return ofOwner[owner];
    }

    /** The number of each owner's list; nobody changes them. */
    int[] lists() {
        return ofOwner;
    }

    /** Number of different lists. */
    int size() {
        return size;
    }

    /** The values of a list, each once, at least one; belongs to this. */
    int[] values(int list) {
        return lists[list];
    }

    /** Gives owners that have no value the values they have in other lists of the same owners. */
    void fill(ValueLists others) {
        // By number of a list there, the number here + 1.
        int[] known = new int[others.size];
        for (int owner = 0; owner < ofOwner.length; owner++) {
            if (ofOwner[owner] == ABSENT) {
                int list = others.ofOwner[owner];
                if (known[list] == 0) {
                    int here = ABSENT;
                    for (int value : others.lists[list]) {
                        here = with(here, value);
                    }
                    known[list] = here + 1;
                }
                ofOwner[owner] = known[list] - 1;
            }
        }
    }

    /** These lists, to be changed without a change to those that others share. */
    ValueLists copy() {
        ValueLists copy = new ValueLists(ofOwner.length);
        copy.fill(this);
        return copy;
    }

    /** Gives an owner another list. */
    void set(int owner, int list) {
        ofOwner[owner] = list;
    }

    /** Adds the values of a list to an owner's list. */
    void join(int owner, int list) {
        if (ofOwner[owner] == ABSENT) {
            ofOwner[owner] = list;
            return;
        }
        for (int value : lists[list]) {
            add(owner, value);
        }
    }

    /** Adds a value to an owner's list; the absent value and one that is in it change nothing. */
    void add(int owner, int value) {
        ofOwner[owner] = with(ofOwner[owner], value);
    }

    /** The list of these and one more value. */
    int with(int list, int value) {
        if (value == LiteralTable.ABSENT || contains(lists[list], value)) {
            return list;
        }
        return longer.computeIfAbsent((long) list << 32 | value, absent -> {
            int[] shorter = lists[list];
            if (list == ABSENT) {
                return append(new int[] {value});
            }
            int[] both = Arrays.copyOf(shorter, shorter.length + 1);
            both[shorter.length] = value;
            return append(both);
        });
    }

    private static boolean contains(int[] values, int value) {
        for (int other : values) {
            if (other == value) {
                return true;
            }
        }
        return false;
    }

    private int append(int[] values) {
        if (size == lists.length) {
            lists = Arrays.copyOf(lists, size * 2);
        }
        lists[size] = values;
        return size++;
    }
}
