package io.spanhouse.deploy.acceptance;

import static io.spanhouse.deploy.acceptance.ScriptClient.MILLI;
import static io.spanhouse.deploy.acceptance.ScriptClient.SECOND;
import static io.spanhouse.deploy.acceptance.ScriptClient.escaped;
import static io.spanhouse.deploy.acceptance.ScriptClient.now;
import static io.spanhouse.deploy.acceptance.ScriptClient.run;
import static io.spanhouse.deploy.acceptance.ScriptClient.span;
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
        assertThat(values(client.json("/dep/runs?period=all").get("runs"), "runId"))
                .containsExactlyInAnyOrder("before", "after");
        client.send(span(
                "x", "announce", now(), now(), false, "script.name", "told", "script.deployment.status", "started"));
        assertThat(script("told").get("state").stringValue()).isEqualTo("In Progress");
        assertThat(client.post("/deployments", "{\"script\":\"dep\",\"status\":\"gone\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.post("/deployments", "{\"status\":\"ready\"}").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "runs, alpha, 1",
        "runs, 77, 1",
        "runs, BETA, 1",
        "runs, gamma, 1",
        "runs, delta, 1",
        "runs, omega, 0",
        "logs, eps, 1",
        "logs, debug, 1",
        "logs, ZETA, 1",
        "logs, alpha, 0"
    })
    void searchLooksIntoColumns(String list, String text, String found) {
        looked();
        assertThat(client.json("/looked/" + list + "?search=" + text)
                        .get("total")
                        .stringValue())
                .isEqualTo(found);
    }

    @Test
    void periodFiltersAndSearchMustAllHold() {
        long at = looked();
        String succeeded =
                escaped("{\"filters\":[{\"column\":\"status\",\"operator\":\"equals\",\"values\":[\"Success\"]}]}");
        for (String list : new String[] {"/looked/runs?metrics=true&", "/looked/metrics?"}) {
            String path = list + "search=beta&filter=" + succeeded;
            JsonNode metrics =
                    client.json(path + "&from=" + at + "&to=" + (at + 1)).get("metrics");
            assertThat(metrics.get("totalRuns").stringValue()).isEqualTo("1");
            assertThat(metrics.get("responseTimeP90").stringValue()).isEqualTo("10");
            assertThat(metrics.get("responseTimeP99").stringValue()).isEqualTo("10");
            assertThat(client.json(path + "&from=" + (at + 1))
                            .at("/metrics/totalRuns")
                            .stringValue())
                    .isEqualTo("0");
            assertThat(client.json(path.replace("Success", "Failed"))
                            .at("/metrics/totalRuns")
                            .stringValue())
                    .isEqualTo("0");
            assertThat(client.json(path.replace("beta", "nothing"))
                            .at("/metrics/totalRuns")
                            .stringValue())
                    .isEqualTo("0");
        }
        assertThat(values(
                        client.json("/looked/values/runs?column=user&contains=OME")
                                .get("values"),
                        "value"))
                .containsExactly("userOmega");
        JsonNode record = client.json("/looked/runs/id-Alpha");
        assertThat(record.get("input").stringValue()).isEqualTo("[1]");
        assertThat(record.get("output").stringValue()).isEqualTo("2");
        assertThat(client.get("/looked/export/runs?search=beta").body().lines()).hasSize(2);
        assertThat(client.get("/looked/export/runs?search=nothing").body().lines())
                .hasSize(1);
        assertThat(client.get("/a%22%3B%5Cb%0A%C3%A9/export/logs").headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"ab__logs_data.csv\"; filename*=UTF-8''ab%C3%A9_logs_data.csv");
    }

    private static final long LOOKED_AT = now() - 60 * SECOND;
    private static boolean lookedSent;

    /** A run and its log, whose every column has a text of its own, and another run. */
    private static synchronized long looked() {
        if (!lookedSent) {
            lookedSent = true;
            client.send(
                    run(
                            "looked",
                            "id-Alpha",
                            LOOKED_AT,
                            LOOKED_AT + 10 * MILLI,
                            false,
                            "deployment.version",
                            "77",
                            "script.function",
                            "functionBeta",
                            "source_type",
                            "typeGamma",
                            "source",
                            "sourceDelta",
                            "user.id",
                            "userOmega",
                            "args",
                            "[1]",
                            "result",
                            "2"),
                    run("looked", "other", LOOKED_AT, LOOKED_AT + 20 * MILLI, true),
                    span(
                            "looked",
                            "gvisor_debug_log",
                            LOOKED_AT,
                            LOOKED_AT,
                            false,
                            "run_id",
                            "id-Alpha",
                            "log.meta.logid",
                            "L-Eps",
                            "log.level",
                            "DEBUG",
                            "log.message",
                            "message Zeta"));
        }
        return LOOKED_AT;
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
