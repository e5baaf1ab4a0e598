package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongHashSet;
import com.carrotsearch.hppc.LongObjectHashMap;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.OperationExamples;
import io.spanhouse.storage.block.OperationTable;

/**
 * Finds the spans of a row group that are examples of its operations. The table of operations says when the latest span of
 * each starts and how long the longest takes, so only rows with one of these times are looked at beyond that. Costs about a
 * millisecond a row group of which nobody has asked yet; then {@link OperationExamples} are kept. Good for one row group.
 */
final class OperationExampleSearch {
    private final GroupScan scan;
    private final GroupReader group;
    private final OperationTable operations;
    /** Entries of the table by service and name. */
    private final LongObjectHashMap<IntArrayList> entries = new LongObjectHashMap<>();

    private final int[] code = new int[1];
    private final long[] number = new long[1];

    private OperationExampleSearch(GroupScan scan, OperationTable operations) {
        this.scan = scan;
        this.group = scan.group();
        this.operations = operations;
        for (int entry = 0; entry < operations.size(); entry++) {
            long key = key(operations.service(entry), operations.name(entry));
            IntArrayList ofKey = entries.getOrDefault(key, new IntArrayList(2));
            ofKey.add(entry);
            entries.put(key, ofKey);
        }
    }

    /** The examples of a row group that has a table of operations. */
    static OperationExamples of(GroupScan scan, OperationTable operations) {
        return scan.group().operationExamples(() -> new OperationExampleSearch(scan, operations).find());
    }

    private OperationExamples find() {
        LongHashSet latest = new LongHashSet();
        LongHashSet longest = new LongHashSet();
        for (int entry = 0; entry < operations.size(); entry++) {
            latest.add(operations.startMax(entry));
            longest.add(operations.durationMax(entry));
        }
        long[] starts = scan.rowColumns().starts();
        long[] durations = scan.rowColumns().durations();
        OperationExamples examples = new OperationExamples(operations.size());
        int fragment = 0;
        for (int row = 0; row < starts.length; row++) {
            if (!latest.contains(starts[row]) && !longest.contains(durations[row])) {
                continue;
            }
            while (scan.traces().rowEnds()[fragment] <= row) {
                fragment++;
            }
            take(row, fragment, starts[row], durations[row], examples);
        }
        return examples;
    }

    private void take(int row, int fragment, long start, long duration, OperationExamples examples) {
        int entry = entryOf(row);
        boolean isLatest = start == operations.startMax(entry);
        boolean isLongest = duration == operations.durationMax(entry);
        if (!isLatest && !isLongest) {
            return;
        }
        long high = scan.traces().ids()[2 * fragment];
        long low = scan.traces().ids()[2 * fragment + 1];
        group.spanIds(row, row + 1, number, 0);
        if (isLatest) {
            examples.latest(entry, start, duration, high, low, number[0]);
        }
        if (isLongest) {
            examples.longest(entry, start, duration, high, low, number[0]);
        }
    }

    private int entryOf(int row) {
        group.codes(Field.RESOURCE.number()).codes(row, row + 1, code, 0);
        int service = scan.block().serviceCode(code[0]);
        group.codes(Field.NAME.number()).codes(row, row + 1, code, 0);
        group.numbers(Field.KIND.number(), row, row + 1, number, 0);
        IntArrayList ofKey = entries.getOrDefault(key(service, code[0]), new IntArrayList(0));
        for (int i = 0; i < ofKey.size(); i++) {
            if (operations.kind(ofKey.get(i)) == number[0]) {
                return ofKey.get(i);
            }
        }
        throw scan.traces().damaged("row " + row + " is of no operation of its table");
    }

    private static long key(int service, int name) {
        return (long) service << 32 | name & 0xFFFF_FFFFL;
    }
}
