package io.spanhouse.ingest;

import static io.spanhouse.ingest.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.spanhouse.ingest.admission.ListenerOptions;
import io.spanhouse.ingest.admission.SlowBodyWatch;
import io.spanhouse.ingest.testing.GrpcClient;
import io.spanhouse.ingest.testing.HttpSender;
import io.spanhouse.ingest.testing.RawHttp2;
import io.spanhouse.ingest.testing.Requests;
import io.spanhouse.ingest.testing.TestServers;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that abuse connections, on both ports, with short limits: what closes them, the counter, and that others are served. */
class ConnectionsTest {
    private static final ListenerOptions SHORT = new ListenerOptions(
            "127.0.0.1",
            0,
            null,
            20,
            10,
            Duration.ofMillis(700),
            Duration.ofSeconds(30),
            8 << 10,
            new SlowBodyWatch.Limits(Duration.ofSeconds(2), Duration.ofMillis(500), 1_000));

    private TestServers servers;

    @BeforeEach
    void start() throws Exception {
        servers = new TestServers(TestServers.Setup.DEFAULT.withListener(SHORT));
    }

    @AfterEach
    void othersAreServed() throws Exception {
        try (TestServers open = servers;
                GrpcClient grpc = new GrpcClient(open.grpc.port())) {
            assertThat(grpc.export(Requests.spans(1).toByteArray(), "", Map.of())
                            .code())
                    .isEqualTo("OK");
            HttpSender http = new HttpSender(servers.http.port());
            assertThat(http.post(Requests.spans(1).toByteArray(), Map.of("content-type", "application/x-protobuf"))
                            .code())
                    .isEqualTo("200");
            eventually()
                    .untilAsserted(
                            () -> assertThat(servers.permits.bytesTaken()).isZero());
            eventually()
                    .untilAsserted(
                            () -> assertThat(servers.ingest.requestsInFlight()).isZero());
        }
    }

    private void awaitCount(String name, long count) {
        eventually()
                .untilAsserted(() -> assertThat(servers.metrics.count(name))
                        .as(servers.metrics.counts().toString())
                        .isEqualTo(count));
    }

