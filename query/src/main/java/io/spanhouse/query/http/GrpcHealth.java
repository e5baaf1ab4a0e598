package io.spanhouse.query.http;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.spanhouse.query.QueryRefusal;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * The standard health service of a port: whatever it has is serving while it answers. {@code Watch} says so at once and again
 * every few seconds, by which it finds out whether its client is still there, and that nothing serves any more when the port
 * closes. Thread-safe.
 *
 * <p>Each watch has a thread and a permit of its own, so they are few: one more is told that there is no such method, which
 * clients take for health that is not watched, and not for a server that is ill.
 */
public final class GrpcHealth {
    /** Most watches of a port at a time. */
    static final int WATCHES_MAX = 8;

    /** Well below the time after which a connection on which nothing moves is closed. */
    private static final long AGAIN_MILLIS = 5_000;

    private final Set<String> services;
    private final Semaphore watches = new Semaphore(WATCHES_MAX);

    private GrpcHealth(Set<String> services) {
        this.services = Set.copyOf(services);
    }

    /**
     * The routes of its methods.
     *
     * @param services names of the port's services
     */
    public static List<Route> routes(String kind, Set<String> services) {
        GrpcHealth health = new GrpcHealth(services);
        return List.of(
                GrpcCall.route(kind, HealthGrpc.SERVICE_NAME + "/Check", health::check),
                GrpcCall.route(kind + "_watch", HealthGrpc.SERVICE_NAME + "/Watch", health::watch));
    }

    private void check(byte[] message, GrpcCall call) throws IOException {
        String service = service(message);
        if (!isKnown(service)) {
            throw HttpFailure.notFound("there is no service " + service + " here");
        }
        send(ServingStatus.SERVING, call);
    }

    /** A service that is not known may come: that is a status and no refusal. */
    private void watch(byte[] message, GrpcCall call) throws IOException {
        ServingStatus status = isKnown(service(message)) ? ServingStatus.SERVING : ServingStatus.SERVICE_UNKNOWN;
        if (!watches.tryAcquire()) {
            throw new HttpFailure(
                    501,
                    QueryRefusal.OVERLOADED,
                    WATCHES_MAX + " watches of this port's health are open, and no more may be");
        }
        try {
            send(status, call);
            while (!call.closesWithin(AGAIN_MILLIS)) {
                send(status, call);
            }
            send(ServingStatus.NOT_SERVING, call);
        } finally {
            watches.release();
        }
    }

    private boolean isKnown(String service) {
        return service.isEmpty() || services.contains(service);
    }

    private static String service(byte[] message) {
        try {
            return HealthCheckRequest.parseFrom(message).getService();
        } catch (InvalidProtocolBufferException e) {
            throw HttpFailure.badRequest("the message is no HealthCheckRequest: " + e.getMessage());
        }
    }

    private static void send(ServingStatus status, GrpcCall call) throws IOException {
        call.send(HealthCheckResponse.newBuilder().setStatus(status).build().toByteArray());
    }
}
