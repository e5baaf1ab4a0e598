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
 */
public record TraceRequest(
        int project,
        TraceId traceId,
        Visibility visibility,
        @Nullable Set<Long> spanIds) {
    public TraceRequest {
        spanIds = spanIds == null ? null : Set.copyOf(spanIds);
    }

    /** All spans of a trace. */
    public TraceRequest(int project, TraceId traceId, Visibility visibility) {
        this(project, traceId, visibility, null);
    }

    /** Whether a span is wanted. */
    public boolean wants(long spanId) {
        return spanIds == null || spanIds.contains(spanId);
    }
}
