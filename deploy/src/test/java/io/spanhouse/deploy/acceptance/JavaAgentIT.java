package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A web program under OpenTelemetry's Java agent, told by the environment alone where to send, as a user would. */
@Timeout(300)
final class JavaAgentIT {
    private static final Path TARGET = Path.of(System.getProperty("basedir", "."), "target");
    private static final int CALLS = 10;
    private static final String SERVICE = "small-web-program";
    private static final String OF_SERVICE = "{'filter':{'span':{'compare':{'operand':{'attribute':{'level':'resource',"
            + "'key':'service.name'}},'operator':'equal','value':{'text':'" + SERVICE + "'}}}}}";

    @TempDir
    Path directory;

    @Test
    void itsSpansAreFound() throws Exception {
        try (PackagedServer server = PackagedServer.start(directory)) {
            long from = Instant.now().getEpochSecond();
            runProgram(server.ports());
            ReadApi api = new ReadApi(server.ports());
            JsonNode services = api.get("/services").get("services");
            assertThat(services).hasSize(1);
            assertThat(services.get(0).get("service").stringValue()).isEqualTo(SERVICE);
            assertThat(services.get(0).get("spans").asInt()).isEqualTo(2 * CALLS);
            Map<String, JsonNode> found = FoundTraces.all(api, OF_SERVICE);
            assertThat(found).hasSize(CALLS);
            assertThat(found.values()).allSatisfy(trace -> {
                assertThat(trace.get("spans").asInt()).isEqualTo(2);
                assertThat(trace.get("root").get("name").stringValue()).isEqualTo("GET");
                assertThat(trace.get("root").get("kind").asInt()).isEqualTo(3);
            });
            JsonNode list = api.mackerelList("{'serviceName':'" + SERVICE + "','from':" + from + ",'to':"
                    + Instant.now().getEpochSecond() + ",'attributes':[{'key':'http.response.status_code',"
                    + "'value':'200','operator':'EQ','type':'int'},{'key':'http.route','value':'/cart',"
                    + "'operator':'EQ','type':'string'}]}");
            Set<String> listed = new HashSet<>();
            list.get("results").forEach(row -> listed.add(row.get("traceId").stringValue()));
            assertThat(listed).isEqualTo(found.keySet());
        }
    }

    private void runProgram(Ports ports) throws IOException, InterruptedException {
        ProcessBuilder program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-javaagent:" + TARGET.resolve("agent/opentelemetry-javaagent.jar"),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        TARGET.resolve("test-classes").toString(),
                        WebProgram.class.getName(),
                        Integer.toString(CALLS))
                .redirectErrorStream(true);
        program.environment()
                .putAll(Map.of(
                        "OTEL_SERVICE_NAME", SERVICE,
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + ports.http(),
                        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                        "OTEL_METRICS_EXPORTER", "none",
                        "OTEL_LOGS_EXPORTER", "none"));
        Process process = program.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("ERROR").doesNotContain("Failed to export");
    }
}
