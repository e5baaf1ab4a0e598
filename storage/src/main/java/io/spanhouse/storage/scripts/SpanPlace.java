package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.TraceId;

/**
 * Where a span is found.
 *
 * @param traceId its trace
 * @param spanId its id in the trace
 */
public record SpanPlace(TraceId traceId, long spanId) {}
