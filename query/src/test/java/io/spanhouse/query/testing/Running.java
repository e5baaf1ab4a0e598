package io.spanhouse.query.testing;

import io.spanhouse.query.QueryMetrics;
import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.QueryRefusal;
import io.spanhouse.query.QueryServer;
import io.spanhouse.query.ServerFacts;
import io.spanhouse.query.SpanDocuments;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.access.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A read side that runs on a free port of loopback, and a client for it. */
public final class Running implements AutoCloseable, QueryMetrics {
    /** Reads nothing: the side that takes spans is not here. */
    public static final SpanDocuments NO_DOCUMENTS = json -> {
        throw new SpanDocuments.UnreadableException("there is no reader here");
    };

    private static final JsonMapper MAPPER = new JsonMapper();

    public final ConcurrentLinkedQueue<QueryRefusal> refusals = new ConcurrentLinkedQueue<>();
    public final List<String> answers = new CopyOnWriteArrayList<>();
    public final List<String> partials = new CopyOnWriteArrayList<>();
    public final AtomicInteger headsTimedOut = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final QueryServer server;

    public Running(TraceStore store) {
        this(store, QueryOptions.defaults(), KeyRing.open());
    }

    public Running(TraceStore store, QueryOptions options, KeyRing keys) {
        this(store, options, keys, ServerFacts.NONE);
    }

    public Running(TraceStore store, QueryOptions options, KeyRing keys, ServerFacts facts) {
        server = QueryServer.main(options, new QueryServer.Source(store, keys, this, NO_DOCUMENTS, facts), List.of());
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.port();
    }

    public int running() {
        return server.running();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).build());
    }

    public HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** The answer of a GET that must be 200. */
    public JsonNode json(String path, String... headers) {
        return ok(get(path, headers));
    }

    /** The answer of a POST that must be 200. */
    public JsonNode postJson(String path, String body, String... headers) {
        return ok(post(path, body, headers));
    }

    public static JsonNode ok(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new AssertionError("expected 200, found " + response.statusCode() + ": " + response.body());
        }
        return MAPPER.readTree(response.body());
    }

    public static JsonNode tree(String text) {
        return MAPPER.readTree(text);
    }

    public HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri(path));
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    public HttpResponse<String> send(HttpRequest request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void answered(String kind, int status, long nanos, long bytes) {
        answers.add(kind + " " + status);
    }

    @Override
    public void refused(QueryRefusal reason) {
        refusals.add(reason);
    }

    @Override
    public void headTimedOut() {
        headsTimedOut.incrementAndGet();
    }

    @Override
    public void partial(String kind) {
        partials.add(kind);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
