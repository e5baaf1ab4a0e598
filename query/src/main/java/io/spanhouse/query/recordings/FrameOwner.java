package io.spanhouse.query.recordings;

/**
 * Whose frames are looked for.
 *
 * @param runId the run's id
 * @param ownSpanId its own span, 0 as long as none is known
 */
record FrameOwner(String runId, long ownSpanId) {}
