package io.spanhouse.storage.filter;

import io.spanhouse.storage.model.TraceId;

/**
 * One trace to be read whole.
 *
 * @param project the project's number
 * @param traceId its id
 * @param visibility whose spans may be seen
 */
public record TraceRequest(int project, TraceId traceId, Visibility visibility) {}
