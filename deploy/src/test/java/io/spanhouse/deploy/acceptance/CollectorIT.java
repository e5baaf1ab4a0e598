package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * A Collector between clients and us, over both of its exporters and both compressions. The server is killed while it sends:
 * its own queue and retries bring every span, and none of them twice.
 */
final class CollectorIT {
    private static final int REQUESTS = 16;

    @TempDir
    static Path directory;

    private static final List<byte[]> RECORDING = Samples.recording();
    private static final SentSpans SENT = new SentSpans();
    private static Path program;
    private static PackagedServer server;
    private static int used;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        program = CollectorProgram.build();
        server = PackagedServer.start(directory);
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"otlp,gzip", "otlp,zstd", "otlphttp,gzip", "otlphttp,zstd"})
    @Timeout(300)
    void nothingIsLostOrDoubledByAKill(String exporter, String compression) throws Exception {
        List<byte[]> requests = RECORDING.subList(used, used + REQUESTS);
        used += REQUESTS;
        for (byte[] body : requests) {
            SENT.add(ExportTraceServiceRequest.parseFrom(body));
        }
        Path log = directory.resolve("collector-" + exporter + "-" + compression + ".log");
        try (CollectorProgram collector = CollectorProgram.start(program, log, server.ports(), exporter, compression)) {
            collector.take(requests.subList(0, REQUESTS / 2));
            server.kill();
            collector.take(requests.subList(REQUESTS / 2, REQUESTS));
            server.startAgain();
            ReadApi api = new ReadApi(server.ports());
            Awaitility.await("spans of the Collector")
                    .atMost(60, TimeUnit.SECONDS)
                    .pollInterval(100, TimeUnit.MILLISECONDS)
                    .untilAsserted(() -> assertThat(spans(api)).isGreaterThanOrEqualTo(SENT.spanCount()));
            SENT.assertGotBack(api);
            SENT.assertFound(api);
            assertThat(collector.log())
                    .contains("Will retry the request after interval")
                    .doesNotContain("Dropping data")
                    .doesNotContain("partial success");
        }
    }

    private static long spans(ReadApi api) {
        long spans = 0;
        for (JsonNode service : api.get("/services").get("services")) {
            spans += service.get("spans").asLong();
        }
        return spans;
    }
}
