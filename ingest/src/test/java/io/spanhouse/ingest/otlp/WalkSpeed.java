package io.spanhouse.ingest.otlp;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.storage.testing.Moved;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Reads the recording in requests of 512 spans, each span with one more attribute that is never the same; bytes are those of
 * the requests.
 */
@State(Scope.Thread)
public class WalkSpeed {
    private static final int SPANS = 512;

    private final TraceRequestWalker walker = new TraceRequestWalker(WalkOptions.DEFAULT, InstantSource.system());
    private final TraceRequestJsonReader reader =
            new TraceRequestJsonReader(WalkOptions.DEFAULT, InstantSource.system());
    private byte[][] requests = new byte[0][];
    private byte[][] texts = new byte[0][];
    private int next;
    private byte[] copied = new byte[0];

    @Setup
    public void fill() throws IOException {
        Random random = new Random(1);
        List<byte[]> recorded = Recording.requests(SPANS, random);
        requests = new byte[recorded.size()][];
        texts = new byte[recorded.size()][];
        int longest = 0;
        for (int i = 0; i < requests.length; i++) {
            ExportTraceServiceRequest message = unlike(recorded.get(i), random);
            requests[i] = message.toByteArray();
            texts[i] = new OtlpJsonPrinter(new Plain()).print(message).getBytes(StandardCharsets.UTF_8);
            longest = Math.max(longest, requests[i].length);
        }
        copied = new byte[longest];
    }

    private static ExportTraceServiceRequest unlike(byte[] request, Random random) throws IOException {
        ExportTraceServiceRequest.Builder message = ExportTraceServiceRequest.parseFrom(request).toBuilder();
        for (ResourceSpans.Builder resource : message.getResourceSpansBuilderList()) {
            for (ScopeSpans.Builder scope : resource.getScopeSpansBuilderList()) {
                for (Span.Builder span : scope.getSpansBuilderList()) {
                    String id = new UUID(random.nextLong(), random.nextLong()).toString();
                    span.addAttributes(Requests.pair("request.id", Requests.text(id)));
                }
            }
        }
        return message.build();
    }

    @Benchmark
    public WalkResult protobuf(Moved moved) throws MalformedRequestException {
        byte[] request = requests[next++ % requests.length];
        WalkResult result = walker.walk(request, 0, request.length);
        moved.add(request.length, result.spansAccepted());
        return result;
    }

    @Benchmark
    public WalkResult json(Moved moved) throws MalformedRequestException {
        byte[] request = texts[next++ % texts.length];
        WalkResult result = reader.read(request, 0, request.length);
        moved.add(request.length, result.spansAccepted());
        return result;
    }

    @Benchmark
    public byte[] floor(Moved moved) {
        moved.copy(requests[next++ % requests.length], copied, SPANS);
        return copied;
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
