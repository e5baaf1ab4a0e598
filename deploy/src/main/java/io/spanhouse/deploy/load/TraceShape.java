package io.spanhouse.deploy.load;

/**
 * One recorded trace as templates of its spans, in the order in which they were recorded.
 *
 * @param number its place in the library
 * @param spans one template a span; the root is number {@code root}
 * @param root number of the span without a parent
 * @param durationNanos from the first start to the last end
 */
record TraceShape(int number, SpanTemplate[] spans, int root, long durationNanos) {}
