package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends spans of scripts as OTLP in JSON, and asks what the server makes of them. */
final class ScriptClient {
    static final long SECOND = 1_000_000_000L;
    static final long MILLI = 1_000_000L;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final AtomicLong IDS = new AtomicLong(1);

    private final PackagedServer server;

    ScriptClient(PackagedServer server) {
        this.server = server;
    }

    /** An id that no other span has. */
    static long id() {
        return IDS.incrementAndGet();
    }

    static JsonNode tree(String json) {
        return MAPPER.readTree(json);
    }

    static long now() {
        return Instant.now().getEpochSecond() * SECOND;
    }

    /** A span of OTLP in JSON; attributes are pairs of key and text. */
    static String span(String service, String name, long start, long end, boolean failed, String... attributes) {
        return span(service, name, id(), start, end, failed, "", attributes);
    }

    static String span(
            String service,
            String name,
            long id,
            long start,
            long end,
            boolean failed,
            String events,
            String... attributes) {
        return "{\"resourceSpans\":[{\"resource\":{\"attributes\":[" + attribute("service.name", service)
                + "]},\"scopeSpans\":[{\"spans\":[{\"traceId\":\"" + String.format("%032x", id) + "\",\"spanId\":\""
                + String.format("%016x", id) + "\",\"name\":\"" + name + "\",\"kind\":1,\"startTimeUnixNano\":\""
                + start
                + "\",\"endTimeUnixNano\":\"" + end + "\",\"status\":{\"code\":" + (failed ? 2 : 0)
                + "},\"events\":[" + events + "],\"attributes\":[" + attributes(attributes) + "]}]}]}]}";
    }

    private static String attributes(String... pairs) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            texts.add(attribute(pairs[i], pairs[i + 1]));
        }
        return String.join(",", texts);
    }

    private static String attribute(String key, String value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":" + MAPPER.writeValueAsString(value) + "}}";
    }

    static String event(String name, long time, String message) {
        return "{\"name\":\"" + name + "\",\"timeUnixNano\":\"" + time + "\",\"attributes\":["
                + attribute("log.message", message) + "]}";
    }

    void send(String... requests) {
        for (String request : requests) {
            HttpResponse<String> answer = post(server.ports().http(), "/v1/traces", request);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> post(int port, String path, String body) {
        return answer(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> get(String path) {
        return answer(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.ports().query() + "/api/spanhouse/v1/scripts" + path))
                .build());
    }

    private static HttpResponse<String> answer(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static List<String> values(JsonNode list, String member) {
        List<String> found = new ArrayList<>();
        list.forEach(element -> found.add(element.get(member).stringValue()));
        return found;
    }

    static String run(String script, String runId, long start, long end, boolean failed, String... more) {
        List<String> all = new ArrayList<>(List.of("run_id", runId, "script.name", script));
        all.addAll(List.of(more));
        return span("service-of-" + script, "run", start, end, failed, all.toArray(new String[0]));
    }

    /** Posts to a path below that of scripts. */
    HttpResponse<String> post(String path, String body) {
        return post(server.ports().query(), "/api/spanhouse/v1/scripts" + path, body);
    }
}
