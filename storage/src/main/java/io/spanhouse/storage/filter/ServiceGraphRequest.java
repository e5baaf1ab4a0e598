package io.spanhouse.storage.filter;

/**
 * Which services call which. A call is a span whose parent is of another service; the parent is that of the trace's tree (see
 * {@link SpanSet.Related}), in whatever order and however late the two came.
 *
 * @param project the project's number
 * @param window traces whose start lies in it
 * @param visibility whose spans may be seen; of a call both
 */
public record ServiceGraphRequest(int project, TimeWindow window, Visibility visibility) {}
