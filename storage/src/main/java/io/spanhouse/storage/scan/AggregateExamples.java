package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.LongHashSet;
import io.spanhouse.storage.block.OperationTable;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.filter.QueryControl;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Looks up the examples of cells that were measured by operations alone: their start or duration is known, and the row
 * groups that have an operation with it are looked into. Any number of threads.
 */
final class AggregateExamples {
    /** Row groups that were measured without a look at their rows. */
    private final ConcurrentLinkedQueue<Place> places = new ConcurrentLinkedQueue<>();

    private final Aggregation aggregation;
    private final QueryControl control;

    private record Place(OpenBlock block, int group) {}

    AggregateExamples(Aggregation aggregation, QueryControl control) {
        this.aggregation = aggregation;
        this.control = control;
    }

    /** Notes a row group that was measured without a look at its rows. */
    void missingOf(GroupScan scan) {
        places.add(new Place(scan.block(), scan.group().part()));
    }

    /** The units of work that look up what a table lacks. */
    List<UnitWork.Unit> units(AggregateTable table) {
        LongHashSet starts = new LongHashSet();
        LongHashSet durations = new LongHashSet();
        for (Accumulator accumulator : table.accumulators()) {
            if (accumulator instanceof ExampleAccumulator) {
                ExampleAccumulator example = (ExampleAccumulator) accumulator;
                for (int cell = 0; cell < table.size(); cell++) {
                    if (example.isOpen(cell)) {
                        (example.latest() ? starts : durations).add(example.key(cell));
                    }
                }
            }
        }
        List<UnitWork.Unit> units = new ArrayList<>();
        if (!starts.isEmpty() || !durations.isEmpty()) {
            places.forEach(place -> units.add(new LookUp(place, starts, durations, table)));
        }
        return units;
    }

    private final class LookUp implements UnitWork.Unit {
        private final Place place;
        private final LongHashSet starts;
        private final LongHashSet durations;
        private final AggregateTable table;

        LookUp(Place place, LongHashSet starts, LongHashSet durations, AggregateTable table) {
            this.place = place;
            this.table = table;
            this.starts = starts;
            this.durations = durations;
        }

        @Override
        public void run() {
            ReadScratch scratch = place.block.scratches().take();
            BlockMemo memo = new BlockMemo();
            try (GroupScan scan = new GroupScan(place.block, place.group, scratch, memo)) {
                if (hasOne(scan)) {
                    aggregation.addExamples(scan, memo, wanted(scan.rowColumns()), table);
                    control.read(0, scan.rows());
                }
            } finally {
                place.block.scratches().give(scratch);
            }
        }

        private boolean hasOne(GroupScan scan) {
            OperationTable operations = new OperationTable();
            if (!scan.group().operations(operations)) {
                return true;
            }
            for (int entry = 0; entry < operations.size(); entry++) {
                if (starts.contains(operations.startMax(entry)) || durations.contains(operations.durationMax(entry))) {
                    return true;
                }
            }
            return false;
        }

        private RowSet wanted(RowColumns columns) {
            long[] rowStarts = columns.starts();
            long[] rowDurations = columns.durations();
            long[] words = RowSet.words(rowStarts.length);
            for (int row = 0; row < rowStarts.length; row++) {
                if (starts.contains(rowStarts[row]) || durations.contains(rowDurations[row])) {
                    RowSet.set(words, row);
                }
            }
            return RowSet.of(words, rowStarts.length);
        }

        @Override
        public String name() {
            return place.block + " row group " + place.group;
        }
    }
}
