package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client of the read side: our own API and Mackerel's. Every answer must cover everything. */
final class ReadApi {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String BASE = "/api/spanhouse/v1";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Ports ports;
    private final Map<String, String> headers;

    ReadApi(Ports ports) {
        this(ports, Map.of());
    }

    /** @param headers sent with each request, such as a key */
    ReadApi(Ports ports, Map<String, String> headers) {
        this.ports = ports;
        this.headers = headers;
    }

    /** A trace as protobuf; empty if there is none. */
    ExportTraceServiceRequest trace(String traceId) {
        HttpResponse<byte[]> answer =
                send("GET", BASE + "/traces/" + traceId, "", Map.of("Accept", "application/x-protobuf"));
        if (answer.statusCode() == 404) {
            return ExportTraceServiceRequest.getDefaultInstance();
        }
        assertWhole(answer);
        try {
            return ExportTraceServiceRequest.parseFrom(answer.body());
        } catch (IOException e) {
            throw new AssertionError("trace " + traceId, e);
        }
    }

    /** A trace as JSON, read back to messages. */
    ExportTraceServiceRequest traceFromJson(String traceId) {
        return OtlpJson.request(get("/traces/" + traceId));
    }

    /** Searches; the body is written with single quotes. What was read for it, which may differ each time, is left out. */
    JsonNode search(String body) {
        return ours(send("POST", BASE + "/search", quoted(body), Map.of("Content-Type", "application/json")));
    }

    /** Any list of our own API. */
    JsonNode get(String path) {
        return ours(send("GET", BASE + path, "", Map.of()));
    }

    /** Mackerel's list; the body is written with single quotes. */
    JsonNode mackerelList(String body) {
        HttpResponse<byte[]> answer =
                send("POST", "/api/v0/traces", quoted(body), Map.of("Content-Type", "application/json"));
        assertWhole(answer);
        return json(answer);
    }

    /** Mackerel's trace. */
    JsonNode mackerelTrace(String traceId) {
        HttpResponse<byte[]> answer = send("GET", "/api/v0/traces/" + traceId, "", Map.of());
        assertWhole(answer);
        return json(answer);
    }

    /** Any request, with any answer. */
    HttpResponse<byte[]> send(String method, String path, String body, Map<String, String> moreHeaders) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.query() + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        moreHeaders.forEach(request::header);
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer to " + method + " " + path, e);
        }
    }

    /** JSON as it is easily written in Java. */
    static String quoted(String json) {
        return json.replace('\'', '"');
    }

    static JsonNode json(HttpResponse<byte[]> answer) {
        return MAPPER.readTree(answer.body());
    }

    private static JsonNode ours(HttpResponse<byte[]> answer) {
        assertWhole(answer);
        ObjectNode json = (ObjectNode) json(answer);
        json.remove("statistics");
        return json;
    }

    private static void assertWhole(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode())
                .as("%s: %s", answer.uri(), new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        assertThat(answer.headers().firstValue("Spanhouse-Partial")).isEmpty();
    }
}
