package io.spanhouse.deploy.acceptance;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.spanhouse.ingest.testing.GrpcClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A gRPC call of which only the headers are sent. */
final class GrpcHeaders {
    private static final long TIMEOUT_SECONDS = 20;

    private GrpcHeaders() {}

    /** The status that an export without key gets before it has sent a message. */
    static String statusWithoutBody(int port) {
        CompletableFuture<String> code = new CompletableFuture<>();
        try (GrpcClient client = new GrpcClient(port)) {
            ClientCall<ExportTraceServiceRequest, ExportTraceServiceResponse> call = client.channel()
                    .newCall(
                            // Of a call that is declared to have one message, the client holds the headers back for it.
                            TraceServiceGrpc.getExportMethod().toBuilder()
                                    .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                                    .build(),
                            CallOptions.DEFAULT.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS));
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            code.complete(status.getCode().name());
                        }
                    },
                    new Metadata());
            call.request(1);
            return code.join();
        }
    }
}
