package io.spanhouse.query.recordings;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the frames of one recording are: frames in the order of their indexes, by <b>position</b>, each an event of a span.
 * Frames that follow each other in one span are one stretch, so a recording of a million frames in ten thousand spans has ten
 * thousand stretches of at most a hundred frames. At every so many frames it knows for each variable at which position it was set last; no value is held.
 * Immutable.
 */
final class FrameIndex {
    /** In place of a position: a variable was not set yet, or there is no such frame. */
    static final int NONE = -1;

    /** How many frames on either side of one are read with it. */
    private static final int NEAR_MAX = 200;

    /** A span that has frames. */
    record Span(TraceId traceId, long spanId) {}

    /**
     * Frames that follow each other in a span, sorted by their positions, one array an attribute.
     *
     * @param positions of the first frame of each
     * @param indexes of the first frame of each
     * @param steps from frame to frame of each
     * @param spans which span
     * @param events number of the first frame's event in the span
     * @param leastTimes no frame of it is earlier, unsigned nanoseconds
     */
    record Stretches(int[] positions, int[] indexes, int[] steps, int[] spans, int[] events, long[] leastTimes) {
        long bytes() {
            return positions.length * (5L * Integer.BYTES + Long.BYTES);
        }
    }

    /**
     * Which frame set which variable last, before some frames.
     *
     * @param positions of these frames, ascending, the first is 0
     * @param setAt of each, by number of the variable; of variables that are not in it none did
     */
    record States(int[] positions, int[][] setAt) {
        long bytes() {
            return Arrays.stream(setAt)
                    .mapToLong(state -> 24L + state.length * 4L)
                    .sum();
        }

        /** Which of them is the last that is not behind a position. */
        int before(int position) {
            int found = Arrays.binarySearch(positions, position);
            return found >= 0 ? found : -found - 2;
        }
    }

    /**
     * What is known of the recording as a whole.
     *
     * @param frames how many
     * @param bytes of their keys and values
     * @param step usual distance between two indexes
     * @param exceptions positions of frames with an exception, ascending
     * @param exception text of the last of these, empty if there is none
     * @param completeness whether all spans could be read
     */
    record Facts(int frames, long bytes, int step, int[] exceptions, String exception, Completeness completeness) {}

    private static final AtomicInteger LAST_NUMBER = new AtomicInteger();

    private final int number = LAST_NUMBER.incrementAndGet();
    private final Facts facts;
    private final Span[] spans;
    private final Stretches stretches;
    private final List<String> variables;
    private final States states;

    FrameIndex(Facts facts, Span[] spans, Stretches stretches, List<String> variables, States states) {
        this.facts = facts;
        this.spans = spans;
        this.stretches = stretches;
        this.variables = List.copyOf(variables);
        this.states = states;
    }

    /** Tells it from every other index of this process. */
    int number() {
        return number;
    }

    Facts facts() {
        return facts;
    }

    /** Names of all variables, by their numbers. */
    List<String> variables() {
        return variables;
    }

    States states() {
        return states;
    }

    /** Bytes that it takes. */
    long heldBytes() {
        return stretches.bytes()
                + states.bytes()
                + spans.length * 64L
                + facts.exceptions().length * 4L
                + variables.stream().mapToLong(name -> 56L + name.length()).sum();
    }

    private int stretch(int position) {
        int found = Arrays.binarySearch(stretches.positions(), position);
        return found >= 0 ? found : -found - 2;
    }

    /** The index of the frame at a position. */
    int index(int position) {
        int stretch = stretch(position);
        return stretches.indexes()[stretch]
                + (position - stretches.positions()[stretch]) * stretches.steps()[stretch];
    }

    /** The span of the frame at a position. */
    Span span(int position) {
        return spans[stretches.spans()[stretch(position)]];
    }

    /** The same with further exceptions and the text of the last. */
    FrameIndex withExceptions(int[] positions, String text) {
        Facts more = new Facts(facts.frames(), facts.bytes(), facts.step(), positions, text, facts.completeness());
        return new FrameIndex(more, spans, stretches, variables, states);
    }

    /** The last stretch, from one on towards the first, that may have a frame not after a time; -1 if there is none. */
    int stretchNotLater(int from, long timeNanos) {
        int stretch = from;
        while (stretch >= 0 && Long.compareUnsigned(stretches.leastTimes()[stretch], timeNanos) > 0) {
            stretch--;
        }
        return stretch;
    }

    /** Number of stretches. */
    int stretches() {
        return stretches.positions().length;
    }

    /** Positions of the frames of a stretch. */
    Set<Integer> positionsOf(int stretch) {
        Set<Integer> positions = new TreeSet<>();
        int end = stretch + 1 < stretches() ? stretches.positions()[stretch + 1] : facts.frames();
        for (int position = stretches.positions()[stretch]; position < end; position++) {
            positions.add(position);
        }
        return positions;
    }

    /** Positions of the frames of the same stretch of a span, some of them where it is long. */
    List<Integer> positionsNear(int position) {
        int stretch = stretch(position);
        int from = Math.max(stretches.positions()[stretch], position - NEAR_MAX);
        int end = stretch + 1 < stretches.positions().length ? stretches.positions()[stretch + 1] : facts.frames();
        List<Integer> near = new ArrayList<>();
        for (int at = from; at < Math.min(end, position + NEAR_MAX); at++) {
            near.add(at);
        }
        return near;
    }

    /** The number of the frame's event in its span. */
    int event(int position) {
        int stretch = stretch(position);
        return stretches.events()[stretch] + position - stretches.positions()[stretch];
    }

    /** The position of the last frame whose index is not above this; {@link #NONE} if there is none. */
    int atOrBefore(long index) {
        int low = 0;
        int high = facts.frames() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (index(middle) <= index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** The first position from here on before which indexes are missing; that of no frame if there is none. */
    int gapBefore(int position) {
        int at = Math.max(1, position);
        while (at < facts.frames()) {
            int stretch = stretch(at);
            boolean starts = at == stretches.positions()[stretch];
            if (starts ? index(at) - index(at - 1) > facts.step() : stretches.steps()[stretch] > facts.step()) {
                return at;
            }
            if (starts) {
                at++;
            } else {
                at = stretch + 1 < stretches.positions().length ? stretches.positions()[stretch + 1] : facts.frames();
            }
        }
        return at;
    }

    /** Whether the frame at a position has an exception. */
    boolean hasException(int position) {
        return Arrays.binarySearch(facts.exceptions(), position) >= 0;
    }

    /** The position of the nearest exception before, or behind, a position; {@link #NONE} if there is none. */
    int exception(int position, boolean behind) {
        int[] exceptions = facts.exceptions();
        int found = Arrays.binarySearch(exceptions, position);
        int at;
        if (behind) {
            at = found >= 0 ? found + 1 : -found - 1;
        } else {
            at = found >= 0 ? found - 1 : -found - 2;
        }
        return at >= 0 && at < exceptions.length ? exceptions[at] : NONE;
    }
}
