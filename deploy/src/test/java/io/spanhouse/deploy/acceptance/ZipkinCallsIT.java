package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

/** Zipkin's gRPC method {@code Report} on Zipkin's port and on the query port. */
@Timeout(300)
final class ZipkinCallsIT {
    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };
    private static final MethodDescriptor<byte[], byte[]> REPORT = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("zipkin.proto3.SpanService/Report")
            .setRequestMarshaller(BYTES)
            .setResponseMarshaller(BYTES)
            .build();

    @Test
    void reportsAreTaken(@TempDir Path directory) throws InterruptedException {
        try (PackagedServer server = PackagedServer.start(directory)) {
            int number = 0;
            for (int port : new int[] {server.ports().zipkin(), server.ports().query()}) {
                ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                        .usePlaintext()
                        .build();
                try {
                    for (String compression : List.of("identity", "gzip")) {
                        String traceId = "%016x".formatted(++number);
                        byte[] answer = ClientCalls.blockingUnaryCall(
                                channel,
                                REPORT,
                                CallOptions.DEFAULT.withCompression(compression),
                                SpanBytesEncoder.PROTO3.encodeList(List.of(span(traceId))));
                        assertThat(answer).isEmpty();
                        assertThat(new String(
                                        new ReadApi(server.ports())
                                                .send("GET", "/api/v2/trace/" + traceId, "", Map.of())
                                                .body(),
                                        StandardCharsets.UTF_8))
                                .contains("\"name\":\"pay\"");
                    }
                    assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(
                                    channel, REPORT, CallOptions.DEFAULT, new byte[] {10, 5, 1}))
                            .hasMessageStartingWith("INVALID_ARGUMENT: Malformed reading List<Span> from proto3");
                } finally {
                    channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
                }
            }
        }
    }

    private static Span span(String traceId) {
        return Span.newBuilder()
                .traceId(traceId)
                .id("1")
                .name("pay")
                .timestamp(1_795_000_000_000_000L)
                .duration(10)
                .localEndpoint(Endpoint.newBuilder().serviceName("till").build())
                .build();
    }
}
