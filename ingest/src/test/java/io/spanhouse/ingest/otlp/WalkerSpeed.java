package io.spanhouse.ingest.otlp;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Prints what reading costs a span, on the recording in requests of 512 spans. Not a test; run its main.
 *
 * <p>Arguments: rounds, then "proto", "unique" (one attribute more a span, never the same) or "json".
 */
final class WalkerSpeed {
    private static final int REPEATS = 20;

    private WalkerSpeed() {}

    /** Reads one request. */
    interface Reading {
        WalkResult read(byte[] request) throws MalformedRequestException;
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        String mode = args.length > 1 ? args[1] : "proto";
        List<byte[]> requests = requests(mode);
        TraceRequestWalker walker = new TraceRequestWalker(WalkOptions.DEFAULT, InstantSource.system());
        TraceRequestJsonReader reader = new TraceRequestJsonReader(WalkOptions.DEFAULT, InstantSource.system());
        Reading reading = mode.equals("json")
                ? request -> reader.read(request, 0, request.length)
                : request -> walker.walk(request, 0, request.length);
        double best = Double.MAX_VALUE;
        for (int round = 1; round <= rounds; round++) {
            best = Math.min(best, round(requests, reading, round % 20 == 0, best));
        }
    }

    private static double round(List<byte[]> requests, Reading reading, boolean print, double best)
            throws MalformedRequestException {
        long spans = 0;
        long bytes = 0;
        long attributes = 0;
        long pairs = 0;
        long start = cpuNanos();
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            for (byte[] request : requests) {
                WalkResult result = reading.read(request);
                spans += result.spansAccepted();
                bytes += request.length;
                attributes += result.batch().attributeEnd(result.batch().rowCount() - 1);
                pairs += result.batch().pairs().size();
            }
        }
        double micros = (cpuNanos() - start) / 1000.0 / spans;
        if (print) {
            System.out.printf(
                    "best %.3f us a span, now %.3f; %.0f bytes, %.1f attributes, %.2f distinct pairs a span%n",
                    best, micros, (double) bytes / spans, (double) attributes / spans, (double) pairs / spans);
        }
        return micros;
    }

    /** Time of this thread alone, so that a busy machine says nearly the same as an idle one. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static List<byte[]> requests(String mode) throws Exception {
        Random random = new Random(1);
        List<byte[]> requests = new ArrayList<>();
        for (byte[] request : Recording.requests(512, random)) {
            ExportTraceServiceRequest.Builder message = ExportTraceServiceRequest.parseFrom(request).toBuilder();
            if (mode.equals("unique")) {
                for (ResourceSpans.Builder resource : message.getResourceSpansBuilderList()) {
                    for (ScopeSpans.Builder scope : resource.getScopeSpansBuilderList()) {
                        for (Span.Builder span : scope.getSpansBuilderList()) {
                            String id = new UUID(random.nextLong(), random.nextLong()).toString();
                            span.addAttributes(Requests.pair("request.id", Requests.text(id)));
                        }
                    }
                }
            }
            requests.add(
                    mode.equals("json")
                            ? new OtlpJsonPrinter(new Plain())
                                    .print(message.build())
                                    .getBytes(StandardCharsets.UTF_8)
                            : message.build().toByteArray());
        }
        return requests;
    }

    /** Lets the printer take the plain way each time. */
    private static final class Plain extends Random {
        private static final long serialVersionUID = 1L;

        @Override
        public int nextInt(int bound) {
            return bound - 1;
        }

        @Override
        public boolean nextBoolean() {
            return false;
        }
    }
}
