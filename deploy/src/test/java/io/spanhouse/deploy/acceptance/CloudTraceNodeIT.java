package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Cloud Trace by the clients for Node: Google's for v1, OpenTelemetry's exporter for v2. Run with {@code -Dnode.modules=} a
 * directory such as {@code ~/.cache/spanhouse/node-cloudtrace}, where {@code npm install
 * @google-cloud/opentelemetry-cloud-trace-exporter @opentelemetry/sdk-trace-base @opentelemetry/api @googleapis/cloudtrace} was
 * done.
 */
@Timeout(300)
@EnabledIfSystemProperty(named = "node.modules", matches = ".+")
final class CloudTraceNodeIT {
    private static final String SCRIPT = "cloudtrace.cjs";

    @TempDir
    Path directory;

    @Test
    void clientsOfNode() throws IOException, InterruptedException {
        Path script = directory.resolve(SCRIPT);
        try (InputStream in = CloudTraceNodeIT.class.getResourceAsStream(SCRIPT)) {
            Files.copy(Objects.requireNonNull(in), script);
        }
        Path told = directory.resolve("told");
        try (PackagedServer server = PackagedServer.start(directory)) {
            Process node = new ProcessBuilder(
                            "node",
                            script.toString(),
                            System.getProperty("node.modules"),
                            Integer.toString(server.ports().query()))
                    .redirectOutput(told.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(node.waitFor(200, TimeUnit.SECONDS)).isTrue();
            assertThat(node.exitValue()).isZero();
        }
        JsonNode answer = new JsonMapper().readTree(Files.readString(told, StandardCharsets.UTF_8));
        assertThat(answer.at("/v2/results/0").intValue()).isZero();
        assertThat(answer.at("/listed/traces/0/traceId").stringValue())
                .isEqualTo(answer.at("/v2/traceId").stringValue());
        JsonNode sent = answer.at("/listed/traces/0/spans/0");
        assertThat(sent.get("name").stringValue()).isEqualTo("from node");
        assertThat(sent.get("kind").stringValue()).isEqualTo("RPC_SERVER");
        assertThat(sent.at("/labels/text").stringValue()).isEqualTo("\u00e9");
        assertThat(answer.at("/patched/spans/0/spanId").stringValue()).isEqualTo("18446744073709551615");
        assertThat(answer.at("/missing/message").stringValue()).contains("there is no trace");
    }
}