    private static Socket open(int port, String text) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** All that the server says until it closes. */
    private static String readToEnd(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                text.append((char) next);
            }
        } catch (SocketException e) {
            text.append("reset");
        }
        return text.toString();
    }

    @Test
    void row39SlowHeaders() throws Exception {
        try (Socket socket = open(servers.http.port(), "POST /v1/traces HTTP/1.1\r\nHost: x\r\nX-A: ")) {
            ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor();
            dripping.scheduleAtFixedRate(
                    () -> {
                        try {
                            socket.getOutputStream().write('a');
                        } catch (IOException e) {
                            dripping.shutdown();
                        }
                    },
                    50,
                    50,
                    TimeUnit.MILLISECONDS);
            readToEnd(socket);
            dripping.shutdown();
            awaitCount("C header_timeout", 1);
        }
        try (Socket socket = open(servers.grpc.port(), "PRI * HT")) {
            readToEnd(socket);
            awaitCount("C handshake", 1);
        }
    }

    @Test
    void row40SlowBodyOverHttp() throws Exception {
        String head = "POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\n"
                + "Content-Length: 100000\r\n\r\n";
        try (Socket socket = open(servers.http.port(), head + "abc")) {
            assertThat(readToEnd(socket)).startsWith("HTTP/1.1 408 ");
        }
        awaitCount("C slow_body", 1);
        awaitCount("R slow_body", 1);
    }

    @Test
    void row40SlowBodyOverGrpc() throws Exception {
        CompletableFuture<Status> closed = new CompletableFuture<>();
        try (GrpcClient client = new GrpcClient(servers.grpc.port())) {
            ClientCall<ExportTraceServiceRequest, ExportTraceServiceResponse> call =
                    client.channel().newCall(TraceServiceGrpc.getExportMethod(), CallOptions.DEFAULT);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            closed.complete(status);
                        }
                    },
                    new Metadata());
            call.request(1);
            call.sendMessage(Requests.spans(1));
            assertThat(closed.get(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        }
        awaitCount("R slow_body", 1);
        awaitCount("C slow_body", 1);
        assertThat(servers.sink.spans()).isZero();
    }

    @Test
    void aClientThatGoesAwayLeavesNothingHeld() throws Exception {
        String head = "POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\n"
                + "Content-Length: 100000\r\n\r\n";
        try (Socket socket = open(servers.http.port(), head + "abc".repeat(1_000))) {
            eventually().until(() -> servers.ingest.requestsInFlight() == 1);
        }
        eventually().until(() -> servers.ingest.requestsInFlight() == 0);
        try (GrpcClient client = new GrpcClient(servers.grpc.port())) {
            ClientCall<ExportTraceServiceRequest, ExportTraceServiceResponse> call =
                    client.channel().newCall(TraceServiceGrpc.getExportMethod(), CallOptions.DEFAULT);
            call.start(new ClientCall.Listener<>() {}, new Metadata());
            call.sendMessage(Requests.spans(1));
            eventually().until(() -> servers.permits.bytesTaken() > 0);
            call.cancel("gone", null);
        }
        eventually().until(() -> servers.ingest.requestsInFlight() == 0);
        assertThat(servers.sink.spans()).isZero();
    }

    @Test
    void row41NothingIsSaid() throws Exception {
        try (Socket http = open(servers.http.port(), "");
                Socket grpc = open(servers.grpc.port(), "")) {
            readToEnd(http);
            readToEnd(grpc);
        }
        awaitCount("C handshake", 2);
    }

    @Test
    void row42TooManyConnections() throws Exception {
        for (int port : new int[] {servers.http.port(), servers.grpc.port()}) {
            servers.metrics.forget();
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 14; i++) {
                sockets.add(open(port, ""));
            }
            awaitCount("C too_many", 4);
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        eventually().untilAsserted(() -> {
            try (Socket http = open(servers.http.port(), "GET / HTTP/1.0\r\n\r\n")) {
                assertThat(readToEnd(http)).startsWith("HTTP/1.1 404");
            }
        });
    }

    @Test
    void row43RapidReset() throws Exception {
        for (int port : new int[] {servers.http.port(), servers.grpc.port()}) {
            servers.metrics.forget();
            try (RawHttp2 client = new RawHttp2(port)) {
                CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
                    try {
                        for (int stream = 1; stream < 4_000; stream += 2) {
                            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, stream, RawHttp2.exportHeaders());
                            client.frame(RawHttp2.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
                        }
                    } catch (IOException e) {
                        // The server closed, as it should.
                    }
                });
                assertThat(client.readToGoAway()).isIn((long) RawHttp2.ENHANCE_YOUR_CALM, -1L);
                flood.get(10, TimeUnit.SECONDS);
            }
            awaitCount("C rst_flood", 1);
        }
    }

    /**
     * The client never resets anything: its invalid frames make the server do it. Streams then cost the server their work and
     * do not count against the limit of streams, as with resets of the client's own.
     */
    @ParameterizedTest
    @EnumSource(InvalidFrame.class)
    void row44MadeYouReset(InvalidFrame invalid) throws Exception {
        for (int port : new int[] {servers.http.port(), servers.grpc.port()}) {
            servers.metrics.forget();
            try (RawHttp2 client = new RawHttp2(port)) {
                CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
                    try {
                        for (int stream = 1; stream < 4_000; stream += 2) {
                            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, stream, RawHttp2.exportHeaders());
                            invalid.send(client, stream);
                        }
                    } catch (IOException e) {
                        // The server closed, as it should.
                    }
                });
                assertThat(client.readToGoAway()).isIn((long) RawHttp2.ENHANCE_YOUR_CALM, -1L);
                flood.get(10, TimeUnit.SECONDS);
            }
            awaitCount("C rst_flood", 1);
        }
    }

    /** Frames that are an error of their stream and not of the connection. */
    private enum InvalidFrame {
        NO_INCREMENT {
            @Override
            void send(RawHttp2 client, int stream) throws IOException {
                client.frame(RawHttp2.WINDOW_UPDATE, 0, stream, new byte[4]);
            }
        },
        TOO_MUCH_INCREMENT {
            @Override
            void send(RawHttp2 client, int stream) throws IOException {
                client.frame(RawHttp2.WINDOW_UPDATE, 0, stream, new byte[] {0x7f, -1, -1, -1});
            }
        },
        DATA_AFTER_THE_END {
            @Override
            void send(RawHttp2 client, int stream) throws IOException {
                client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, stream, new byte[5]);
                client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, stream, new byte[5]);
            }
        };

        abstract void send(RawHttp2 client, int stream) throws IOException;
    }

    @Test
    void row46PingFlood() throws Exception {
        for (int port : new int[] {servers.http.port(), servers.grpc.port()}) {
            servers.metrics.forget();
            try (RawHttp2 client = new RawHttp2(port)) {
                CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
                    try {
                        for (int i = 0; i < 2_000; i++) {
                            client.frame(RawHttp2.PING, 0, 0, new byte[8]);
                        }
                    } catch (IOException e) {
                        // The server closed, as it should.
                    }
                });
                assertThat(client.readToGoAway()).isIn((long) RawHttp2.ENHANCE_YOUR_CALM, -1L);
                flood.get(10, TimeUnit.SECONDS);
            }
            awaitCount("C ping_flood", 1);
        }
    }

    @Test
    void row45LargeHeaders() throws Exception {
        String large = "x".repeat(9 << 10);
        try (Socket socket =
                open(servers.http.port(), "POST /v1/traces HTTP/1.1\r\nHost: x\r\nX-A: " + large + "\r\n\r\n")) {
            assertThat(readToEnd(socket)).startsWith("HTTP/1.1 431 ");
        }
        awaitCount("C headers", 1);
        for (int port : new int[] {servers.http.port(), servers.grpc.port()}) {
            servers.metrics.forget();
            try (RawHttp2 client = new RawHttp2(port)) {
                byte[] block = RawHttp2.exportHeaders("x-a", large, "x-b", large, "x-c", large);
                try {
                    client.frame(RawHttp2.HEADERS, 0, 1, Arrays.copyOf(block, 10_000));
                    client.frame(RawHttp2.CONTINUATION, 0, 1, Arrays.copyOfRange(block, 10_000, 20_000));
                    byte[] end = Arrays.copyOfRange(block, 20_000, block.length);
                    client.frame(RawHttp2.CONTINUATION, RawHttp2.END_HEADERS, 1, end);
                } catch (IOException e) {
                    // The server had enough of it before the last piece, as it may.
                }
                assertThat(client.readToGoAway()).isNotZero();
            }
            awaitCount("C headers", 1);
        }
        servers.metrics.forget();
        try (RawHttp2 client = new RawHttp2(servers.http.port())) {
            byte[] block = RawHttp2.exportHeaders("x-a", large);
            client.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 1, block);
            awaitCount("C headers", 1);
        }
        assertThat(servers.sink.spans()).isZero();
    }

    @Test
    void row47TwoLengths() throws Exception {
        String head = "POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\n"
                + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        try (Socket socket = open(servers.http.port(), head)) {
            assertThat(readToEnd(socket)).startsWith("HTTP/1.1 400 ");
        }
        awaitCount("C smuggling", 1);
    }
}
