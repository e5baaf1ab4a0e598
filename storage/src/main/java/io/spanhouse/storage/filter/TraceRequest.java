package io.spanhouse.storage.filter;

import io.spanhouse.storage.model.TraceId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One trace to be read, whole or some of its spans.
 *
 * @param project the project's number
 * @param traceId its id
 * @param visibility whose spans may be seen
 * @param spanIds only spans with these ids are handed out, the values of the whole trace are as ever; null for all spans
 * @param detail how much of each span is wanted
 */
public record TraceRequest(
        int project,
        TraceId traceId,
        Visibility visibility,
        @Nullable Set<Long> spanIds,
        Detail detail) {
    public TraceRequest {
        spanIds = spanIds == null ? null : Set.copyOf(spanIds);
    }

    /** How much of a span is wanted. */
    public enum Detail {
        /** All of it. */
        WHOLE,
        /**
         * All of it; in place of a span that came in pieces these as they were sent, so that a slice may have more spans than
         * {@link TraceSpans#SLICE_ROWS_MAX}. Figures of the trace are of whole spans.
         */
        PIECES,
        /**
         * What a tree of spans shows, in any order: ids, times, name, kind, status code, marks and resource. Attributes,
         * events, links, trace state and the status message may be missing, which saves most of the reading.
         */
        OUTLINE
    }

    /** Some spans of a trace, whole. */
    public TraceRequest(int project, TraceId traceId, Visibility visibility, @Nullable Set<Long> spanIds) {
        this(project, traceId, visibility, spanIds, Detail.WHOLE);
    }

    /** All spans of a trace. */
    public TraceRequest(int project, TraceId traceId, Visibility visibility) {
        this(project, traceId, visibility, null, Detail.WHOLE);
    }

    /** All spans of a trace in the pieces they came in. */
    public static TraceRequest pieces(int project, TraceId traceId, Visibility visibility) {
        return new TraceRequest(project, traceId, visibility, null, Detail.PIECES);
    }

    /** Whether a span is wanted. */
    public boolean wants(long spanId) {
        return spanIds == null || spanIds.contains(spanId);
    }
}
