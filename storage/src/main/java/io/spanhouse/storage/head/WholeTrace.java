package io.spanhouse.storage.head;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of a whole trace, free of any table's codes: how they come from blocks into the head. For the few traces that
 * have more than one fragment, not for hot paths.
 *
 * @param startNanos earliest start that was given, 0 if none was
 * @param endNanos latest end, unsigned
 * @param spans number of spans
 * @param errors number of spans with status ERROR
 * @param root null while no span without a parent has come
 * @param services each service once
 */
public record WholeTrace(
        long startNanos,
        long endNanos,
        long spans,
        long errors,
        @Nullable Root root,
        List<String> services) {
    public WholeTrace {
        services = List.copyOf(services);
    }

    /** The root span. */
    public record Root(
            long spanId, long startNanos, long endNanos, int kind, int statusCode, String name, String service) {}
}
