package io.spanhouse.query.jaeger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanhouse.proto.jaeger.expression.AttributeReference;
import io.spanhouse.proto.jaeger.expression.Call;
import io.spanhouse.proto.jaeger.expression.Expression;
import io.spanhouse.proto.jaeger.storage.AnyValue;
import io.spanhouse.proto.jaeger.storage.ArrayValue;
import io.spanhouse.proto.jaeger.storage.CapabilitiesGrpc;
import io.spanhouse.proto.jaeger.storage.Dependency;
import io.spanhouse.proto.jaeger.storage.DependencyReaderGrpc;
import io.spanhouse.proto.jaeger.storage.FindTraceIDsRequest;
import io.spanhouse.proto.jaeger.storage.FindTraceSummariesRequest;
import io.spanhouse.proto.jaeger.storage.FindTracesRequest;
import io.spanhouse.proto.jaeger.storage.FoundTraceID;
import io.spanhouse.proto.jaeger.storage.GetCapabilitiesRequest;
import io.spanhouse.proto.jaeger.storage.GetDependenciesRequest;
import io.spanhouse.proto.jaeger.storage.GetOperationsRequest;
import io.spanhouse.proto.jaeger.storage.GetServicesRequest;
import io.spanhouse.proto.jaeger.storage.GetTraceParams;
import io.spanhouse.proto.jaeger.storage.GetTracesRequest;
import io.spanhouse.proto.jaeger.storage.KeyValue;
import io.spanhouse.proto.jaeger.storage.Operation;
import io.spanhouse.proto.jaeger.storage.SearchCapabilities;
import io.spanhouse.proto.jaeger.storage.TraceQueryParameters;
import io.spanhouse.proto.jaeger.storage.TraceReaderGrpc;
import io.spanhouse.proto.jaeger.storage.TraceSummary;
import io.spanhouse.query.QueryMetrics;
import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.QueryServer;
import io.spanhouse.query.testing.Keys;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The remote storage over real sockets, by clients that were generated from the messages. */
final class StorageTest {
    private static final long T0_SECONDS = Spans.T0 / 1_000_000_000;
    private static final Timestamp UNSET =
            Timestamp.newBuilder().setSeconds(-62_135_596_800L).build();

    private final MemoryTraceStore memory = new MemoryTraceStore();
    private QueryServer server;
    private ManagedChannel channel;

    @AfterEach
    void stop() throws Exception {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        server.close();
    }

    private void start() throws IOException {
        start(KeyRing.open());
    }

    private void start(KeyRing keys) throws IOException {
        server = QueryServer.jaegerStorage(
                QueryOptions.defaults(),
                new QueryServer.Source(memory, keys, QueryMetrics.NONE, Running.NO_DOCUMENTS),
                List.of());
        server.start();
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
    }

    private TraceReaderGrpc.TraceReaderBlockingStub reader() {
        return TraceReaderGrpc.newBlockingStub(channel);
    }

    private void shop() throws IOException {
        Spans spans = new Spans();
        spans.service("web")
                .span(1, 1, 0, "root", 0, 100)
                .with("k", List.of("a", "b"))
                .end();
        spans.service("db")
                .span(1, 2, 1, "select", 1_000, 1)
                .status(2)
                .with("d", 1e21)
                .end();
        Spans.One internal = spans.service("web").span(2, 1, 9, "job", 5_000, 1);
        spans.builder().kind(0);
        internal.end();
        memory.take("default", spans.build());
        start();
    }

