package io.spanhouse.storage.frames;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.model.TraceId;
import java.util.List;

/**
 * Where the frames of a run are.
 *
 * @param parts in the order of the request's traces, of each from older to newer
 * @param exceptions of spans of the run before any frame of theirs, some of them
 * @param completeness what could not be read
 */
public record FramePlaces(List<Part> parts, List<SpanException> exceptions, Completeness completeness) {
    /** Most exceptions that are told; each costs a look at its span. */
    public static final int EXCEPTIONS_MAX = 100;

    public FramePlaces {
        parts = List.copyOf(parts);
        exceptions = List.copyOf(exceptions);
    }

    /**
     * Frames of one trace.
     *
     * @param trace its id
     * @param table has them, and perhaps others
     * @param spans which spans of the table are the run's, ascending; not changed by anybody
     */
    public record Part(TraceId trace, FrameTable table, int[] spans) {}

    /**
     * An exception before any frame of its span.
     *
     * @param timeNanos when, unsigned nanoseconds since 1970
     * @param text its type and message
     */
    public record SpanException(long timeNanos, String text) {}
}
