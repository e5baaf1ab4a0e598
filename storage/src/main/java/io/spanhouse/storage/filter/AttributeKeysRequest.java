package io.spanhouse.storage.filter;

/**
 * Attribute keys in use.
 *
 * @param project the project's number
 * @param window spans whose start lies in it
 * @param condition which spans
 * @param limit most keys
 * @param visibility whose spans may be seen
 */
public record AttributeKeysRequest(
        int project, TimeWindow window, SpanCondition condition, int limit, Visibility visibility) {}
