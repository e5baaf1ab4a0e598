package io.spanhouse.storage.filter;

import io.spanhouse.storage.model.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One trace in a list: values of the whole trace.
 *
 * @param traceId its id
 * @param startNanos earliest start, unsigned nanoseconds since 1970
 * @param endNanos latest end, unsigned nanoseconds since 1970
 * @param durationNanos end minus start, 0 if negative
 * @param spans number of spans
 * @param errors number of spans with status error
 * @param root its root span; null while none has come
 * @param services its services, by name
 * @param expiredPart whether an older part of it has expired
 */
public record TraceSummary(
        TraceId traceId,
        long startNanos,
        long endNanos,
        long durationNanos,
        long spans,
        long errors,
        @Nullable Root root,
        List<ServiceCount> services,
        boolean expiredPart) {
    public TraceSummary {
        services = List.copyOf(services);
    }

    /** The root span: the earliest without a parent, ties by span id. */
    public record Root(long spanId, String name, String service, int kind, long startNanos, long durationNanos) {}

    /** How much of a trace is one service's. A span without {@code service.name} counts under the empty name. */
    public record ServiceCount(String service, long spans, long errors) {}
}
