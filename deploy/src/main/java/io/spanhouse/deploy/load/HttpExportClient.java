package io.spanhouse.deploy.load;

import io.spanhouse.deploy.load.ExportAnswer.Outcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** OTLP over HTTP/1.1 in protobuf. Each client keeps as many connections as it has requests in flight. */
final class HttpExportClient implements ExportClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final List<HttpClient> clients = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final URI address;
    private final boolean gzip;
    private final @Nullable String key;

    HttpExportClient(LoadOptions.Target target) {
        this.address = Endpoint.parse(target.endpoint()).path("/v1/traces");
        this.gzip = target.gzip();
        this.key = target.key();
        for (int i = 0; i < target.connections(); i++) {
            clients.add(HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build());
        }
    }

    @Override
    public CompletableFuture<ExportAnswer> send(byte[] request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip ? FastGzip.compress(request) : request));
        if (gzip) {
            builder.header("Content-Encoding", "gzip");
        }
        if (key != null) {
            builder.header("Authorization", "Bearer " + key);
        }
        return clients.get(Math.floorMod(turn.getAndIncrement(), clients.size()))
                .sendAsync(builder.build(), HttpResponse.BodyHandlers.ofByteArray())
                .handle((response, failure) -> response == null
                        ? new ExportAnswer(Outcome.UNANSWERED, 0, String.valueOf(failure.getMessage()))
                        : answer(response.statusCode(), response.body()));
    }

    private static ExportAnswer answer(int status, byte[] body) {
        if (status == 200) {
            return GrpcExportClient.taken(body);
        }
        return switch (status) {
            case 429 -> new ExportAnswer(Outcome.REFUSED_FOR_NOW, 0, "status 429");
            case 500, 502, 503, 504 -> new ExportAnswer(Outcome.UNANSWERED, 0, "status " + status);
            default -> new ExportAnswer(Outcome.REFUSED, 0, "status " + status);
        };
    }

    /** The library ends its threads by itself when nobody holds the client. */
    @Override
    public void close() {}
}
