package io.spanhouse.deploy.verify;

import io.spanhouse.storage.model.TraceId;

/**
 * One line of a list.
 *
 * @param digest of the whole content, with resource and scope
 */
public record SentSpan(TraceId traceId, long spanId, long digest) {}
