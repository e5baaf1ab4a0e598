package io.spanhouse.deploy.acceptance;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.ingest.otlp.RandomRequests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random requests over every transport come back equal: at once, after an ordered end, after a kill, and from blocks, with one
 * partition and with several.
 */
@Timeout(300)
final class RandomSpansIT {
    private static final long SEED = Long.getLong("spanhouse.seed", new Random().nextLong());
    private static final int REQUESTS = 120;
    private static final int TRACES = 50;

    private final Random random = new Random(SEED);
    private final RandomRequests requests = new RandomRequests(SEED, false);
    private final List<ByteString> traceIds = new ArrayList<>();
    private final SentSpans sent = new SentSpans();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void comeBackEqual(int partitions) throws Exception {
        System.out.println("RandomSpansIT seed " + SEED);
        for (int i = 0; i < TRACES; i++) {
            byte[] id = new byte[16];
            random.nextBytes(id);
            traceIds.add(ByteString.copyFrom(id));
        }
        try (PackagedServer server = PackagedServer.start(directory, "--store.partitions=" + partitions)) {
            ReadApi api = new ReadApi(server.ports());
            send(server, REQUESTS);
            assertGotBack(api);
            server.stop();
            server.startAgain();
            assertGotBack(api);
            send(server, REQUESTS / 4);
            server.kill();
            server.startAgain();
            assertGotBack(api);
            send(server, REQUESTS / 4);
            server.stop();
            server.startAgain(AdminPort.SEAL_SOON);
            new AdminPort(server.ports()).awaitSealed(sent.spanCount());
            assertGotBack(api);
            server.kill();
            server.startAgain();
            assertGotBack(api);
        }
    }

    private void assertGotBack(ReadApi api) {
        sent.assertGotBack(api);
        sent.assertFound(api);
    }

    private void send(PackagedServer server, int count) {
        try (OtlpSender sender = new OtlpSender(server.ports())) {
            for (int i = 0; i < count; i++) {
                ExportTraceServiceRequest request = ofFewTraces(requests.next());
                sender.send(Transport.values()[i % Transport.values().length], request);
                sent.add(request);
            }
        }
    }

    /** The spans of a request share trace ids among them and with other requests, as spans do. */
    private ExportTraceServiceRequest ofFewTraces(ExportTraceServiceRequest request) {
        ExportTraceServiceRequest.Builder shared = request.toBuilder();
        for (ResourceSpans.Builder resource : shared.getResourceSpansBuilderList()) {
            for (ScopeSpans.Builder scope : resource.getScopeSpansBuilderList()) {
                for (Span.Builder span : scope.getSpansBuilderList()) {
                    span.setTraceId(traceIds.get(random.nextInt(TRACES)));
                }
            }
        }
        return shared.build();
    }
}
