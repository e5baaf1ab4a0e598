package io.spanhouse.ingest.otlp;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any bytes at all are read or refused, and what is read is sound. */
class FuzzTest {
    @Test
    void mutatedRequestsAreReadOrRefused() throws Exception {
        long seed = Long.getLong("spanhouse.seed", new Random().nextLong());
        System.out.println("FuzzTest seed " + seed);
        Random random = new Random(seed);
        RandomRequests requests = new RandomRequests(seed, true);
        List<byte[]> wire = new ArrayList<>();
        List<byte[]> json = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ExportTraceServiceRequest request = requests.next();
            wire.add(new ShuffledWire(random).write(request));
            json.add(new OtlpJsonPrinter(random).print(request).getBytes(StandardCharsets.UTF_8));
        }
        long end = System.nanoTime() + 3_000_000_000L;
        for (int i = 0; i < 20_000 && System.nanoTime() < end; i++) {
            TraceRequestWalkerFuzzer.fuzzerTestOneInput(mutated(wire, random));
            TraceRequestJsonReaderFuzzer.fuzzerTestOneInput(mutated(json, random));
        }
    }

    /** One request with some bytes changed, removed, doubled, or replaced by a stretch of another. */
    private static byte[] mutated(List<byte[]> requests, Random random) {
        byte[] bytes = requests.get(random.nextInt(requests.size())).clone();
        for (int times = 1 + random.nextInt(4); times > 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            int until = at + random.nextInt(Math.min(60, bytes.length - at));
            switch (random.nextInt(4)) {
                case 0:
                    bytes[at] = (byte) random.nextInt();
                    break;
                case 1:
                    bytes = joined(bytes, at, bytes, until);
                    break;
                case 2:
                    bytes = joined(bytes, until, bytes, at);
                    break;
                default:
                    byte[] other = requests.get(random.nextInt(requests.size()));
                    bytes = other.length == 0 ? bytes : joined(bytes, at, other, random.nextInt(other.length));
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] head, int headEnd, byte[] tail, int tailStart) {
        byte[] joined = Arrays.copyOf(head, headEnd + tail.length - tailStart);
        System.arraycopy(tail, tailStart, joined, headEnd, tail.length - tailStart);
        return joined;
    }
}
