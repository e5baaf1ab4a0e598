package io.spanhouse.storage.scripts;

/**
 * Where facts came from: those that follow each other share a partition and a generation, so a stretch of them takes 13 bytes
 * in all. Not thread-safe while it grows.
 */
final class FactOrigins {
    private final IntList starts = new IntList();
    private final LongList generations = new LongList();
    private final ByteList partitions = new ByteList();

    /** Takes stretches of facts. */
    interface Visitor {
        void visit(int from, int to, int partition, long generation);
    }

    /** Notes where a fact came from, which is the one after all that were noted before. */
    void add(int fact, int partition, long generation) {
        int last = starts.size() - 1;
        if (last < 0 || generations.get(last) != generation || (partitions.get(last) & 0xFF) != partition) {
            starts.add(fact);
            generations.add(generation);
            partitions.add(partition);
        }
    }

    /** Visits all stretches. */
    void each(int facts, Visitor visitor) {
        for (int i = 0; i < starts.size(); i++) {
            int to = i + 1 < starts.size() ? starts.get(i + 1) : facts;
            visitor.visit(starts.get(i), to, partitions.get(i) & 0xFF, generations.get(i));
        }
    }

    long generation(int fact) {
        return generations.get(stretch(fact));
    }

    int partition(int fact) {
        return partitions.get(stretch(fact)) & 0xFF;
    }

    private int stretch(int fact) {
        int low = 0;
        int high = starts.size();
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (starts.get(middle) <= fact) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    long bytes() {
        return starts.bytes() + generations.bytes() + partitions.bytes();
    }
}
