package io.spanhouse.ingest.grpc;

import io.grpc.Grpc;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.GrpcStatuses;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.Transport;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers every method that this port does not have, and tells senders of other signals which setting stops them. The log
 * gets at most one line a second of it.
 */
final class UnknownMethods extends HandlerRegistry {
    private static final Map<String, String> OTHER_SIGNALS = Map.of(
            "opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
                    "metrics are not stored here; set OTEL_METRICS_EXPORTER=none, or send them elsewhere",
            "opentelemetry.proto.collector.logs.v1.LogsService/Export",
                    "logs are not stored here; set OTEL_LOGS_EXPORTER=none, or send them elsewhere",
            "opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export",
                    "profiles are not stored here; send them elsewhere");

    private final TraceIngest ingest;

    UnknownMethods(TraceIngest ingest) {
        this.ingest = ingest;
    }

    @Override
    public ServerMethodDefinition<InputStream, byte[]> lookupMethod(String methodName, @Nullable String authority) {
        // The type is unknown; bidirectional streaming lets every kind of client through to the answer.
        MethodDescriptor<InputStream, byte[]> method = MethodDescriptor.<InputStream, byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName(methodName)
                .setRequestMarshaller(new ExportMethod.UnreadMarshaller())
                .setResponseMarshaller(new ExportMethod.BytesMarshaller())
                .build();
        return ServerMethodDefinition.create(method, (call, headers) -> refuse(call, headers, methodName));
    }

    private ServerCall.Listener<InputStream> refuse(
            ServerCall<InputStream, byte[]> call, Metadata headers, String methodName) {
        StreamGuard guard = StreamGuard.OF_CALL.get();
        if (guard != null) {
            guard.answered();
        }
        String otherSignal = OTHER_SIGNALS.get(methodName);
        Rejection rejection = Rejection.of(
                RejectionKind.NO_SUCH_ROUTE,
                otherSignal != null
                        ? otherSignal
                        : "found no method " + methodName + ", expected "
                                + "opentelemetry.proto.collector.trace.v1.TraceService/Export");
        ingest.refused(
                Transport.GRPC,
                rejection,
                call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR),
                CallHeaders.of(headers).first("user-agent"));
        call.close(GrpcStatuses.status(rejection), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
