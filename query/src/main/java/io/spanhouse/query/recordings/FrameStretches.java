package io.spanhouse.query.recordings;

/** Puts frames that follow each other in one span into one stretch. Not thread-safe. */
final class FrameStretches {
    private final FrameNumbers indexes;
    private final FrameNumbers spanOf;
    private final FrameNumbers eventOf;
    private final FrameNumbers positions = new FrameNumbers();
    private final FrameNumbers firstIndexes = new FrameNumbers();
    private final FrameNumbers steps = new FrameNumbers();
    private final FrameNumbers spans = new FrameNumbers();
    private final FrameNumbers events = new FrameNumbers();
    private int size;
    private int before = -1;
    private int step = Integer.MAX_VALUE;

    FrameStretches(FrameNumbers indexes, FrameNumbers spanOf, FrameNumbers eventOf) {
        this.indexes = indexes;
        this.spanOf = spanOf;
        this.eventOf = eventOf;
    }

    /** Adds the frame that comes next by its index. */
    void add(int frame) {
        int stretch = positions.size() - 1;
        int distance = before < 0 ? 0 : indexes.get(frame) - indexes.get(before);
        if (before >= 0) {
            step = Math.min(step, distance);
        }
        boolean follows = before >= 0
                && spanOf.get(frame) == spans.get(stretch)
                && eventOf.get(frame) == eventOf.get(before) + 1
                && (steps.get(stretch) == 0 || steps.get(stretch) == distance);
        if (!follows) {
            positions.add(size);
            firstIndexes.add(indexes.get(frame));
            steps.add(0);
            spans.add(spanOf.get(frame));
            events.add(eventOf.get(frame));
        } else if (steps.get(stretch) == 0) {
            steps.set(stretch, distance);
        }
        before = frame;
        size++;
    }

    /** The least distance between two indexes: greater ones are gaps. */
    int step() {
        return size < 2 ? 1 : step;
    }

    FrameIndex.Stretches build() {
        return new FrameIndex.Stretches(
                positions.toArray(), firstIndexes.toArray(), steps.toArray(), spans.toArray(), events.toArray());
    }
}
