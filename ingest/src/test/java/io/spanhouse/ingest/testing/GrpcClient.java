package io.spanhouse.ingest.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gRPC client that sends any bytes, under any claimed encoding. */
public final class GrpcClient implements AutoCloseable {
    public static final String EXPORT = "opentelemetry.proto.collector.trace.v1.TraceService/Export";

    /** The export method, with messages as bytes. */
    public static final MethodDescriptor<byte[], byte[]> EXPORT_BYTES = descriptor(EXPORT);

    private final ManagedChannel channel;

    public GrpcClient(int port) {
        CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
        for (String encoding : new String[] {"gzip", "zstd", "br", "lz4"}) {
            compressors.register(new Claimed(encoding));
        }
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .compressorRegistry(compressors)
                .build();
    }

    public ManagedChannel channel() {
        return channel;
    }

    /** Exports bytes that are encoded already; {@code encoding} is only claimed, and may be empty. */
    public Answer export(byte[] body, String encoding, Map<String, String> headers) {
        return call(EXPORT, body, encoding, headers);
    }

    /** Calls any method. */
    public Answer call(String method, byte[] body, String encoding, Map<String, String> headers) {
        Metadata metadata = new Metadata();
        headers.forEach((name, value) -> metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        ClientInterceptor attach = MetadataUtils.newAttachHeadersInterceptor(metadata);
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS);
        if (!encoding.isEmpty()) {
            options = options.withCompression(encoding);
        }
        try {
            byte[] answer = ClientCalls.blockingUnaryCall(
                    ClientInterceptors.intercept(channel, attach), descriptor(method), options, body);
            ExportTraceServiceResponse response = ExportTraceServiceResponse.parseFrom(answer);
            return new Answer(
                    "OK",
                    response.getPartialSuccess().getErrorMessage(),
                    response.getPartialSuccess().getRejectedSpans(),
                    -1);
        } catch (StatusRuntimeException e) {
            return new Answer(
                    e.getStatus().getCode().name(),
                    String.valueOf(e.getStatus().getDescription()),
                    0,
                    retryMillis(StatusProto.fromThrowable(e)));
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MethodDescriptor<byte[], byte[]> descriptor(String method) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private static long retryMillis(Status status) {
        return status.getDetailsList().stream()
                .filter(detail -> detail.is(RetryInfo.class))
                .mapToLong(detail -> {
                    try {
                        RetryInfo retry = detail.unpack(RetryInfo.class);
                        return retry.getRetryDelay().getSeconds() * 1_000
                                + retry.getRetryDelay().getNanos() / 1_000_000;
                    } catch (InvalidProtocolBufferException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private record Claimed(String encoding) implements Compressor {
        @Override
        public String getMessageEncoding() {
            return encoding;
        }

        @Override
        public OutputStream compress(OutputStream out) {
            return out;
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
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
    }
}
