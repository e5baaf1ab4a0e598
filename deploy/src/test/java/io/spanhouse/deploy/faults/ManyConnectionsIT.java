package io.spanhouse.deploy.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.deploy.acceptance.PackagedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections that say nothing, say it slowly, or have said it and stay, from many addresses of loopback at once, while a
 * client that has its connection goes on. The long form: {@code -Dspanhouse.faults.connections=10000
 * -Dspanhouse.faults.seconds=30}, with as many open files allowed to both.
 */
final class ManyConnectionsIT {
    private static final int CONNECTIONS = Integer.getInteger("spanhouse.faults.connections", 1_500);
    private static final int SECONDS = Integer.getInteger("spanhouse.faults.seconds", 3);

    /** Below the limit of one address. */
    private static final int CONNECTIONS_OF_AN_ADDRESS = 900;

    private static final String REQUEST = "GET /v1/traces HTTP/1.1\r\nHost: a\r\n\r\n";

    /** A busy machine is slow to everybody: this is what nobody may have to wait beyond it. */
    private static final double P99_MILLIS_MAX = 1_000;

    @TempDir
    Path directory;

    private final List<Socket> open = new ArrayList<>();
    private int refused;

    @Test
    @Timeout(600)
    void honestTrafficGoesOn() throws Exception {
        try (PackagedServer server = PackagedServer.start(directory)) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            double[] before = p99s(client, server);
            long filesBefore = files(server);
            connect(server);
            double[] during = p99s(client, server);
            System.out.printf(
                    "%d connections, %d of them refused at once: p99 of an export %.1f ms, before %.1f; of a query %.1f ms, before %.1f%n",
                    open.size() + refused, refused, during[0], before[0], during[1], before[1]);
            assertThat(open.size() + refused).isEqualTo(CONNECTIONS);
            for (int i = 0; i < 2; i++) {
                assertThat(during[i]).isLessThan(Math.max(P99_MILLIS_MAX, 10 * before[i]));
            }
            for (Socket socket : open) {
                socket.close();
            }
            for (int i = 0; i < 300 && files(server) > filesBefore + 20; i++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            assertThat(files(server)).as("open files").isLessThanOrEqualTo(filesBefore + 20);
        }
    }

    /** By turns silent, slow and idle, at OTLP's two ports and the query port. */
    private void connect(PackagedServer server) throws IOException {
        int[] ports = {
            server.ports().http(), server.ports().grpc(), server.ports().query()
        };
        for (int i = 0; i < CONNECTIONS; i++) {
            Socket socket = new Socket();
            open.add(socket);
            try {
                socket.bind(new InetSocketAddress("127.0.1." + (1 + i / CONNECTIONS_OF_AN_ADDRESS), 0));
                socket.connect(new InetSocketAddress("127.0.0.1", ports[i % ports.length]), 10_000);
                OutputStream out = socket.getOutputStream();
                if (i / ports.length % 3 == 1) {
                    out.write(REQUEST.substring(0, 10).getBytes(US_ASCII));
                } else if (i / ports.length % 3 == 2) {
                    out.write(REQUEST.getBytes(US_ASCII));
                }
            } catch (IOException e) {
                refused++;
                open.remove(socket);
                socket.close();
            }
        }
    }

    /** What one in a hundred waits for longer: exports, queries; all of them answered. */
    private double[] p99s(HttpClient client, PackagedServer server) throws Exception {
        List<Double> exports = new ArrayList<>();
        List<Double> queries = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        for (long span = 1; System.nanoTime() < end; span++) {
            drip();
            String body = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"" + "%032x".formatted(span)
                    + "\",\"spanId\":\"" + "%016x".formatted(System.nanoTime()) + "\",\"name\":\"honest\"}]}]}]}";
            exports.add(millis(
                    client,
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + server.ports().http() + "/v1/traces"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))));
            queries.add(millis(
                    client,
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                            + server.ports().query() + "/api/spanhouse/v1/traces/" + "%032x".formatted(span)))));
        }
        return new double[] {p99(exports), p99(queries)};
    }

    /** A byte more of each tenth slow head. */
    private void drip() {
        for (int i = 3; i < open.size(); i += 90) {
            try {
                open.get(i).getOutputStream().write(' ');
            } catch (IOException e) {
                // The server has closed it, as it should.
            }
        }
    }

    private static double millis(HttpClient client, HttpRequest.Builder request) throws Exception {
        long begun = System.nanoTime();
        HttpResponse<String> answer =
                client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return (System.nanoTime() - begun) / 1e6;
    }

    private static double p99(List<Double> millis) {
        double[] sorted = millis.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[(int) (sorted.length * 0.99)];
    }

    private static long files(PackagedServer server) {
        String[] names =
                Path.of("/proc", Long.toString(server.pid()), "fd").toFile().list();
        return names == null ? 0 : names.length;
    }
}
