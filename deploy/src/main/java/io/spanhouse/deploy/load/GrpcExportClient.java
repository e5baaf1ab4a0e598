package io.spanhouse.deploy.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.CompressorRegistry;
import io.grpc.KnownLength;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.spanhouse.deploy.load.ExportAnswer.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** OTLP over gRPC with messages as bytes; connections take turns. May be used by many threads. */
final class GrpcExportClient implements ExportClient {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final long DEADLINE_SECONDS = 30;
    private static final MethodDescriptor<byte[], byte[]> EXPORT = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(TraceServiceGrpc.getExportMethod().getFullMethodName())
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    private final List<ManagedChannel> channels = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final CallOptions callOptions;
    private final @Nullable String key;

    GrpcExportClient(LoadOptions.Target target) {
        Endpoint endpoint = Endpoint.parse(target.endpoint());
        CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
        compressors.register(new FastGzip());
        for (int i = 0; i < target.connections(); i++) {
            NettyChannelBuilder builder = NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
                    .compressorRegistry(compressors)
                    .directExecutor();
            if (!endpoint.tls()) {
                builder.usePlaintext();
            }
            channels.add(builder.build());
        }
        this.callOptions = target.gzip() ? CallOptions.DEFAULT.withCompression("gzip") : CallOptions.DEFAULT;
        this.key = target.key();
    }

    @Override
    public CompletableFuture<ExportAnswer> send(byte[] request) {
        ManagedChannel channel = channels.get(Math.floorMod(turn.getAndIncrement(), channels.size()));
        ClientCall<byte[], byte[]> call =
                channel.newCall(EXPORT, callOptions.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
        Listener listener = new Listener();
        Metadata headers = new Metadata();
        if (key != null) {
            headers.put(AUTHORIZATION, "Bearer " + key);
        }
        call.start(listener, headers);
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
        return listener.answer;
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private static final class Listener extends ClientCall.Listener<byte[]> {
        private final CompletableFuture<ExportAnswer> answer = new CompletableFuture<>();
        private byte[] message = new byte[0];

        @Override
        public void onMessage(byte[] received) {
            message = received;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            answer.complete(status.isOk() ? taken(message) : refused(status));
        }
    }

    /** What an OK says, over either transport. */
    static ExportAnswer taken(byte[] message) {
        try {
            ExportTraceServiceResponse response = ExportTraceServiceResponse.parseFrom(message);
            long rejected = response.getPartialSuccess().getRejectedSpans();
            String said = response.getPartialSuccess().getErrorMessage();
            return rejected == 0 && said.isEmpty()
                    ? ExportAnswer.OK
                    : new ExportAnswer(Outcome.ACKED, rejected, "OK, but " + said);
        } catch (InvalidProtocolBufferException e) {
            return new ExportAnswer(Outcome.UNANSWERED, 0, "OK with a body that is no answer: " + e.getMessage());
        }
    }

    /** An overloaded server says so before it keeps anything; a connection that broke says nothing about the spans. */
    private static ExportAnswer refused(Status status) {
        String detail = status.getCode() + (status.getDescription() == null ? "" : ": " + status.getDescription());
        return switch (status.getCode()) {
            case RESOURCE_EXHAUSTED -> new ExportAnswer(Outcome.REFUSED_FOR_NOW, 0, detail);
            case UNAVAILABLE, CANCELLED, DEADLINE_EXCEEDED, ABORTED, UNKNOWN, INTERNAL ->
                new ExportAnswer(Outcome.UNANSWERED, 0, detail);
            default -> new ExportAnswer(Outcome.REFUSED, 0, detail);
        };
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new KnownBytes(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException("the answer cannot be read", e);
            }
        }
    }

    private static final class KnownBytes extends ByteArrayInputStream implements KnownLength {
        KnownBytes(byte[] bytes) {
            super(bytes);
        }
    }
}
