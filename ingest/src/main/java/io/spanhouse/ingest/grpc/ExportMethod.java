package io.spanhouse.ingest.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * The standard trace service with messages as bytes. The library's own marshallers answer a bad message with UNKNOWN and a
 * stack trace in the log, before any code of ours runs; here the message is handed over unread, so that reading it,
 * bounding it and refusing it are ours. Descriptors are the published ones, so reflection shows the real schema.
 */
final class ExportMethod {
    private ExportMethod() {}

    static ServerServiceDefinition service(ServerCallHandler<InputStream, byte[]> handler) {
        MethodDescriptor<?, ?> published = TraceServiceGrpc.getExportMethod();
        MethodDescriptor<InputStream, byte[]> method = MethodDescriptor.<InputStream, byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(published.getFullMethodName())
                .setRequestMarshaller(new UnreadMarshaller())
                .setResponseMarshaller(new BytesMarshaller())
                .setSchemaDescriptor(published.getSchemaDescriptor())
                .build();
        ServiceDescriptor service = ServiceDescriptor.newBuilder(TraceServiceGrpc.SERVICE_NAME)
                .setSchemaDescriptor(TraceServiceGrpc.getServiceDescriptor().getSchemaDescriptor())
                .addMethod(method)
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(method, handler)
                .build();
    }

    /** Hands the message's stream on; the library closes it after the listener returns. */
    static final class UnreadMarshaller implements Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream value) {
            return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
            return stream;
        }
    }

    /** Bytes as they are. */
    static final class BytesMarshaller implements Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new KnownBytes(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException("answers are written, never read");
        }
    }

    /** Tells the library its length, which saves it from collecting the bytes first. */
    private static final class KnownBytes extends ByteArrayInputStream implements KnownLength {
        KnownBytes(byte[] bytes) {
            super(bytes);
        }
    }
}
