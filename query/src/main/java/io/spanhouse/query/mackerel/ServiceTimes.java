package io.spanhouse.query.mackerel;

import io.spanhouse.storage.model.LongColumn;
import java.util.Arrays;

/**
 * The part of one service and namespace in one trace, while the trace is read. Its latency is that of its longest local root:
 * a span whose parent is not of the same service and namespace. Holds three numbers a span. Not thread-safe.
 */
final class ServiceTimes {
    private final LongColumn ids = new LongColumn(16);
    private final LongColumn parents = new LongColumn(16);
    private final LongColumn durations = new LongColumn(16);
    private String environment = "";
    private long startNanos;

    /** Takes a span; spans come by start. */
    void add(long spanId, long parentId, long start, long end, String environment) {
        ids.add(spanId);
        parents.add(parentId);
        durations.add(Long.compareUnsigned(end, start) < 0 ? 0 : end - start);
        if (startNanos == 0) {
            startNanos = start;
        }
        if (this.environment.isEmpty()) {
            this.environment = environment;
        }
    }

    /** First environment that one of its spans names; empty if none does. */
    String environment() {
        return environment;
    }

    /** First start, unsigned nanoseconds since 1970; 0 if no span has one. */
    long startNanos() {
        return startNanos;
    }

    /** Duration of the longest local root; 0 if there is none, as in a ring of parents. */
    long latencyNanos() {
        long[] own = Arrays.copyOf(ids.array(), ids.size());
        Arrays.sort(own);
        long longest = 0;
        for (int i = 0; i < parents.size(); i++) {
            boolean localRoot = parents.get(i) == 0 || Arrays.binarySearch(own, parents.get(i)) < 0;
            if (localRoot && Long.compareUnsigned(durations.get(i), longest) > 0) {
                longest = durations.get(i);
            }
        }
        return longest;
    }
}
