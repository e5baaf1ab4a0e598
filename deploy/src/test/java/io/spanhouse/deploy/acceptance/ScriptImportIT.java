package io.spanhouse.deploy.acceptance;

import static io.spanhouse.deploy.acceptance.ScriptClient.MILLI;
import static io.spanhouse.deploy.acceptance.ScriptClient.SECOND;
import static io.spanhouse.deploy.acceptance.ScriptClient.now;
import static io.spanhouse.deploy.acceptance.ScriptClient.run;
import static io.spanhouse.deploy.acceptance.ScriptClient.tree;
import static io.spanhouse.deploy.acceptance.ScriptClient.values;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Spans of scripts that do not come as OTLP, announced deployments, and the examples of the documentation. */
@Timeout(300)
final class ScriptImportIT {
    @TempDir
    static Path directory;

    private static PackagedServer server;
    private static ScriptClient client;

    @BeforeAll
    static void start() {
        server = PackagedServer.start(directory);
        client = new ScriptClient(server);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static String console(String runId, int id) {
        return "{\"name\":\"gvisor_info_log\",\"context\":{\"trace_id\":\"0x" + String.format("%032x", 900_000 + id)
                + "\",\"span_id\":\"0x" + String.format("%016x", 900_000 + id) + "\",\"trace_state\":\"[]\"},"
                + "\"kind\":\"SpanKind.INTERNAL\",\"parent_id\":null,\"start_time\":\"2026-05-14T06:07:27.238927Z\","
                + "\"end_time\":\"2026-05-14T06:07:27.238966Z\",\"status\":{\"status_code\":\"UNSET\"},"
                + "\"attributes\":{\"run_id\":\"" + runId + "\",\"log.message\":\"Using korelogger to log\","
                + "\"log.level\":\"INFO\",\"log.meta.pid\":\"41\"},\"events\":[],\"links\":[],"
                + "\"resource\":{\"attributes\":{\"service.name\":\"printed\"},\"schema_url\":\"\"}}";
    }

    @Test
    void whatThePythonSdkPrints() {
        assertThat(client.post("/import", console("p1", 1)).body())
                .isEqualTo("{\"stored\":\"1\",\"refused\":\"0\",\"message\":\"\"}");
        assertThat(client.post("/import", "[" + console("p1", 2) + "," + console("p2", 3) + "]")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.post("/import", console("p3", 4) + "\n" + console("p3", 5) + "\n")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.post("/import", console("p1", 1)).statusCode()).isEqualTo(200);
        assertThat(client.json("/printed/runs?period=all").get("total").stringValue())
                .isEqualTo("3");
        JsonNode logs = client.json("/printed/logs?period=all");
        assertThat(logs.get("total").stringValue()).isEqualTo("5");
        assertThat(logs.at("/logs/0/timestamp").stringValue()).isEqualTo("2026-05-14T06:07:27.238927Z");
        HttpResponse<String> bad = client.post("/import", "[1]");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(tree(bad.body()).at("/error/message").stringValue()).contains("expected an object");
        assertThat(client.post("/import", "{\"name\":").statusCode()).isEqualTo(400);
        assertThat(client.post("/import", console("p9", 9).replace("2026-05-14T06:07:27.238927Z", "noon"))
                        .body())
                .contains("start_time is 'noon'");
        assertThat(client.post("/import", console("p9", 9).replace("\"0x", "\"no"))
                        .body())
                .contains("\"refused\":\"1\"");
    }

    @Test
    void deployments() {
        assertThat(client.post("/deployments", "{\"script\":\"dep\",\"status\":\"started\",\"deploymentId\":\"one\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(script("dep").get("state").stringValue()).isEqualTo("In Progress");
        assertThat(client.json("/dep/runs").get("message").stringValue()).isEqualTo("No data to display");
        client.post("/deployments", "{\"script\":\"dep\",\"status\":\"ready\",\"deploymentId\":\"one\"}");
        client.send(run("dep", "before", now() - 60 * SECOND, now(), false, "deployment_id", "one"));
        client.post("/deployments", "{\"script\":\"dep\",\"status\":\"ready\",\"deploymentId\":\"two\"}");
        long later = (System.currentTimeMillis() + 1) * MILLI;
        client.send(run("dep", "after", later, later + SECOND, false, "deployment_id", "two"));
        assertThat(script("dep").get("state").stringValue()).isEqualTo("Deployed");
        assertThat(script("dep").get("deploymentVersion").stringValue()).isEqualTo("2");
        assertThat(values(client.json("/dep/runs?period=today").get("runs"), "deploymentVersion"))
                .contains("2");
        assertThat(client.json("/dep/metrics?period=all")
                        .at("/metrics/sinceDeployment")
                        .stringValue())
                .isEqualTo("1");
        client.post("/deployments", "{\"script\":\"dep\",\"status\":\"undeployed\"}");
        assertThat(script("dep").get("state").stringValue()).isEqualTo("Undeployed");
        assertThat(script("dep").get("runs").stringValue()).isEqualTo("2");
        assertThat(client.post("/deployments", "{\"script\":\"dep\",\"status\":\"gone\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.post("/deployments", "{\"status\":\"ready\"}").statusCode())
                .isEqualTo(400);
    }

    private static JsonNode script(String name) {
        for (JsonNode script : client.json("").get("scripts")) {
            if (script.get("script").stringValue().equals(name)) {
                return script;
            }
        }
        throw new AssertionError("no script " + name);
    }

    /** The examples of the documentation, where their language is. */
    @ParameterizedTest
    @CsvSource({"python3, run.py", "node, run.mjs"})
    void examples(String program, String file) throws IOException, InterruptedException {
        Path example = Path.of(System.getProperty("basedir", "."), "examples", "scripts", file);
        Path output = Files.createTempFile(directory, "example", ".txt");
        ProcessBuilder builder = new ProcessBuilder(program, example.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("OTLP", "http://127.0.0.1:" + server.ports().http());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            Assumptions.abort(program + " is not on this machine");
            return;
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        String script = "greeting-" + file.substring(file.indexOf('.') + 1);
        JsonNode runs = client.json("/" + script + "/runs").get("runs");
        assertThat(runs).hasSize(1);
        JsonNode record =
                client.json("/" + script + "/runs/" + runs.at("/0/runId").stringValue());
        assertThat(record.at("/run/status").stringValue()).isEqualTo("Success");
        assertThat(record.get("input").stringValue()).contains("Ada");
        assertThat(values(record.get("logs"), "message")).contains("Hello Ada", "greeting sent");
    }
}
