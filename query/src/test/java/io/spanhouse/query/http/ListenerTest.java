package io.spanhouse.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.QueryRefusal;
import io.spanhouse.query.testing.HookedStore;
import io.spanhouse.query.testing.Keys;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every request goes through, over real sockets. */
final class ListenerTest {
    private static final String SEARCH = "/api/spanhouse/v1/search";
    private static final String STATUS = "/api/spanhouse/v1/status";
    private static final String TRACE = "/api/spanhouse/v1/traces/0000000000000001";

    private final MemoryTraceStore memory = new MemoryTraceStore();
    private final HookedStore store = new HookedStore(memory);
    private final Running server = new Running(store);

    @AfterEach
    void stop() {
        server.close();
    }

    private void send(int spansOfTrace) {
        Spans spans = new Spans().service("cart");
        for (int i = 1; i <= spansOfTrace; i++) {
            spans.span(1, i, i - 1, "GET /", i, 5).with("text", "value " + i).end();
        }
        memory.take("default", spans.build());
    }

    @Test
    void everyAnswerHasTheHeadersOfSafety() {
        for (HttpResponse<String> response :
                List.of(server.get(STATUS), server.get("/"), server.get("/nothing"), server.post(SEARCH, "nonsense"))) {
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'self'", "frame-ancestors 'none'");
            assertThat(response.headers().firstValue("X-Request-Id").orElse("")).matches("[0-9a-f]{16}");
            assertThat(response.headers().firstValue("Server")).isEmpty();
        }
        assertThat(server.get(STATUS, "X-Request-Id", "mine-1").headers().firstValue("X-Request-Id"))
                .hasValue("mine-1");
        assertThat(server.get(STATUS, "X-Request-Id", "<b>").headers().firstValue("X-Request-Id"))
                .isNotEqualTo(Optional.of("<b>"));
    }

