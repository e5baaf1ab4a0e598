package io.spanhouse.query.jaeger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.spanhouse.proto.jaeger.storage.AnyValue;
import io.spanhouse.proto.jaeger.storage.FindTraceIDsRequest;
import io.spanhouse.proto.jaeger.storage.FindTraceSummariesRequest;
import io.spanhouse.proto.jaeger.storage.FindTracesRequest;
import io.spanhouse.proto.jaeger.storage.FoundTraceID;
import io.spanhouse.proto.jaeger.storage.GetOperationsRequest;
import io.spanhouse.proto.jaeger.storage.KeyValue;
import io.spanhouse.proto.jaeger.storage.Operation;
import io.spanhouse.proto.jaeger.storage.TraceQueryParameters;
import io.spanhouse.proto.jaeger.storage.TraceReaderGrpc;
import io.spanhouse.proto.jaeger.storage.TraceSummary;
import io.spanhouse.query.QueryMetrics;
import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.QueryServer;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What searches of the remote storage find: values as texts, special keys, bounds, order, how many. One server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StorageSearchTest {
    private final MemoryTraceStore memory = new MemoryTraceStore();
    private QueryServer server;
    private ManagedChannel channel;
    private TraceReaderGrpc.TraceReaderBlockingStub reader;

    /** One trace for each kind, with values of all types. */
    @BeforeAll
    void send() throws IOException {
        Spans spans = new Spans()
                .resource(Map.of("service.name", "s", "K", "of resource"))
                .scope("lib", "2", Map.of());
        for (int kind = 0; kind <= 5; kind++) {
            Spans.One span = spans.span(kind + 1, 1, 0, "op", 0, 10 + kind);
            spans.builder().kind(kind).status(kind % 3, 0);
            span.with("int", (long) kind).with("one", 1.0 * kind).with("bytes", new byte[] {(byte) kind});
            span.with("K", "of span " + kind).end();
        }
        for (int trace = 7; trace <= 101; trace++) {
            spans.service("").span(trace, 1, 0, "many", trace, 1).end();
        }
        memory.take("default", spans.build());
        server = QueryServer.jaegerStorage(
                QueryOptions.defaults(),
                new QueryServer.Source(memory, KeyRing.open(), QueryMetrics.NONE, Running.NO_DOCUMENTS),
                List.of());
        server.start();
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
        reader = TraceReaderGrpc.newBlockingStub(channel);
    }

    @AfterAll
    void stop() throws Exception {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        server.close();
    }

    private List<Long> find(TraceQueryParameters.Builder query) {
        List<Long> ids = new ArrayList<>();
        for (FoundTraceID found : reader.findTraceIDs(
                        FindTraceIDsRequest.newBuilder().setQuery(query).build())
                .getTraceIdsList()) {
            ids.add(found.getTraceId().asReadOnlyByteBuffer().getLong(8));
        }
        return ids;
    }

    private static TraceQueryParameters.Builder query() {
        return TraceQueryParameters.newBuilder();
    }

    @ParameterizedTest
    @CsvSource({
        "int,3,4",
        "one,1,2",
        "one,1.0,''",
        "bytes,AQ==,2",
        "K,of resource,1 2 3 4 5 6",
        "K,of span 0,1",
        "resource.K,of resource,1 2 3 4 5 6",
        "resource.K,of span 0,''",
        "span.kind,CLIENT,4",
        "span.kind,unspecified,1",
        "span.kind,x,''",
        "span.status,ok,2 5",
        "span.status,Error,3 6",
        "error,1,3 6",
        "error,yes,''",
        "scope.name,lib,1 2 3 4 5 6",
        "scope.version,2,1 2 3 4 5 6",
        "scope.version,lib,''"
    })
    void valuesAsTextsAndSpecialKeys(String key, String text, String expected) {
        KeyValue attribute = KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(text))
                .build();
        assertThat(String.join(
                        " ",
                        new TreeSet<>(find(query().addAttributes(attribute)))
                                .stream().map(String::valueOf).toList()))
                .isEqualTo(expected);
    }

    @Test
    void boundsKindsAndHowMany() {
        assertThat(find(query())).hasSize(100);
        assertThat(find(query().setSearchDepth(101))).hasSize(101);
        assertThat(find(query().setDurationMin(millis(12)).setDurationMax(millis(13))))
                .containsExactlyInAnyOrder(3L, 4L);
        assertThat(find(query().setDurationMin(millis(13)).setDurationMax(millis(12))))
                .isEmpty();
        assertThat(reader.getOperations(GetOperationsRequest.newBuilder()
                                .setService("s")
                                .build())
                        .getOperationsList())
                .extracting(Operation::getSpanKind)
                .containsExactly("", "client", "consumer", "internal", "producer", "server");
        // The spans of each trace follow each other, the newest trace first; its service has no name.
        List<Long> order = new ArrayList<>();
        reader.findTraces(FindTracesRequest.newBuilder().setQuery(query()).build())
                .forEachRemaining(chunk -> order.add(chunk.getResourceSpans(0)
                        .getScopeSpans(0)
                        .getSpans(0)
                        .getTraceId()
                        .asReadOnlyByteBuffer()
                        .getLong(8)));
        assertThat(order).hasSize(100).startsWith(101L, 100L, 99L);
        TraceSummary newest = reader.findTraceSummaries(FindTraceSummariesRequest.newBuilder()
                        .setQuery(query().setSearchDepth(1))
                        .build())
                .next()
                .getSummaries(0);
        assertThat(newest.getServices(0).getName()).isEmpty();
        assertThat(newest.getMinStartTimeUnixNano()).isEqualTo(Spans.T0 + 101_000_000);
        assertThat(newest.getMaxEndTimeUnixNano()).isEqualTo(Spans.T0 + 102_000_000);
    }

    private static Duration millis(int count) {
        return Duration.newBuilder().setNanos(count * 1_000_000).build();
    }
}
