package io.spanhouse.ingest.otlp;

import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/**
 * Prints what reading costs a span, on the recording in requests of 512 spans. Not a test; run its main.
 *
 * <p>Arguments: rounds, "proto" or "json".
 */
final class WalkerSpeed {
    private WalkerSpeed() {}

    /** Time of this thread alone, so that a busy machine says nearly the same as an idle one. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        List<byte[]> requests = Recording.requests(512, new Random(1));
        TraceRequestWalker walker = new TraceRequestWalker(WalkOptions.DEFAULT, InstantSource.system());
        double best = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            long spans = 0;
            long bytes = 0;
            long attributes = 0;
            long pairs = 0;
            long start = cpuNanos();
            for (int repeat = 0; repeat < 20; repeat++) {
                for (byte[] request : requests) {
                    WalkResult result = walker.walk(request, 0, request.length);
                    spans += result.spansAccepted();
                    bytes += request.length;
                    attributes += result.batch().attributeEnd(result.batch().rowCount() - 1);
                    pairs += result.batch().pairs().size();
                }
            }
            double nanos = cpuNanos() - start;
            best = Math.min(best, nanos / 1000 / spans);
            if (round % 20 == 19) {
                System.out.printf(
                        "best %.3f us a span, now %.3f; %.0f bytes, %.1f attributes, %.2f distinct pairs a span%n",
                        best,
                        nanos / 1000 / spans,
                        (double) bytes / spans,
                        (double) attributes / spans,
                        (double) pairs / spans);
            }
        }
    }
}