    private static ByteString id(long id) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(16).putLong(0).putLong(id).array());
    }

    private List<Long> find(TraceQueryParameters.Builder query) {
        List<Long> ids = new ArrayList<>();
        for (FoundTraceID found : reader().findTraceIDs(
                        FindTraceIDsRequest.newBuilder().setQuery(query).build())
                .getTraceIdsList()) {
            ids.add(found.getTraceId().asReadOnlyByteBuffer().getLong(8));
        }
        return ids;
    }

    private static TraceQueryParameters.Builder query() {
        return TraceQueryParameters.newBuilder();
    }

    private static KeyValue attribute(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static AnyValue.Builder text(String text) {
        return AnyValue.newBuilder().setStringValue(text);
    }

    private static Timestamp at(long seconds) {
        return Timestamp.newBuilder().setSeconds(T0_SECONDS + seconds).build();
    }

    @Test
    void searches() throws IOException {
        shop();
        assertThat(find(query())).containsExactly(2L, 1L);
        assertThat(find(query().setStartTimeMin(UNSET).setStartTimeMax(UNSET))).containsExactly(2L, 1L);
        assertThat(find(query().setServiceName("db"))).containsExactly(1L);
        assertThat(find(query().setSearchDepth(1))).containsExactly(2L);
        assertThat(find(query().setSearchDepth(-5))).hasSize(2);
        // The time is of the span that meets the rest, both ends inside.
        assertThat(find(query().setServiceName("db").setStartTimeMin(at(1)).setStartTimeMax(at(1))))
                .containsExactly(1L);
        assertThat(find(query().setServiceName("db").setStartTimeMax(at(0)))).isEmpty();
        assertThat(find(query().setStartTimeMin(at(2)).setStartTimeMax(at(1)))).isEmpty();
        // By text, whatever the type.
        assertThat(find(query().addAttributes(attribute("d", text("1e+21"))))).containsExactly(1L);
        assertThat(find(query().addAttributes(
                                attribute("d", AnyValue.newBuilder().setDoubleValue(1e21)))))
                .containsExactly(1L);
        AnyValue.Builder list = AnyValue.newBuilder()
                .setArrayValue(ArrayValue.newBuilder().addValues(text("a")).addValues(text("b")));
        assertThat(find(query().addAttributes(attribute("k", list)))).containsExactly(1L);
        assertThat(find(query().addAttributes(attribute("k", text("[\"a\",\"b\"]")))))
                .containsExactly(1L);
        assertThat(find(query().addAttributes(attribute("k", text("a"))))).isEmpty();
        assertThat(find(query().addAttributes(
                                attribute("error", AnyValue.newBuilder().setBoolValue(true)))))
                .containsExactly(1L);
        // Another is the same as a filter.
        assertThat(find(query().setFilter(Call.newBuilder()
                        .setOp("exists")
                        .addArgs(Expression.newBuilder()
                                .setAttr(AttributeReference.newBuilder().setKey("d"))))))
                .containsExactly(1L);
        FoundTraceID found = reader().findTraceIDs(FindTraceIDsRequest.newBuilder()
                        .setQuery(query().setServiceName("db"))
                        .build())
                .getTraceIds(0);
        assertThat(found.getStart()).isEqualTo(at(0));
        assertThat(found.getEnd())
                .isEqualTo(at(1).toBuilder().setNanos(1_000_000).build());
    }

    /** At once, of what is not known too; when the port closes; and no more watches than there may be. */
    @Test
    void healthIsWatched() throws Exception {
        start();
        HealthGrpc.HealthStub health = HealthGrpc.newStub(channel);
        List<BlockingQueue<String>> watches = new ArrayList<>();
        for (String service : List.of("", "jaeger.storage.v2.TraceReader", "other", "", "", "", "", "")) {
            watches.add(watch(health, service));
            assertThat(next(watches.get(watches.size() - 1)))
                    .isEqualTo(service.equals("other") ? "SERVICE_UNKNOWN" : "SERVING");
        }
        assertThat(next(watch(health, ""))).startsWith("UNIMPLEMENTED: 8 watches");
        server.close();
        for (BlockingQueue<String> watched : watches) {
            assertThat(next(watched)).isEqualTo("NOT_SERVING");
        }
    }

    private static BlockingQueue<String> watch(HealthGrpc.HealthStub health, String service) {
        BlockingQueue<String> statuses = new LinkedBlockingQueue<>();
        health.watch(
                HealthCheckRequest.newBuilder().setService(service).build(),
                new Collected<>(answer -> statuses.add(answer.getStatus().name()), statuses::add));
        return statuses;
    }

    @Test
    void tracesInTheOrderAskedForAndInChunks() throws IOException {
        Spans spans = new Spans().service("s");
        for (int span = 1; span <= 2_500; span++) {
            spans.span(1, span, 0, "x", span, 1)
                    .with("pad", "y".repeat(span <= 1_000 ? 2_000 : 1))
                    .end();
        }
        spans.span(2, 1, 0, "x", 0, 1).end();
        memory.take("default", spans.build());
        start();
        GetTracesRequest request = GetTracesRequest.newBuilder()
                .addQuery(GetTraceParams.newBuilder().setTraceId(id(2)).setStartTime(at(1_000)))
                .addQuery(GetTraceParams.newBuilder()
                        .setTraceId(id(3))
                        .setStartTime(UNSET)
                        .setEndTime(UNSET))
                .addQuery(GetTraceParams.newBuilder().setTraceId(id(1)))
                .build();
        List<Integer> sizes = new ArrayList<>();
        Set<ByteString> ids = new TreeSet<>(ByteString.unsignedLexicographicalComparator());
        reader().getTraces(request).forEachRemaining(chunk -> {
            assertThat(chunk.getSerializedSize()).isLessThanOrEqualTo(1 << 20);
            sizes.add(spansOf(chunk, ids));
        });
        assertThat(sizes.get(0)).isEqualTo(1);
        assertThat(sizes).allMatch(size -> size > 0 && size <= 1_000);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2_501);
        assertThat(ids).hasSize(2_500);
        assertThat(reader().findTraces(FindTracesRequest.newBuilder()
                                .setQuery(query().setServiceName("nobody"))
                                .build())
                        .hasNext())
                .isFalse();
    }

    private static int spansOf(TracesData chunk, Set<ByteString> ids) {
        int[] spans = {0};
        chunk.getResourceSpansList()
                .forEach(resource -> resource.getScopeSpansList()
                        .forEach(scope -> scope.getSpansList().forEach(span -> {
                            spans[0]++;
                            ids.add(span.getSpanId());
                        })));
        return spans[0];
    }

    @Test
    void namesSummariesAndCalls() throws IOException {
        shop();
        assertThat(reader().getServices(GetServicesRequest.getDefaultInstance()).getServicesList())
                .containsExactly("db", "web");
        GetOperationsRequest.Builder operations =
                GetOperationsRequest.newBuilder().setService("web");
        assertThat(reader().getOperations(operations.build()).getOperationsList())
                .containsExactly(
                        Operation.newBuilder().setName("job").build(),
                        Operation.newBuilder()
                                .setName("root")
                                .setSpanKind("server")
                                .build());
        assertThat(reader().getOperations(operations.setSpanKind("server").build())
                        .getOperationsList())
                .hasSize(1);
        List<TraceSummary> summaries = new ArrayList<>();
        reader().findTraceSummaries(
                        FindTraceSummariesRequest.newBuilder().setQuery(query()).build())
                .forEachRemaining(answer -> summaries.addAll(answer.getSummariesList()));
        assertThat(summaries).hasSize(2);
        assertThat(summaries.get(0).getOrphanSpanCount()).isEqualTo(1);
        assertThat(summaries.get(0).getRootServiceName()).isEmpty();
        assertThat(summaries.get(1).getTraceId()).isEqualTo(id(1));
        assertThat(summaries.get(1).getRootOperationName()).isEqualTo("root");
        assertThat(summaries.get(1).getErrorSpanCount()).isEqualTo(1);
        assertThat(summaries.get(1).getServicesList()).hasSize(2);
        DependencyReaderGrpc.DependencyReaderBlockingStub calls = DependencyReaderGrpc.newBlockingStub(channel);
        assertThat(calls.getDependencies(GetDependenciesRequest.newBuilder()
                                .setStartTime(at(0))
                                .build())
                        .getDependencies(0)
                        .getCallCount())
                .isEqualTo(1);
        Dependency call = calls.getDependencies(GetDependenciesRequest.newBuilder()
                        .setStartTime(at(0))
                        .setEndTime(UNSET)
                        .build())
                .getDependencies(0);
        assertThat(call.getParent() + call.getChild() + call.getSource()).isEqualTo("webdb");
        assertThat(calls.getDependencies(GetDependenciesRequest.newBuilder()
                                .setStartTime(at(0))
                                .setEndTime(at(0))
                                .build())
                        .getDependenciesList())
                .isEmpty();
    }

    @Test
    void capabilitiesHealthAndReflection() throws Exception {
        start();
        SearchCapabilities search = CapabilitiesGrpc.newBlockingStub(channel)
                .getCapabilities(GetCapabilitiesRequest.getDefaultInstance())
                .getSearch();
        assertThat(search.getWithoutServiceName() && search.getSameSpanConjunction())
                .isTrue();
        assertThat(search.getFilter().getLevelsList()).containsExactly("span", "resource", "scope", "event", "link");
        assertThat(search.getFilter().getOperatorsList()).hasSize(14).contains("not_in", "some");
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);
        for (String service : List.of("", "jaeger.storage.v2.TraceWriter", "jaeger.storage.v2.Capabilities")) {
            assertThat(health.check(HealthCheckRequest.newBuilder()
                                    .setService(service)
                                    .build())
                            .getStatusValue())
                    .isEqualTo(1);
        }
        assertThatThrownBy(() -> health.check(
                        HealthCheckRequest.newBuilder().setService("other").build()))
                .hasMessageStartingWith("NOT_FOUND");
        BlockingQueue<ServerReflectionResponse> answers = new LinkedBlockingQueue<>();
        StreamObserver<ServerReflectionRequest> questions = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new Collected<>(answers::add, failure -> {}));
        // Each is answered while the call goes on.
        questions.onNext(
                ServerReflectionRequest.newBuilder().setListServices("").build());
        assertThat(next(answers).getListServicesResponse().getServiceList())
                .anyMatch(service -> service.getName().equals("jaeger.storage.v2.TraceReader"));
        questions.onNext(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("jaeger.expression.v1.Call")
                .build());
        assertThat(next(answers).getFileDescriptorResponse().getFileDescriptorProtoCount())
                .isEqualTo(1);
        questions.onNext(
                ServerReflectionRequest.newBuilder().setFileByFilename("x").build());
        assertThat(next(answers).getErrorResponse().getErrorCode()).isEqualTo(5);
        questions.onCompleted();
    }

    private static <T> T next(BlockingQueue<T> answers) throws Exception {
        T answer = answers.poll(20, TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        return answer;
    }

    private record Collected<A>(Consumer<A> answers, Consumer<String> failures) implements StreamObserver<A> {
        @Override
        public void onNext(A value) {
            answers.accept(value);
        }

        @Override
        public void onError(Throwable thrown) {
            failures.accept(thrown.getMessage());
        }

        @Override
        public void onCompleted() {}
    }

    @Test
    void whatMakesNoSenseIsRefused() throws IOException {
        start();
        refused(
                () -> reader().getTraces(GetTracesRequest.newBuilder()
                                .addQuery(GetTraceParams.newBuilder().setTraceId(ByteString.copyFromUtf8("short")))
                                .build())
                        .hasNext(),
                "trace_id has 5 bytes");
        refused(
                () -> reader().findTraces(FindTracesRequest.getDefaultInstance())
                        .hasNext(),
                "no query");
        refused(() -> reader().getOperations(GetOperationsRequest.getDefaultInstance()), "'service' is required");
        refused(
                () -> reader().getOperations(GetOperationsRequest.newBuilder()
                        .setService("a")
                        .setSpanKind("x")
                        .build()),
                "unsupported span kind");
        refused(() -> find(query().addAttributes(KeyValue.newBuilder().setKey("k"))), "'k' has no value");
        refused(() -> find(query().setSearchDepth(10_001)), "search_depth is 10001");
        refused(() -> find(query().setFilter(Call.newBuilder().setOp("x"))), "filter: the operator is 'x'");
        Call exists = Call.newBuilder()
                .setOp("exists")
                .addArgs(Expression.newBuilder()
                        .setAttr(AttributeReference.newBuilder().setKey("k")))
                .build();
        refused(() -> find(query().setFilter(exists).setServiceName("a")), "a filter and a service");
        refused(
                () -> DependencyReaderGrpc.newBlockingStub(channel)
                        .getDependencies(GetDependenciesRequest.getDefaultInstance()),
                "start_time is missing");
    }

    private static void refused(ThrowingCallable call, String complaint) {
        assertThatThrownBy(call).hasMessageStartingWith("INVALID_ARGUMENT").hasMessageContaining(complaint);
    }

    @Test
    void keysAndProjects(@TempDir Path directory) throws IOException {
        memory.take(
                "default",
                new Spans().service("web").span(1, 1, 0, "x", 0, 1).end().build());
        memory.take(
                "bank",
                new Spans().service("vault").span(2, 1, 0, "x", 0, 1).end().build());
        Keys keys = new Keys(directory);
        String reader = keys.reader("default", "bank");
        String sender = keys.sender();
        start(keys.ring());
        assertThatThrownBy(() -> find(query())).hasMessageStartingWith("UNAUTHENTICATED");
        assertThatThrownBy(() -> as("bearer.token", sender).getServices(GetServicesRequest.getDefaultInstance()))
                .hasMessageStartingWith("PERMISSION_DENIED");
        assertThat(services(as("bearer.token", reader))).containsExactly("web");
        assertThat(services(as("authorization", "Bearer " + reader, "x-tenant", "bank")))
                .containsExactly("vault");
        assertThatThrownBy(() -> services(as("bearer.token", reader, "x-tenant", "other")))
                .hasMessageStartingWith("PERMISSION_DENIED");
        GetTracesRequest other = GetTracesRequest.newBuilder()
                .addQuery(GetTraceParams.newBuilder().setTraceId(id(2)))
                .build();
        assertThat(as("bearer.token", reader).getTraces(other).hasNext()).isFalse();
    }

    private static List<String> services(TraceReaderGrpc.TraceReaderBlockingStub stub) {
        return stub.getServices(GetServicesRequest.getDefaultInstance()).getServicesList();
    }

    private TraceReaderGrpc.TraceReaderBlockingStub as(String... headers) {
        Metadata metadata = new Metadata();
        for (int i = 0; i < headers.length; i += 2) {
            metadata.put(Metadata.Key.of(headers[i], Metadata.ASCII_STRING_MARSHALLER), headers[i + 1]);
        }
        return reader().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }
}
