package io.spanhouse.query.http;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.util.Set;

/**
 * The standard health service of a port: whatever it has is serving while it answers. Only {@code Check}; clients take the
 * absence of {@code Watch} for health that is not watched.
 */
public final class GrpcHealth implements GrpcMethod {
    private final Set<String> services;

    private GrpcHealth(Set<String> services) {
        this.services = Set.copyOf(services);
    }

    /**
     * The route of the method.
     *
     * @param services names of the port's services
     */
    public static Route route(String kind, Set<String> services) {
        return GrpcCall.route(kind, HealthGrpc.SERVICE_NAME + "/Check", new GrpcHealth(services));
    }

    @Override
    public void answer(byte[] message, GrpcCall call) throws IOException {
        String service;
        try {
            service = HealthCheckRequest.parseFrom(message).getService();
        } catch (InvalidProtocolBufferException e) {
            throw HttpFailure.badRequest("the message is no HealthCheckRequest: " + e.getMessage());
        }
        if (!service.isEmpty() && !services.contains(service)) {
            throw HttpFailure.notFound("there is no service " + service + " here");
        }
        call.send(HealthCheckResponse.newBuilder()
                .setStatus(HealthCheckResponse.ServingStatus.SERVING)
                .build()
                .toByteArray());
    }
}
