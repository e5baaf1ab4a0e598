package io.spanhouse.storage.block;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.Arrays;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/**
 * The trace rows of one row group as arrays, each read when it is first asked for. Valid as long as the {@link
 * GroupReader} stays at the row group; not thread-safe. The arrays belong to this; nobody changes them.
 */
public final class GroupTraces {
    private final GroupReader group;
    private final int size;
    private final EnumMap<Field, long[]> numbers = new EnumMap<>(Field.class);
    private final long[] oneNumber = new long[1];
    private int @Nullable [] rowEnds;

    /** Where fragments end. */
    private record RowEnds(int[] ends) implements KeptParts.Part {
        @Override
        public long bytes() {
            return (long) Integer.BYTES * ends.length;
        }
    }

    private long @Nullable [] ids;
    private long @Nullable [] spans;
    private long @Nullable [] serviceSets;

    public GroupTraces(GroupReader group) {
        this.group = group;
        this.size = group.fragments();
    }

    /** Number of fragments. */
    public int size() {
        return size;
    }

    /** The values of a field of level TRACE that is a number, by fragment. */
    public long[] numbers(Field field) {
        long[] values = numbers.get(field);
        if (values == null) {
            values = new long[size];
            group.numbers(field.number(), 0, size, values, 0);
            numbers.put(field, values);
        }
        return values;
    }

    /** The row after each fragment's last. */
    public int[] rowEnds() {
        int[] ends = rowEnds;
        if (ends == null) {
            ends = group.block().kept(KeptParts.Kind.ROW_ENDS, group.part(), 0, RowEnds.class, this::readRowEnds).ends;
            rowEnds = ends;
        }
        return ends;
    }

    private RowEnds readRowEnds() {
        long[] rows = numbers(Field.TRACE_ROWS);
        int[] ends = new int[size];
        long end = 0;
        for (int i = 0; i < size; i++) {
            if (rows[i] < 0 || rows[i] > group.rows() - end) {
                throw damaged("fragment " + i + " has " + rows[i] + " rows");
            }
            end += rows[i];
            ends[i] = (int) end;
        }
        if (end != group.rows()) {
            throw damaged("fragments have " + end + " rows of " + group.rows());
        }
        return new RowEnds(ends);
    }

    /** One fragment's value of a field of level TRACE that is a number; reads no more than a part of the column for it. */
    public long number(Field field, int fragment) {
        long[] values = numbers.get(field);
        if (values != null) {
            return values[fragment];
        }
        group.numbers(field.number(), fragment, fragment + 1, oneNumber, 0);
        return oneNumber[0];
    }

    /** The whole trace's number of spans. */
    public long spans(int fragment) {
        return number(Field.TRACE_OTHER_SPANS, fragment) + rowEnds()[fragment] - rowStart(fragment);
    }

    /** Bits of {@link TraceFlag}. */
    public int flags(int fragment) {
        return (int) number(Field.TRACE_FLAGS, fragment);
    }

    /** The set of services of a trace; see {@link #serviceSetSize} and {@link #serviceOfSet}. */
    public int serviceSet(int fragment) {
        return checkedSet(number(Field.SERVICE_SET, fragment));
    }

    private int checkedSet(long set) {
        if (set < 0 || set >= group.header().serviceSets.size()) {
            throw damaged("set of services " + set + " of "
                    + group.header().serviceSets.size());
        }
        return (int) set;
    }

    /** What is wrong with the row group, named. */
    public StoreException damaged(String found) {
        return new StoreException(
                FailureKind.CORRUPT, group.block().identity() + " row group " + group.part() + ": " + found);
    }

    /** The first row of a fragment. */
    public int rowStart(int fragment) {
        return fragment == 0 ? 0 : rowEnds()[fragment - 1];
    }

    /** The fragment of a row. */
    public int fragmentOf(int row) {
        int[] ends = rowEnds();
        int found = Arrays.binarySearch(ends, row);
        // An end that equals the row belongs to the fragments before it; a fragment without rows cannot be.
        int fragment = found >= 0 ? found + 1 : -1 - found;
        while (fragment < size - 1 && ends[fragment] <= row) {
            fragment++;
        }
        return fragment;
    }

    /** Whole traces' starts. */
    public long[] starts() {
        return numbers(Field.TRACE_START);
    }

    /** Whole traces' durations: end minus start modulo 2^64, to be read as at least 0. */
    public long[] durations() {
        return numbers(Field.TRACE_DURATION);
    }

    /** Whole traces' numbers of spans. */
    public long[] spans() {
        long[] values = spans;
        if (values == null) {
            long[] others = numbers(Field.TRACE_OTHER_SPANS);
            int[] ends = rowEnds();
            values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = others[i] + ends[i] - (i == 0 ? 0 : ends[i - 1]);
            }
            spans = values;
        }
        return values;
    }

    /** Whole traces' numbers of errors. */
    public long[] errors() {
        return numbers(Field.TRACE_ERRORS);
    }

    /** Bits of {@link TraceFlag}. */
    public long[] flags() {
        return numbers(Field.TRACE_FLAGS);
    }

    /** Trace ids, the halves of each one after the other. */
    public long[] ids() {
        long[] values = ids;
        if (values == null) {
            values = new long[2 * size];
            group.traceIds(0, size, values, 0);
            ids = values;
        }
        return values;
    }

    /** Start of the root span, if the fragment has {@link TraceFlag#HAS_ROOT}. */
    public long rootStart(int fragment) {
        long start = number(Field.TRACE_START, fragment);
        return group.has(Field.ROOT_START_BESIDE)
                ? start + ofFirstRow(Field.START_AFTER, fragment) + number(Field.ROOT_START_BESIDE, fragment)
                : start + number(Field.ROOT_START_AFTER, fragment);
    }

    /** Duration of the root span, if the fragment has {@link TraceFlag#HAS_ROOT}. */
    public long rootDuration(int fragment) {
        return group.has(Field.ROOT_DURATION_BESIDE)
                ? ofFirstRow(Field.DURATION, fragment) + number(Field.ROOT_DURATION_BESIDE, fragment)
                : number(Field.TRACE_DURATION, fragment) - number(Field.ROOT_DURATION_LESS, fragment);
    }

    private long ofFirstRow(Field field, int fragment) {
        int row = rowStart(fragment);
        group.numbers(field.number(), row, row + 1, oneNumber, 0);
        return oneNumber[0];
    }

    /** Which set of services each trace has; see {@link #serviceSetSize} and {@link #serviceOfSet}. */
    public long[] serviceSets() {
        long[] sets = serviceSets;
        if (sets == null) {
            sets = numbers(Field.SERVICE_SET);
            for (long set : sets) {
                checkedSet(set);
            }
            serviceSets = sets;
        }
        return sets;
    }

    /** Number of distinct sets of services in the row group. */
    public int serviceSetCount() {
        return group.header().serviceSets.size();
    }

    /** Number of services in a set. */
    public int serviceSetSize(int set) {
        Sequences sets = group.header().serviceSets;
        return sets.end(set) - sets.start(set);
    }

    /** Code of a service in a set. */
    public int serviceOfSet(int set, int index) {
        Sequences sets = group.header().serviceSets;
        return group.header().services.get(sets.members()[sets.start(set) + index]);
    }
}
