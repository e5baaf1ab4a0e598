package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.encoding.Numbers;
import java.util.Arrays;

/**
 * The operations of a row group: for each service, name and kind that its spans have, how many there are, how many are
 * errors, when they start and how long they take. It says of many row groups that nothing in them can match, answers lists
 * of services and operations, and counts whole row groups without a look at their rows.
 *
 * <p>At most {@link #SIZE_MAX} entries; a row group with more has no table, which says nothing. Times are unsigned, starts
 * of 0 do not count; a duration is signed and at least 0. A writer clears it and uses it
 * again; one that was read is shared by readers, who do not change it.
 *
 * <pre>
 * operations = entries varint, numbers * 8: services, names, kinds, spans, errors, least starts,
 *              greatest starts minus least, greatest durations
 * </pre>
 */
public final class OperationTable implements KeptParts.Part {
    /** Most entries. */
    public static final int SIZE_MAX = 1024;

    private static final int COLUMNS = 8;
    private static final int SERVICE = 0;
    private static final int NAME = 1;
    private static final int KIND = 2;
    private static final int SPANS = 3;
    private static final int ERRORS = 4;
    private static final int START_MIN = 5;
    private static final int START_MAX = 6;
    private static final int DURATION_MAX = 7;

    private final long[][] columns;
    /** Entry + 1 by hash; 0 = free. */
    private final short[] slots;

    private int size;
    private boolean overflown;

    /** A table to be filled. */
    public OperationTable() {
        this(SIZE_MAX, SIZE_MAX * 4);
    }

    private OperationTable(int entries, int slotCount) {
        columns = new long[COLUMNS][entries];
        slots = new short[slotCount];
    }

    /** A table for reading; codes must be below the sizes of their dictionaries. */
    static OperationTable of(ByteReader in, int services, int names) {
        int entries = in.count(SIZE_MAX);
        OperationTable table = new OperationTable(entries, 0);
        table.read(in, entries, services, names);
        return table;
    }

    @Override
    public long bytes() {
        return (long) COLUMNS * Long.BYTES * columns[0].length + (long) Short.BYTES * slots.length;
    }

    /** Starts a new row group. */
    void clear() {
        size = 0;
        overflown = false;
        Arrays.fill(slots, (short) 0);
    }

    /** Adds a span. */
    void add(int service, int name, int kind, boolean error, long start, long duration) {
        int entry = entry(service, name, kind);
        if (entry < 0) {
            return;
        }
        columns[SPANS][entry]++;
        columns[ERRORS][entry] += error ? 1 : 0;
        if (start != 0) {
            long least = columns[START_MIN][entry];
            columns[START_MIN][entry] = least == 0 || Long.compareUnsigned(start, least) < 0 ? start : least;
            columns[START_MAX][entry] =
                    Long.compareUnsigned(start, columns[START_MAX][entry]) > 0 ? start : columns[START_MAX][entry];
        }
        columns[DURATION_MAX][entry] = Math.max(columns[DURATION_MAX][entry], duration);
    }

    private int entry(int service, int name, int kind) {
        int hash = (service * 0x9E3779B1 ^ name) * 0x85EBCA6B ^ kind * 0xC2B2AE35;
        hash ^= hash >>> 15;
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            if (columns[NAME][entry] == name && columns[SERVICE][entry] == service && columns[KIND][entry] == kind) {
                return entry;
            }
            slot = slot + 1 & mask;
        }
        if (size == SIZE_MAX) {
            overflown = true;
            return -1;
        }
        slots[slot] = (short) (size + 1);
        for (long[] column : columns) {
            column[size] = 0;
        }
        columns[SERVICE][size] = service;
        columns[NAME][size] = name;
        columns[KIND][size] = kind;
        return size++;
    }

    /** Whether every span is in an entry. */
    boolean complete() {
        return !overflown;
    }

    /** Number of entries. */
    public int size() {
        return size;
    }

    /** Code of the service. */
    public int service(int entry) {
        return (int) columns[SERVICE][entry];
    }

    /** Code of the name. */
    public int name(int entry) {
        return (int) columns[NAME][entry];
    }

    /** Kind number. */
    public int kind(int entry) {
        return (int) columns[KIND][entry];
    }

    /** Number of spans. */
    public long spans(int entry) {
        return columns[SPANS][entry];
    }

    /** Number of spans with status ERROR. */
    public long errors(int entry) {
        return columns[ERRORS][entry];
    }

    /** Earliest start, 0 if no span has one. */
    public long startMin(int entry) {
        return columns[START_MIN][entry];
    }

    /** Latest start, 0 if no span has one. */
    public long startMax(int entry) {
        return columns[START_MAX][entry];
    }

    /** Longest duration, at least 0. */
    public long durationMax(int entry) {
        return columns[DURATION_MAX][entry];
    }

    /** Gives services and names other codes, as a merge needs it. */
    void renumber(int[] services, int[] names) {
        for (int i = 0; i < size; i++) {
            columns[SERVICE][i] = services[(int) columns[SERVICE][i]];
            columns[NAME][i] = names[(int) columns[NAME][i]];
        }
    }

    void write(Numbers numbers, ByteWriter out) {
        out.varint(size);
        for (int i = 0; i < size; i++) {
            columns[START_MAX][i] -= columns[START_MIN][i];
        }
        for (long[] column : columns) {
            numbers.write(column, size, out);
        }
    }

    /** Reads a table in place of what is here; codes must be below the sizes of their dictionaries. */
    void read(ByteReader in, int services, int names) {
        clear();
        read(in, in.count(SIZE_MAX), services, names);
    }

    private void read(ByteReader in, int entries, int services, int names) {
        size = entries;
        for (long[] column : columns) {
            Numbers.read(in, size, column);
        }
        in.expectEnd();
        for (int i = 0; i < size; i++) {
            columns[START_MAX][i] += columns[START_MIN][i];
            if (Long.compareUnsigned(columns[SERVICE][i], services) >= 0
                    || Long.compareUnsigned(columns[NAME][i], names) >= 0) {
                throw in.corrupt("operation " + i + " has service " + columns[SERVICE][i] + " of " + services
                        + " and name " + columns[NAME][i] + " of " + names);
            }
        }
    }
}
