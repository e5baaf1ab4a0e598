package io.spanhouse.query.recordings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Follows which frame set which variable last, and keeps that before every hundredth frame; of recordings whose many variables
 * would make it larger than {@link #BYTES_MAX} more rarely. Not thread-safe.
 */
final class FrameStates {
    /** Frames from one kept state to the next. */
    static final int INTERVAL = 100;

    /** Most bytes of all kept states of a recording, about. */
    static final long BYTES_MAX = 8L << 20;

    private final FrameNumbers variableEnds;
    private final FrameNumbers variablesOf;
    private final int interval;
    private final int[] now;
    private final List<int[]> kept = new ArrayList<>();
    private int position;

    FrameStates(FrameNumbers variableEnds, FrameNumbers variablesOf, int variables, int frames) {
        this.variableEnds = variableEnds;
        this.variablesOf = variablesOf;
        this.now = new int[variables];
        Arrays.fill(now, FrameIndex.NONE);
        int distance = INTERVAL;
        while ((long) frames / distance * variables * Integer.BYTES > BYTES_MAX) {
            distance *= 2;
        }
        this.interval = distance;
    }

    /** Adds the frame that comes next by its index. */
    void add(int frame) {
        if (position % interval == 0) {
            kept.add(now.clone());
        }
        int from = frame == 0 ? 0 : variableEnds.get(frame - 1);
        for (int i = from; i < variableEnds.get(frame); i++) {
            now[variablesOf.get(i)] = position;
        }
        position++;
    }

    FrameIndex.States build() {
        return new FrameIndex.States(interval, kept.toArray(new int[0][]));
    }
}
