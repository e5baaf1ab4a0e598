package io.spanhouse.deploy.load;

import java.util.Map;
import java.util.TreeMap;

/** Counts what becomes of requests. Thread-safe. */
final class TrafficTally {
    /** Different answers that are told apart; further ones are counted together. */
    private static final int DETAILS_MAX = 32;

    private final Latencies latencies = new Latencies();
    private final Map<String, Long> details = new TreeMap<>();
    private long requests;
    private long bytes;
    private long acked;
    private long refused;
    private long unanswered;
    private long again;

    /** A request will be sent again. */
    synchronized void again(ExportAnswer answer) {
        again++;
        count(answer.detail());
    }

    /** A request's last answer. */
    synchronized void ended(long requestBytes, long spans, ExportAnswer answer, long nanos) {
        requests++;
        switch (answer.outcome()) {
            case ACKED -> {
                bytes += requestBytes;
                acked += spans - answer.rejectedSpans();
                refused += answer.rejectedSpans();
                latencies.add(nanos);
            }
            case REFUSED, REFUSED_FOR_NOW -> refused += spans;
            case UNANSWERED -> unanswered += spans;
        }
        if (!answer.equals(ExportAnswer.OK)) {
            count(answer.detail());
        }
    }

    private void count(String detail) {
        details.merge(details.size() < DETAILS_MAX || details.containsKey(detail) ? detail : "others", 1L, Long::sum);
    }

    synchronized TrafficReport report(long nanos, long ownCpuMicros) {
        return new TrafficReport(
                requests,
                bytes,
                new TrafficReport.Spans(acked, refused, unanswered),
                again,
                Map.copyOf(details),
                nanos,
                ownCpuMicros,
                latencies);
    }
}
