package io.spanhouse.deploy.verify;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers get and search from a map that a test may spoil. Pages have two traces, so that cursors are used. */
final class FakeReadSide implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int PAGE_TRACES = 2;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    /** What get answers, by trace id in hexadecimal digits. */
    final Map<String, List<ResourceSpans>> traces = new LinkedHashMap<>();
    /** What search lists: trace id and its count of spans. */
    final List<Map.Entry<String, Integer>> listed = new ArrayList<>();
    /** Status of every answer. */
    int status = 200;

    FakeReadSide() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/api/spanhouse/v1/traces/", this::get);
        server.createContext("/api/spanhouse/v1/search", this::search);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Holds the spans of a request as a sound server would. */
    void hold(byte[] request) throws IOException {
        for (ResourceSpans resource :
                ExportTraceServiceRequest.parseFrom(request).getResourceSpansList()) {
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                for (Span span : scope.getSpansList()) {
                    traces.computeIfAbsent(hex(span.getTraceId()), id -> new ArrayList<>())
                            .add(resource.toBuilder()
                                    .clearScopeSpans()
                                    .addScopeSpans(
                                            scope.toBuilder().clearSpans().addSpans(span))
                                    .build());
                }
            }
        }
        listed.clear();
        traces.forEach((id, spans) -> listed.add(Map.entry(id, spans.size())));
    }

    private void get(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        List<ResourceSpans> spans = traces.get(path.substring(path.lastIndexOf('/') + 1));
        if (spans == null) {
            answer(exchange, 404, new byte[0]);
        } else {
            answer(
                    exchange,
                    status,
                    ExportTraceServiceRequest.newBuilder()
                            .addAllResourceSpans(spans)
                            .build()
                            .toByteArray());
        }
    }

    private void search(HttpExchange exchange) throws IOException {
        JsonNode request = MAPPER.readTree(exchange.getRequestBody().readAllBytes());
        int from =
                request.has("cursor") ? Integer.parseInt(request.get("cursor").asString()) : 0;
        int to = Math.min(listed.size(), from + PAGE_TRACES);
        StringBuilder rows = new StringBuilder();
        for (Map.Entry<String, Integer> trace : listed.subList(from, to)) {
            rows.append(rows.isEmpty() ? "" : ",")
                    .append("{\"traceId\":\"" + trace.getKey() + "\",\"spans\":\"" + trace.getValue() + "\"}");
        }
        String cursor = to < listed.size() ? "\"" + to + "\"" : "null";
        answer(
                exchange,
                status,
                ("{\"traces\":[" + rows + "],\"cursor\":" + cursor + "}").getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
