package io.spanhouse.storage.head;

import com.carrotsearch.hppc.IntIntHashMap;
import io.spanhouse.storage.model.LongColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The projects of a generation, the lane of each, and when the rows of each lane were received. A project has one lane in
 * a generation. Not thread-safe; read by others when the generation is closed.
 */
final class Receipts {
    private static final int LANES_MAX = 64;

    private final IntIntHashMap lanes = new IntIntHashMap();
    private final @Nullable Lane[] byLane = new Lane[LANES_MAX];

    private static final class Lane {
        private final LongColumn ticks = new LongColumn(16);
        private final LongColumn receiptMillis = new LongColumn(16);
        private long receiptMillisMin = Long.MAX_VALUE;
        private long receiptMillisMax = Long.MIN_VALUE;
    }

    /** Whether the project may have a lane: it has this one, or none yet. */
    boolean agrees(int project, int lane) {
        return lanes.getOrDefault(project, lane) == lane;
    }

    /** Notes that rows of a project came. */
    void add(int project, int laneNumber, long tick, long millis) {
        if (laneNumber < 0 || laneNumber >= LANES_MAX) {
            throw new IllegalArgumentException("lane is " + laneNumber + ", expected 0 to " + (LANES_MAX - 1));
        }
        lanes.put(project, laneNumber);
        Lane lane = byLane[laneNumber];
        if (lane == null) {
            lane = new Lane();
            byLane[laneNumber] = lane;
        }
        lane.receiptMillisMin = Math.min(lane.receiptMillisMin, millis);
        lane.receiptMillisMax = Math.max(lane.receiptMillisMax, millis);
        if (lane.ticks.size() == 0 || lane.ticks.get(lane.ticks.size() - 1) != tick) {
            lane.ticks.add(tick);
            lane.receiptMillis.add(millis);
        }
    }

    int[] projects() {
        int[] projects = lanes.keys().toArray();
        Arrays.sort(projects);
        return projects;
    }

    int lane(int project) {
        int lane = lanes.getOrDefault(project, -1);
        if (lane < 0) {
            throw new IllegalArgumentException("project " + project + " has no rows");
        }
        return lane;
    }

    LaneReceipt of(int laneNumber) {
        Lane lane = byLane[laneNumber];
        if (lane == null) {
            throw new IllegalArgumentException("lane " + laneNumber + " has no rows");
        }
        List<LaneReceipt.TickReceipt> ticks = new ArrayList<>();
        for (int i = 0; i < lane.ticks.size(); i++) {
            ticks.add(new LaneReceipt.TickReceipt(lane.ticks.get(i), lane.receiptMillis.get(i)));
        }
        return new LaneReceipt(
                lane.ticks.get(0),
                lane.ticks.get(lane.ticks.size() - 1),
                lane.receiptMillisMin,
                lane.receiptMillisMax,
                ticks);
    }
}
