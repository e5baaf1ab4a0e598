package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A client of the operator's port. */
final class AdminPort {
    /** Flags with which everything in memory becomes blocks within seconds. */
    static final String[] SEAL_SOON = {"--store.generation-age=1s", "--store.hold=0s"};

    private static final long SEAL_SECONDS_MAX = 30;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Ports ports;
    private final Map<String, String> headers;

    AdminPort(Ports ports) {
        this(ports, Map.of());
    }

    /** @param headers sent with each request, such as a key */
    AdminPort(Ports ports, Map<String, String> headers) {
        this.ports = ports;
        this.headers = headers;
    }

    HttpResponse<String> get(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.admin() + path))
                .timeout(Duration.ofSeconds(30));
        headers.forEach(request::header);
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer to " + path, e);
        }
    }

    /** All figures as they are now. */
    MetricsText metrics() {
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MetricsText.parse(answer.body());
    }

    /** Waits until exactly so many spans are in blocks and none is in memory. */
    void awaitSealed(long spans) {
        Awaitility.await("spans in blocks")
                .atMost(SEAL_SECONDS_MAX, TimeUnit.SECONDS)
                .pollInterval(100, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> {
                    MetricsText metrics = metrics();
                    assertThat(metrics.sum("spanhouse_head_spans")).isZero();
                    assertThat(metrics.sum("spanhouse_blocks_spans")).isEqualTo(spans);
                });
    }
}
