package io.spanhouse.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.spanhouse.query.testing.HookedStore;
import io.spanhouse.query.testing.Running;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** The server as the program uses it: ports, paths of others, an orderly end. */
final class QueryServerTest {
    private final HookedStore store = new HookedStore(new MemoryTraceStore());
    private final HttpClient client = HttpClient.newHttpClient();

    private QueryServer server(int port, MountedHandler... mounted) throws IOException {
        QueryOptions defaults = QueryOptions.defaults();
        QueryOptions options = defaults.at(new QueryOptions.Listener("127.0.0.1", port, null, 16));
        QueryServer server = QueryServer.main(
                options,
                new QueryServer.Source(store, KeyRing.open(), QueryMetrics.NONE, Running.NO_DOCUMENTS),
                List.of(mounted));
        server.start();
        return server;
    }

    private static HttpRequest.Builder request(QueryServer server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    @Test
    void aTakenPortIsTold() throws IOException {
        try (QueryServer first = server(0)) {
            assertThatIOException().isThrownBy(() -> server(first.port()));
        }
    }

    @Test
    void pathsOfOthersOnTheSamePort() throws Exception {
        Handler teapot = new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.setStatus(418);
                response.write(true, ByteBuffer.wrap("tea".getBytes(StandardCharsets.US_ASCII)), callback);
                return true;
            }
        };
        try (QueryServer server = server(0, new MountedHandler("PUT", "/tea/{kind}", null, teapot))) {
            HttpRequest put = request(server, "/tea/green")
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build();
            assertThat(client.send(put, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(418);
            HttpRequest get = request(server, "/tea/green").build();
            assertThat(client.send(get, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(404);
            HttpRequest page = request(server, "/").build();
            assertThat(client.send(page, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aRunningQueryIsFinishedBeforeTheEnd() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        QueryServer server = server(0);
        store.before = control -> {
            entered.countDown();
            try {
                leave.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                request(server, "/api/spanhouse/v1/services").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> close(server));
        leave.countDown();
        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        closed.get(20, TimeUnit.SECONDS);
    }

    private static void close(QueryServer server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
