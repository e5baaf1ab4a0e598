package io.spanhouse.deploy.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Ports of a server under test. They are chosen before it starts and below those that the system gives to clients, so that a
 * server that was killed comes back where its clients look for it.
 */
public record Ports(int grpc, int http, int query, int admin, int zipkin, Jaeger jaeger) {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final int LISTENERS = 8;

    /** Those of Jaeger's clients and programs. */
    public record Jaeger(int http, int grpc, int storage) {}

    /** Ports on which nobody listens just now. */
    static Ports free() {
        List<Integer> candidates = new ArrayList<>(COUNT);
        for (int i = 0; i < COUNT; i++) {
            candidates.add(FIRST + i);
        }
        Collections.shuffle(candidates, new Random());
        List<Integer> free = new ArrayList<>();
        for (int i = 0; free.size() < LISTENERS; i++) {
            if (isFree(candidates.get(i))) {
                free.add(candidates.get(i));
            }
        }
        return new Ports(
                free.get(0),
                free.get(1),
                free.get(2),
                free.get(3),
                free.get(4),
                new Jaeger(free.get(5), free.get(6), free.get(7)));
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
                "--zipkin.port=" + zipkin,
                "--jaeger.http-port=" + jaeger.http,
                "--jaeger.grpc-port=" + jaeger.grpc,
                "--jaeger.storage-port=" + jaeger.storage);
    }
}
