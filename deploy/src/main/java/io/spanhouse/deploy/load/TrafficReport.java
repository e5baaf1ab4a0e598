package io.spanhouse.deploy.load;

import java.util.Map;

/**
 * What became of traffic.
 *
 * @param requests requests that ended, without those sent twice on purpose
 * @param ackedBytes bytes of the acked ones before compression
 * @param spans what became of the spans
 * @param again how often a request was sent again for want of a good answer
 * @param details how often each answer came that was not a plain OK
 * @param nanos from the first request to the last answer
 * @param ownCpuMicros processor time of this process meanwhile
 * @param ack from sending to the acknowledgement
 */
public record TrafficReport(
        long requests,
        long ackedBytes,
        Spans spans,
        long again,
        Map<String, Long> details,
        long nanos,
        long ownCpuMicros,
        Latencies ack) {
    /** Spans by what became of them. */
    public record Spans(long acked, long refused, long unanswered) {}

    /** Acked spans a second. */
    public double ackedPerSecond() {
        return spans.acked / (nanos / 1e9);
    }
}
