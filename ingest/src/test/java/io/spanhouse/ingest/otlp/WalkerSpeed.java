package io.spanhouse.ingest.otlp;

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

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        List<byte[]> requests = Recording.requests(512, new Random(1));
        TraceRequestWalker walker = new TraceRequestWalker(WalkOptions.DEFAULT, InstantSource.system());
        for (int round = 0; round < rounds; round++) {
            long spans = 0;
            long bytes = 0;
            long attributes = 0;
            long pairs = 0;
            long start = System.nanoTime();
            for (int repeat = 0; repeat < 200; repeat++) {
                for (byte[] request : requests) {
                    WalkResult result = walker.walk(request, 0, request.length);
                    spans += result.spansAccepted();
                    bytes += request.length;
                    attributes += result.batch().attributeEnd(result.batch().rowCount() - 1);
                    pairs += result.batch().pairs().size();
                }
            }
            double nanos = System.nanoTime() - start;
            System.out.printf(
                    "%.3f us a span, %.0f MB/s, %d requests, %.0f bytes, %.1f attributes, %.2f distinct a span%n",
                    nanos / 1000 / spans,
                    bytes * 1000.0 / nanos,
                    requests.size(),
                    (double) bytes / spans,
                    (double) attributes / spans,
                    (double) pairs / spans);
        }
    }
}
