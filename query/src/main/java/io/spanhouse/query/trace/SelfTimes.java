package io.spanhouse.query.trace;

import static io.spanhouse.query.trace.TraceTree.NONE;

/**
 * How long each span was busy by itself: its length without the stretches in which some child of it ran. Of a child only what
 * lies within its parent counts. One pass: children come by start.
 */
public final class SelfTimes {
    private SelfTimes() {}

    /** Nanoseconds of each place. */
    public static long[] of(TraceTree tree) {
        int size = tree.size();
        long[] self = new long[size];
        long[] coveredTo = new long[size];
        for (int place = 0; place < size; place++) {
            self[place] = tree.to(place) - tree.from(place);
            coveredTo[place] = tree.from(place);
            int parent = tree.parent(place);
            if (parent != NONE) {
                long from = Math.max(tree.from(place), coveredTo[parent]);
                long to = Math.min(tree.to(place), tree.to(parent));
                if (to > from) {
                    self[parent] -= to - from;
                    coveredTo[parent] = to;
                }
            }
        }
        return self;
    }
}