    /** A byte now and then keeps a connection busy, and none at all keeps it open: neither holds it for long. */
    @Test
    void slowHeadsAreCutOffAndTheNextRequestIsWaitedFor() throws Exception {
        QueryOptions quick =
                QueryOptions.defaults().at(new QueryOptions.Listener("127.0.0.1", 0, null, 16, Duration.ofMillis(500)));
        try (Running listener = new Running(store, quick, KeyRing.open());
                Socket slow = new Socket("127.0.0.1", listener.port());
                Socket silent = new Socket("127.0.0.1", listener.port());
                Socket waiting = new Socket("127.0.0.1", listener.port())) {
            waiting.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            slow.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nX-A: ".getBytes(StandardCharsets.US_ASCII));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                drip(slow);
                return listener.headsTimedOut.get() >= 2;
            });
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            waiting.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(waiting.getInputStream().read()).isEqualTo('H');
            assertThat(listener.headsTimedOut).hasValue(2);
        }
    }

    private static void drip(Socket socket) {
        try {
            socket.getOutputStream().write('a');
        } catch (IOException e) {
            // The server closed, as it should.
        }
    }

    @Test
    void unknownPathsAndMethods() {
        assertThat(server.get("/api/v0/nothing").statusCode()).isEqualTo(404);
        assertThat(server.get("/api/v0/nothing").body()).startsWith("{\"error\":{\"message\":");
        assertThat(server.get("/kibana/api/status").statusCode()).isEqualTo(404);
        assertThat(server.get("/tempopb.StreamingQuerier/Nothing").statusCode())
                .as("like a method of gRPC, but none of its requests")
                .isEqualTo(404);
        HttpResponse<String> wrong = server.get(SEARCH);
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).hasValue("POST");
        HttpResponse<String> head = server.send(server.request(STATUS)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(server.refusals).containsOnly(QueryRefusal.ROUTE);
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_INPUT, 400, ''", "TOO_LARGE, 413, ''", "NOT_ALLOWED, 403, ''", "NOT_FOUND, 404, ''",
        "OVERLOADED, 503, 1", "CLOSED, 503, 5", "UNAVAILABLE, 503, 30", "CANCELLED, 504, 30",
        "CORRUPT, 503, ''", "TOO_NEW, 503, ''"
    })
    void failuresOfTheStore(FailureKind kind, int status, String retryAfter) {
        store.before = control -> {
            throw new StoreException(kind, "found this");
        };
        HttpResponse<String> response = server.post(SEARCH, "{}");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Retry-After").orElse("")).isEqualTo(retryAfter);
        assertThat(response.body()).contains("found this");
    }

    @Test
    void aBugIsNotTold() {
        store.before = control -> {
            throw new IllegalStateException("secret");
        };
        HttpResponse<String> response = server.post(SEARCH, "{}");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void bodiesAreBoundedAlsoInflated() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 64; i++) {
                gzip.write(spaces);
            }
        }
        HttpResponse<String> response = server.send(server.request(SEARCH, "Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bomb.toByteArray()))
                .build());
        assertThat(response.statusCode()).isEqualTo(413);
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(small)) {
            gzip.write("{\"limit\":1}".getBytes(StandardCharsets.US_ASCII));
        }
        byte[] good = small.toByteArray();
        assertThat(server.send(server.request(SEARCH, "Content-Encoding", "gzip")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(good))
                                .build())
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.send(server.request(SEARCH, "Content-Encoding", "gzip")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(good, 0, good.length / 2))
                                .build())
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void answersAreCompressedWhereTheClientTakesIt() throws IOException {
        send(500);
        String plain = server.get(TRACE).body();
        HttpResponse<byte[]> gzip = server.send(
                server.request(TRACE, "Accept-Encoding", "gzip").build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(gzip.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(text(new GZIPInputStream(new ByteArrayInputStream(gzip.body()))))
                .isEqualTo(plain);
        HttpResponse<byte[]> zstd = server.send(
                server.request(TRACE, "Accept-Encoding", "zstd").build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(zstd.headers().firstValue("Content-Encoding")).hasValue("zstd");
        assertThat(text(new ZstdInputStream(new ByteArrayInputStream(zstd.body()))))
                .isEqualTo(plain);
        assertThat(zstd.body().length).isLessThan(plain.length() / 4);
    }

    @ParameterizedTest
    @CsvSource({"zstd, 200", "Identity, 200", "br, 415", "'gzip, gzip', 415"})
    void encodingsOfBodies(String encoding, int status) {
        byte[] plain = "{}".getBytes(StandardCharsets.US_ASCII);
        byte[] body = encoding.equals("zstd") ? Zstd.compress(plain) : plain;
        HttpResponse<String> response = server.send(server.request(SEARCH, "Content-Encoding", encoding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Accept-Encoding").isPresent()).isEqualTo(status == 415);
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** HTTP/2 in plain text is for clients that begin with it, as those of gRPC do. */
    @Test
    void anOfferedUpgradeIsServedInHttp1() {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        send(10);
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> response = client.sendAsync(
                            server.request(TRACE).build(), HttpResponse.BodyHandlers.ofString())
                    .join();
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anAnswerThatIsNotCompleteSaysSoInAHeaderOrATrailer() throws IOException {
        send(10);
        store.completeness = new Completeness(Completeness.Reason.BYTES, List.of("half of it"));
        HttpResponse<String> response = server.get(TRACE);
        assertThat(response.headers().firstValue("Spanhouse-Partial")).hasValue("byte budget used up");
        assertThat(Running.tree(response.body())
                        .at("/spanhouse/completeness/complete")
                        .booleanValue())
                .isFalse();
        // Counted when the answer has ended, which its reader may see first.
        await().untilAsserted(() -> assertThat(server.partials).containsExactly("get"));
        send(9_000);
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET " + TRACE + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            String answer = client.readAll();
            assertThat(answer).contains("Trailer: Spanhouse-Partial\r\n");
            assertThat(answer).endsWith("0\r\nSpanhouse-Partial: byte budget used up\r\n\r\n");
        }
    }

    @Test
    void oneQueryTooManyIsRefusedAtOnce() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        QueryOptions options = QueryOptions.defaults();
        QueryOptions single = options.with(new QueryOptions.Limits(Duration.ofSeconds(20), 1L << 30, 1));
        store.before = control -> {
            entered.countDown();
            awaitLatch(leave);
        };
        try (Running one = new Running(store, single, KeyRing.open())) {
            CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> one.post(SEARCH, "{}"));
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(one.running()).isEqualTo(1);
            HttpResponse<String> second = one.get(STATUS);
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(one.refusals).containsExactly(QueryRefusal.OVERLOADED);
            leave.countDown();
            assertThat(first.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            await().until(() -> one.get(STATUS).statusCode() == 200);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Remembers a query's control and holds the query until it is cancelled. */
    private AtomicReference<QueryControl> holdUntilCancelled() {
        AtomicReference<QueryControl> seen = new AtomicReference<>();
        store.before = control -> {
            seen.set(control);
            await().atMost(Duration.ofSeconds(20)).until(() -> control.exhausted() == Completeness.Reason.CANCELLED);
        };
        return seen;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET " + TRACE + " HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST " + SEARCH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"
            })
    void aQueryIsCancelledWhenItsClientCloses(String request) throws IOException {
        send(1);
        AtomicReference<QueryControl> seen = holdUntilCancelled();
        try (RawClient client = new RawClient(server.port())) {
            client.send(request);
            await().until(() -> seen.get() != null);
        }
        await().until(() -> seen.get().exhausted() == Completeness.Reason.CANCELLED);
        await().until(() -> server.running() == 0);
    }

    @Test
    void aQueryIsCancelledWhenItsStreamIsReset() {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        // The first request turns the connection to HTTP/2.
        client.sendAsync(server.request(STATUS).build(), HttpResponse.BodyHandlers.ofString())
                .join();
        AtomicReference<QueryControl> seen = holdUntilCancelled();
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(server.request(TRACE).build(), HttpResponse.BodyHandlers.ofString());
        await().until(() -> seen.get() != null);
        answer.cancel(true);
        await().until(() -> seen.get().exhausted() == Completeness.Reason.CANCELLED);
    }

    @Test
    void aRequestThatComesAheadIsAnsweredInItsTurn() throws Exception {
        send(1);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        store.before = control -> {
            entered.countDown();
            awaitLatch(leave);
        };
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET " + TRACE + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            client.send("GET " + STATUS + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            leave.countDown();
            String both = client.readAll();
            assertThat(both.split("HTTP/1.1 200 OK", -1)).hasSize(3);
            assertThat(both).contains("resourceSpans", "durability");
        }
    }

    @Test
    void oneConnectionTakesManyRequests() throws IOException {
        send(1);
        try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < 50; i++) {
                client.send("GET " + TRACE + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.readUntil("\r\n0\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
                client.send("POST " + SEARCH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}");
                assertThat(client.readUntil("\r\n0\r\n\r\n")).startsWith("HTTP/1.1 200 OK");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /api/v0/traces/..%2f..%2fetc%2fpasswd HTTP/1.1, 400",
        "GET /api/v0/traces/%zz HTTP/1.1, 400",
        "GET /../../etc/passwd HTTP/1.1, 400",
        "GET //api/v0/traces/x HTTP/1.1, 404",
        "GET /api/v0/traces/a;b=c HTTP/1.1, 400",
        "GET /api/spanhouse/v1/services?from=%zz HTTP/1.1, 400",
        "GET /api/spanhouse/v1/services?from=%ff HTTP/1.1, 400",
        "NONSENSE, 400",
        "GET / HTTP/9.9, 505",
        "BREW / HTTP/1.1, 405"
    })
    void hostileLines(String line, int status) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send(line + "\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(client.readAll()).startsWith("HTTP/1.1 " + status);
        }
        assertThat(server.get(STATUS).statusCode()).isEqualTo(200);
    }

    @Test
    void hostileHeaders() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
            assertThat(client.readUntil("\r\n")).startsWith("HTTP/1.1 431");
        }
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST " + SEARCH
                    + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
            assertThat(client.readUntil("\r\n")).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void keysAreAskedForBeforeABodyIsRead(@TempDir Path directory) throws IOException {
        Keys keys = new Keys(directory);
        keys.reader("default");
        try (Running keyed = new Running(store, QueryOptions.defaults(), keys.ring());
                RawClient client = new RawClient(keyed.port())) {
            client.send("POST " + SEARCH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
            assertThat(client.readUntil("\r\n")).startsWith("HTTP/1.1 401");
            assertThat(keyed.refusals).containsExactly(QueryRefusal.AUTH);
        }
    }

    @Test
    void projectsAreKeptApart(@TempDir Path directory) throws IOException {
        memory.take(
                "one", new Spans().service("a").span(1, 1, 0, "a", 0, 1).end().build());
        memory.take(
                "two", new Spans().service("b").span(2, 1, 0, "b", 0, 1).end().build());
        Keys keys = new Keys(directory);
        String both = keys.reader("one", "two");
        String two = keys.reader("two");
        String all = keys.reader("*");
        String elsewhere = keys.readerFrom("10.0.0.0/8");
        String rated = keys.readerAtRate(1);
        try (Running keyed = new Running(store, QueryOptions.defaults(), keys.ring())) {
            assertThat(services(keyed, both)).isEqualTo("a");
            assertThat(services(keyed, both, "X-Scope-OrgID", "two")).isEqualTo("b");
            assertThat(services(keyed, both, "x-tenant", "two")).isEqualTo("b");
            assertThat(services(keyed, two)).isEqualTo("b");
            assertThat(services(keyed, all, "X-Scope-OrgID", "one")).isEqualTo("a");
            assertThat(services(keyed, all, "X-Scope-OrgID", "unheard-of")).isEmpty();
            assertThat(memory.projects()).doesNotContainKey("unheard-of");
            HttpResponse<String> foreign = keyed.get(STATUS, "Authorization", "Bearer " + two, "X-Scope-OrgID", "one");
            assertThat(foreign.statusCode()).isEqualTo(403);
            assertThat(keyed.get(STATUS, "X-Api-Key", elsewhere).statusCode()).isEqualTo(403);
            assertThat(keyed.get(STATUS, "X-Api-Key", rated).statusCode()).isEqualTo(200);
            HttpResponse<String> often = keyed.get(STATUS, "X-Api-Key", rated);
            assertThat(often.statusCode()).isEqualTo(429);
            assertThat(often.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(keyed.get("/").statusCode())
                    .as("the UI asks for a key itself")
                    .isEqualTo(200);
        }
        assertThat(server.json(STATUS, "X-Scope-OrgID", "any").get("project").stringValue())
                .isEqualTo("any");
    }

    private static String services(Running server, String key, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Authorization";
        all[1] = "Bearer " + key;
        StringBuilder names = new StringBuilder();
        server.json("/api/spanhouse/v1/services", all)
                .get("services")
                .forEach(service -> names.append(service.get("service").stringValue()));
        return names.toString();
    }
}
