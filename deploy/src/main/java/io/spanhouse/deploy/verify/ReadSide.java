package io.spanhouse.deploy.verify;

import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks a server's own interface. An answer that does not cover everything is a failure here. Thread-safe. */
public final class ReadSide {
    /** Most traces of a page. */
    public static final int PAGE_TRACES_MAX = 1_000;

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String BASE = "/api/spanhouse/v1";
    private static final String PARTIAL = "Spanhouse-Partial";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final String address;
    private final @Nullable String key;

    /**
     * A client.
     *
     * @param address such as {@code http://127.0.0.1:3200}
     * @param key sent as a bearer token, null for none
     */
    public ReadSide(String address, @Nullable String key) {
        this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        this.key = key;
    }

    /**
     * A trace in protobuf, null if there is none.
     *
     * @throws IOException if the answer is neither, or not the whole trace
     */
    public byte @Nullable [] trace(TraceId id) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(request("/traces/" + id)
                .header("Accept", "application/x-protobuf")
                .GET());
        return answer.statusCode() == 404 ? null : whole(answer);
    }

    /**
     * A page of a search.
     *
     * @param request members of the request, without the cursor
     * @param cursor of the page before, null for the first
     */
    public JsonNode search(ObjectNode request, @Nullable String cursor) throws IOException, InterruptedException {
        ObjectNode body = request.deepCopy();
        if (cursor != null) {
            body.put("cursor", cursor);
        }
        HttpResponse<byte[]> answer = send(request("/search")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body))));
        return MAPPER.readTree(whole(answer));
    }

    /** Any list of the interface; the path begins with a slash. */
    public JsonNode list(String path) throws IOException, InterruptedException {
        return MAPPER.readTree(whole(send(request(path).GET())));
    }

    /** An empty request body. */
    public static ObjectNode body() {
        return MAPPER.createObjectNode();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + BASE + path)).timeout(TIMEOUT);
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return request;
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] whole(HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new IOException(answer.request().uri() + " answered status " + answer.statusCode()
                    + ", expected 200: " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        if (answer.headers().firstValue(PARTIAL).isPresent()) {
            throw new IOException(answer.request().uri() + " answered in part, expected everything: "
                    + answer.headers().firstValue(PARTIAL).orElse(""));
        }
        return answer.body();
    }
}
