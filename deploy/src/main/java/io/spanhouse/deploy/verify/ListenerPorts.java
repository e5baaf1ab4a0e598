package io.spanhouse.deploy.verify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Ports of a server that this program starts. They lie below those that systems give to clients, so that a server that was
 * killed finds its ports free when it comes back.
 */
record ListenerPorts(int grpc, int http, int query, int admin, int jaegerGrpc, int jaegerStorage) {
    private static final int FIRST = 15_000;
    private static final int COUNT = 5_000;
    private static final int LISTENERS = 6;
    private static final int TRIES_MAX = 1_000;

    /**
     * Ports on which nobody listens just now.
     *
     * @throws IOException if there are none
     */
    static ListenerPorts free(RandomGenerator random) throws IOException {
        List<Integer> free = new ArrayList<>();
        for (int i = 0; i < TRIES_MAX && free.size() < LISTENERS; i++) {
            int candidate = FIRST + random.nextInt(COUNT);
            if (!free.contains(candidate) && isFree(candidate)) {
                free.add(candidate);
            }
        }
        if (free.size() < LISTENERS) {
            throw new IOException("found no free ports from " + FIRST + " to " + (FIRST + COUNT));
        }
        return new ListenerPorts(free.get(0), free.get(1), free.get(2), free.get(3), free.get(4), free.get(5));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    List<String> flags() {
        return List.of(
                "--otlp.grpc-port=" + grpc,
                "--otlp.http-port=" + http,
                "--query.port=" + query,
                "--admin.port=" + admin,
                "--zipkin.port=0",
                "--jaeger.http-port=0",
                "--jaeger.grpc-port=" + jaegerGrpc,
                "--jaeger.storage-port=" + jaegerStorage);
    }
}
