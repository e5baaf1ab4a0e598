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

    private record Place(OpenBlock block, int group, DecidedOperations taken) {}

    AggregateExamples(Aggregation aggregation, QueryControl control) {
        this.aggregation = aggregation;
        this.control = control;
    }

    /** Notes a row group that was measured without a look at its rows. */
    void missingOf(GroupScan scan, DecidedOperations taken) {
        places.add(new Place(scan.block(), scan.group().part(), taken));
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
        for (Place place : places) {
            if (hasOne(place.taken, starts, durations)) {
                units.add(new LookUp(place, table));
            }
        }
        return units;
    }

    private static boolean hasOne(DecidedOperations taken, LongHashSet starts, LongHashSet durations) {
        OperationTable operations = taken.operations();
        for (int entry = 0; entry < operations.size(); entry++) {
            if (taken.takes(entry)
                    && (starts.contains(operations.startMax(entry))
                            || durations.contains(operations.durationMax(entry)))) {
                return true;
            }
        }
        return false;
    }

    private final class LookUp implements UnitWork.Unit {
        private final Place place;
        private final AggregateTable table;

        LookUp(Place place, AggregateTable table) {
            this.place = place;
            this.table = table;
        }

        @Override
        public void run() {
            ReadScratch scratch = place.block.scratches().take();
            BlockMemo memo = new BlockMemo();
            try (GroupScan scan = new GroupScan(place.block, place.group, scratch, memo)) {
                aggregation.addExamples(scan, memo, place.taken, table);
                control.read(0, scan.rows());
            } finally {
                place.block.scratches().give(scratch);
            }
        }

        @Override
        public String name() {
            return place.block + " row group " + place.group;
        }
    }
}
