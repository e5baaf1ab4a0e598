package io.spanhouse.deploy.bench;

/**
 * Which traces of the series a server has while a question is asked: it has the first ones whole, of those after them it may
 * have all, some or no spans, and it has no others. While nothing is sent there is no doubt.
 *
 * @param certain traces whose spans were all acknowledged before the question was asked
 * @param possible traces of which a span was sent before the answer was in
 */
record Extent(long certain, long possible) {
    /** Of a server that is sent nothing. */
    static Extent still(long traces) {
        return new Extent(traces, traces);
    }
}
