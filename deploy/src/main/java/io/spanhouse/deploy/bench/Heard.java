package io.spanhouse.deploy.bench;

/**
 * A question that was asked, and its answer, to be checked when nobody waits.
 *
 * @param nanos from the question's first byte to the answer's last
 * @param extent what the server had then
 */
record Heard(Question question, Answer answer, long nanos, Extent extent) {}
