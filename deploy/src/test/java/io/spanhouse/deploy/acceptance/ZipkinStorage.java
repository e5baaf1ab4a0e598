package io.spanhouse.deploy.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zipkin2.Call;
import zipkin2.Callback;
import zipkin2.DependencyLink;
import zipkin2.Span;
import zipkin2.codec.DependencyLinkBytesDecoder;
import zipkin2.codec.SpanBytesDecoder;
import zipkin2.codec.SpanBytesEncoder;
import zipkin2.storage.AutocompleteTags;
import zipkin2.storage.QueryRequest;
import zipkin2.storage.ServiceAndSpanNames;
import zipkin2.storage.SpanConsumer;
import zipkin2.storage.SpanStore;
import zipkin2.storage.StorageComponent;
import zipkin2.storage.Traces;

/** Zipkin's storage, kept by the packaged program in one project and asked over HTTP with Zipkin's own codecs. */
@SuppressWarnings("deprecation") // The kit's SpanStore still has the names that ServiceAndSpanNames took over.
final class ZipkinStorage extends StorageComponent
        implements SpanConsumer, SpanStore, Traces, ServiceAndSpanNames, AutocompleteTags {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;
    private final String key;
    private final String project;

    /** The builder that the kit asks for; its settings have no meaning here. */
    static final class Builder extends StorageComponent.Builder {
        private final ZipkinStorage storage;

        Builder(ZipkinStorage storage) {
            this.storage = storage;
        }

        @Override
        public StorageComponent.Builder strictTraceId(boolean strict) {
            return this;
        }

        @Override
        public StorageComponent.Builder searchEnabled(boolean enabled) {
            return this;
        }

        @Override
        public StorageComponent.Builder autocompleteKeys(List<String> keys) {
            return this;
        }

        @Override
        public StorageComponent build() {
            return storage;
        }
    }

    /**
     * A client.
     *
     * @param key of all projects
     * @param project whose spans it sends and reads
     */
    ZipkinStorage(int port, String key, String project) {
        this.base = "http://127.0.0.1:" + port + "/api/v2/";
        this.key = key;
        this.project = project;
    }

    @Override
    public SpanStore spanStore() {
        return this;
    }

    @Override
    public Traces traces() {
        return this;
    }

    @Override
    public ServiceAndSpanNames serviceAndSpanNames() {
        return this;
    }

    @Override
    public AutocompleteTags autocompleteTags() {
        return this;
    }

    @Override
    public SpanConsumer spanConsumer() {
        return this;
    }

    @Override
    public Call<Void> accept(List<Span> spans) {
        return new Calling<>(() -> {
            byte[] body = SpanBytesEncoder.JSON_V2.encodeList(spans);
            HttpResponse<byte[]> answer = send(request("spans")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
            require(202, answer);
            return null;
        });
    }

    @Override
    public Call<List<List<Span>>> getTraces(QueryRequest request) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("serviceName", request.serviceName());
        parameters.put("remoteServiceName", request.remoteServiceName());
        parameters.put("spanName", request.spanName());
        parameters.put("annotationQuery", request.annotationQueryString());
        parameters.put("minDuration", request.minDuration());
        parameters.put("maxDuration", request.maxDuration());
        parameters.put("endTs", request.endTs());
        parameters.put("lookback", request.lookback());
        parameters.put("limit", request.limit());
        return new Calling<>(() -> traces(get("traces" + query(parameters))));
    }

    @Override
    public Call<List<Span>> getTrace(String traceId) {
        return new Calling<>(() -> {
            HttpResponse<byte[]> answer = send(request("trace/" + traceId));
            if (answer.statusCode() == 404) {
                return new ArrayList<>();
            }
            require(200, answer);
            return SpanBytesDecoder.JSON_V2.decodeList(answer.body());
        });
    }

    @Override
    public Call<List<List<Span>>> getTraces(Iterable<String> traceIds) {
        List<String> ids = new ArrayList<>();
        traceIds.forEach(ids::add);
        if (ids.size() == 1) {
            return new Calling<>(() -> {
                List<Span> one = getTrace(ids.get(0)).execute();
                return one.isEmpty() ? new ArrayList<>() : new ArrayList<>(List.of(one));
            });
        }
        return new Calling<>(
                () -> ids.isEmpty() ? new ArrayList<>() : traces(get("traceMany?traceIds=" + String.join(",", ids))));
    }

    @Override
    public Call<List<String>> getServiceNames() {
        return names("services");
    }

    @Override
    public Call<List<String>> getRemoteServiceNames(String serviceName) {
        return names("remoteServices" + query(Map.of("serviceName", serviceName)));
    }

    @Override
    public Call<List<String>> getSpanNames(String serviceName) {
        return names("spans" + query(Map.of("serviceName", serviceName)));
    }

    @Override
    public Call<List<String>> getKeys() {
        return names("autocompleteKeys");
    }

    @Override
    public Call<List<String>> getValues(String key) {
        return names("autocompleteValues" + query(Map.of("key", key)));
    }

    @Override
    public Call<List<DependencyLink>> getDependencies(long endTs, long lookback) {
        // The kit wants these of the component itself, by their text.
        if (endTs <= 0) {
            throw new IllegalArgumentException("endTs <= 0");
        }
        if (lookback <= 0) {
            throw new IllegalArgumentException("lookback <= 0");
        }
        return new Calling<>(() -> DependencyLinkBytesDecoder.JSON_V1.decodeList(
                get("dependencies" + query(Map.of("endTs", endTs, "lookback", lookback)))));
    }

    private Call<List<String>> names(String path) {
        return new Calling<>(() -> {
            List<String> names = new ArrayList<>();
            for (JsonNode name : JSON.readTree(get(path))) {
                names.add(name.asString());
            }
            return names;
        });
    }

    private static List<List<Span>> traces(byte[] body) {
        List<List<Span>> traces = new ArrayList<>();
        for (JsonNode trace : JSON.readTree(body)) {
            traces.add(SpanBytesDecoder.JSON_V2.decodeList(JSON.writeValueAsBytes(trace)));
        }
        return traces;
    }

    private static String query(Map<String, ?> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> {
            if (value != null) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
            }
        });
        return query.toString();
    }

    private byte[] get(String path) throws IOException {
        HttpResponse<byte[]> answer = send(request(path));
        require(200, answer);
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + key)
                .header("X-Scope-OrgID", project);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void require(int status, HttpResponse<byte[]> answer) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException(answer.request().uri() + " answered " + answer.statusCode() + ": "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    /** What a call does. */
    @FunctionalInterface
    private interface Work<V> {
        V run() throws IOException;
    }

    /** A call that does its work where it is executed. */
    private static final class Calling<V> extends Call.Base<V> {
        private final Work<V> work;

        Calling(Work<V> work) {
            this.work = work;
        }

        @Override
        protected V doExecute() throws IOException {
            return work.run();
        }

        @Override
        protected void doEnqueue(Callback<V> callback) {
            try {
                callback.onSuccess(work.run());
            } catch (IOException | RuntimeException e) {
                callback.onError(e);
            }
        }

        @Override
        public Call<V> clone() {
            return new Calling<>(work);
        }
    }
}
