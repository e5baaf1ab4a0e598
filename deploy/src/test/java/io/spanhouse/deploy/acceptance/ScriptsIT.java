package io.spanhouse.deploy.acceptance;

import static io.spanhouse.deploy.acceptance.ScriptClient.MILLI;
import static io.spanhouse.deploy.acceptance.ScriptClient.SECOND;
import static io.spanhouse.deploy.acceptance.ScriptClient.escaped;
import static io.spanhouse.deploy.acceptance.ScriptClient.event;
import static io.spanhouse.deploy.acceptance.ScriptClient.id;
import static io.spanhouse.deploy.acceptance.ScriptClient.now;
import static io.spanhouse.deploy.acceptance.ScriptClient.run;
import static io.spanhouse.deploy.acceptance.ScriptClient.span;
import static io.spanhouse.deploy.acceptance.ScriptClient.tree;
import static io.spanhouse.deploy.acceptance.ScriptClient.values;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Runs of scripts and their logs, as a monitor of scripts asks for them: what the requirements say, against the program. */
@Timeout(300)
final class ScriptsIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final long WEEK_SECONDS = 7 * 24 * 3_600;

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

    @Test
    void oneOfThreeFailed() {
        long at = now() - 60 * SECOND;
        client.send(
                run(
                        "three",
                        "r1",
                        at,
                        at + 5 * MILLI,
                        false,
                        "source_type",
                        "tool",
                        "source",
                        "flow A",
                        "script.function",
                        "main"),
                run("three", "r2", at + 1, at + 9 * MILLI, true, "source_type", "API", "source", "/run"),
                run("three", "r3", at + 2, at + 7 * MILLI, false, "source_type", "test"));
        JsonNode page = client.json("/three/runs?metrics=true");
        assertThat(values(page.get("runs"), "runId")).containsExactly("r3", "r2", "r1");
        assertThat(values(page.get("runs"), "status")).containsExactly("Success", "Failed", "Success");
        assertThat(values(page.get("runs"), "responseTime")).containsExactly("7", "", "5");
        assertThat(values(page.get("runs"), "sourceType")).containsExactly("test", "API", "Tool");
        assertThat(page.at("/metrics/totalRuns").stringValue()).isEqualTo("3");
        assertThat(page.at("/metrics/failureRate").stringValue()).isEqualTo("33.33");
        assertThat(page.at("/metrics/sinceDeployment").stringValue()).isEqualTo("3");
        assertThat(page.at("/trend/step").stringValue()).isEqualTo("day");
        assertThat(values(page.at("/trend/points"), "totalRuns").stream()
                        .mapToLong(Long::parseLong)
                        .sum())
                .isEqualTo(3);
        assertThat(client.json("/three/metrics?period=today&tz=Asia/Tokyo")
                        .at("/trend/step")
                        .stringValue())
                .isEqualTo("hour");
        JsonNode none = client.json("/never/runs?metrics=true");
        assertThat(none.get("message").stringValue()).isEqualTo("No data to display");
        assertThat(none.at("/metrics/failureRate").stringValue()).isEqualTo("-");
        assertThat(none.at("/metrics/responseTimeP90").stringValue()).isEqualTo("-");
    }

    @Test
    void ranksOfAHundred() {
        long at = now() - 3_600 * SECOND;
        for (int i = 1; i <= 100; i++) {
            client.send(run("hundred", "r" + i, at + i, at + i + i * MILLI, false));
        }
        client.send(run("hundred", "failed", at, at + 900 * MILLI, true));
        JsonNode metrics = client.json("/hundred/metrics").get("metrics");
        assertThat(metrics.get("responseTimeP90").stringValue()).isEqualTo("90");
        assertThat(metrics.get("responseTimeP99").stringValue()).isEqualTo("99");
        assertThat(metrics.get("failureRate").stringValue()).isEqualTo("0.99");
        JsonNode first = client.json("/hundred/runs?limit=60&order=-responseTime");
        assertThat(first.get("total").stringValue()).isEqualTo("101");
        assertThat(first.at("/runs/0/runId").stringValue()).isEqualTo("r100");
        JsonNode second = client.json("/hundred/runs?limit=60&order=-responseTime&cursor="
                + first.get("cursor").stringValue());
        assertThat(values(second.get("runs"), "runId"))
                .hasSize(41)
                .startsWith("r40")
                .endsWith("r1", "failed");
        assertThat(second.get("cursor").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"op\":\"and\",\"filters\":[F(function,equals,add),F(status,equals,Success)]} | a c",
                "{\"op\":\"or\",\"filters\":[F(function,equals,sub),F(status,equals,Failed)]} | b d",
                "{\"filters\":[F(function,contains,AD)]} | a b c",
                "{\"op\":\"and\",\"filters\":[F(function,notEquals,add\",\"sub)]} | e",
                "{\"op\":\"and\",\"filters\":[F(runId,equals,a\",\"d\",\"x)]} | a d",
                "{\"op\":\"and\",\"filters\":[F(responseTime,contains,1)]} | a",
                "{\"op\":\"and\",\"filters\":[F(deploymentVersion,equals,2)]} | c d e",
                "{\"op\":\"and\",\"filters\":[]} | a b c d e"
            })
    void filtersOfRuns(String filter, String expected) {
        filteredRuns();
        String json = filter.replaceAll(
                "F\\(([^,]*),([^,]*),([^)]*)\\)", "{\"column\":\"$1\",\"operator\":\"$2\",\"values\":[\"$3\"]}");
        assertThat(values(
                        client.json("/filtered/runs?order=executedOn&filter=" + escaped(json))
                                .get("runs"),
                        "runId"))
                .containsExactly(expected.split(" "));
    }

    private static boolean filteredSent;

    private static synchronized void filteredRuns() {
        if (filteredSent) {
            return;
        }
        filteredSent = true;
        long at = now() - 600 * SECOND;
        client.send(
                run("filtered", "a", at, at + MILLI, false, "script.function", "add", "deployment_id", "d1"),
                run("filtered", "b", at + 1, at + 1 + MILLI, true, "script.function", "add", "deployment_id", "d1"),
                run(
                        "filtered",
                        "c",
                        at + 2,
                        at + 2 + 2 * MILLI,
                        false,
                        "script.function",
                        "add",
                        "deployment_id",
                        "d2"),
                run(
                        "filtered",
                        "d",
                        at + 3,
                        at + 3 + 3 * MILLI,
                        false,
                        "script.function",
                        "sub",
                        "deployment_id",
                        "d2"),
                run("filtered", "e", at + 4, at + 4 + 4 * MILLI, false, "deployment_id", "d2", "source", "Night Job"));
    }

    @Test
    void searchNeighboursAndValues() {
        filteredRuns();
        assertThat(values(client.json("/filtered/runs?search=NIGHT").get("runs"), "runId"))
                .containsExactly("e");
        String added =
                escaped("{\"filters\":[{\"column\":\"function\",\"operator\":\"equals\",\"values\":[\"add\"]}]}");
        JsonNode record = client.json("/filtered/runs/b?filter=" + added);
        assertThat(record.get("previous").stringValue()).isEqualTo("c");
        assertThat(record.get("next").stringValue()).isEqualTo("a");
        assertThat(client.json("/filtered/runs/c?filter=" + added)
                        .get("previous")
                        .isNull())
                .isTrue();
        assertThat(client.json("/filtered/runs/d?filter=" + added).get("listed").booleanValue())
                .isFalse();
        JsonNode values = client.json("/filtered/values/runs?column=function");
        assertThat(values(values.get("values"), "value")).containsExactly("add", "", "sub");
        assertThat(values(values.get("values"), "count")).containsExactly("3", "1", "1");
    }

    @Test
    void theLastSevenDays() {
        long now = System.currentTimeMillis() * MILLI;
        client.send(
                run("week", "inside", now - WEEK_SECONDS * SECOND + 30 * SECOND, now, false),
                run("week", "outside", now - WEEK_SECONDS * SECOND - SECOND, now, false),
                span(
                        "s",
                        "gvisor_info_log",
                        now,
                        now,
                        false,
                        "run_id",
                        "outside",
                        "log.message",
                        "late",
                        "log.level",
                        "INFO"));
        assertThat(values(client.json("/week/runs").get("runs"), "runId")).containsExactly("inside");
        assertThat(client.json("/week/logs").get("total").stringValue()).isEqualTo("0");
        assertThat(values(client.json("/week/runs?period=all").get("runs"), "runId"))
                .containsExactly("inside", "outside");
        assertThat(client.json("/week/logs?period=all").get("total").stringValue())
                .isEqualTo("1");
        assertThat(values(
                        client.json("/week/runs?from=" + (now - WEEK_SECONDS * SECOND - SECOND) + "&to="
                                        + (now - WEEK_SECONDS * SECOND))
                                .get("runs"),
                        "runId"))
                .containsExactly("outside");
    }

    @Test
    void logsOfARunThatGoesOn() {
        long at = now() - 30 * SECOND;
        logsBeforeTheEnd(at);
        logsAfterTheEnd(at);
    }

    private static void logsBeforeTheEnd(long at) {
        client.send(
                span(
                        "talks",
                        "gvisor_info_log",
                        at + 1,
                        at + 2,
                        false,
                        "run_id",
                        "t1",
                        "log.message",
                        "Adding 3 to 4",
                        "log.level",
                        "INFO",
                        "log.meta.logid",
                        "L-1"),
                span(
                        "talks",
                        "gvisor_error_log",
                        at + 3,
                        at + 4,
                        false,
                        "run_id",
                        "t1",
                        "log.meta.msg",
                        "adding failed",
                        "log.level",
                        "ERROR",
                        "source_type",
                        "test"));
        JsonNode run = client.json("/talks/runs").at("/runs/0");
        assertThat(run.get("status").stringValue()).isEqualTo("In Progress");
        assertThat(run.get("responseTime").stringValue()).isEmpty();
        assertThat(Long.parseLong(run.get("age").stringValue())).isPositive();
        JsonNode logs = client.json("/talks/logs?order=timestamp");
        assertThat(values(logs.get("logs"), "level")).containsExactly("Info", "Error");
        assertThat(logs.at("/logs/0/logId").stringValue()).isEqualTo("L-1");
        assertThat(logs.at("/logs/1/logId")).isEqualTo(logs.at("/logs/1/spanId"));
    }

    private static void logsAfterTheEnd(long at) {
        long id = id();
        String[] own = {"run_id", "t1", "script.name", "talks", "script.input", "{\"a\":3}", "script.output", "[7]"};
        String line =
                event("script.stdout", at + 5, "INFO :: Adding 3 to 4") + "," + event("script.stderr", at + 6, "oops");
        client.send(span("talks", "run", id, at, 0, false, line, own));
        assertThat(client.json("/talks/logs").get("total").stringValue()).isEqualTo("2");

        client.send(span("talks", "run", id, at, at + 10 * MILLI, false, line, own));
        assertThat(client.json("/talks/runs").at("/runs/0/status").stringValue())
                .isEqualTo("Success");
        JsonNode record = client.json("/talks/runs/t1");
        assertThat(values(record.get("logs"), "message"))
                .containsExactly("Adding 3 to 4", "adding failed", "INFO :: Adding 3 to 4", "oops");
        assertThat(values(record.get("logs"), "level")).containsExactly("Info", "Error", "Stdout", "Stderr");
        assertThat(record.get("input").stringValue()).isEqualTo("{\"a\":3}");
        assertThat(record.get("output").stringValue()).isEqualTo("[7]");
        assertThat(record.at("/run/traceIds")).hasSize(3);
        String adding = "{\"filters\":[{\"column\":\"message\",\"operator\":\"contains\",\"values\":[\"Adding\"]}]}";
        assertThat(client.json("/talks/logs?filter=" + escaped(adding))
                        .get("total")
                        .stringValue())
                .isEqualTo("3");
        String levels =
                "{\"op\":\"or\",\"filters\":[{\"column\":\"level\",\"operator\":\"equals\",\"values\":[\"Stdout\"]},"
                        + "{\"column\":\"logId\",\"operator\":\"equals\",\"values\":[\"L-1\"]}]}";
        assertThat(client.json("/talks/logs?filter=" + escaped(levels))
                        .get("total")
                        .stringValue())
                .isEqualTo("2");
    }

    @Test
    void csv() {
        long at = 1_790_000_000L * SECOND;
        client.send(
                run("Qbalance", "q,1", at, at + 1_234_567, false, "source", "say \"hi\"", "source_type", "tool"),
                run("Qbalance", "=2+3", at + SECOND, 0, false, "source", "a\nb"));
        HttpResponse<String> runs = client.get("/Qbalance/export/runs?period=all&tz=Europe/Berlin&order=executedOn");
        assertThat(runs.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"Qbalance_runs_data.csv\"; filename*=UTF-8''Qbalance_runs_data.csv");
        assertThat(runs.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
        assertThat(runs.body())
                .isEqualTo("Run ID,Status,Deployment Version,Response Time,Function,Executed on,Source Type,Source\r\n"
                        + "\"q,1\",Success,,1.235,,2026-09-21T16:13:20+02:00,Tool,\"say \"\"hi\"\"\"\r\n"
                        + "'=2+3,In Progress,,,,2026-09-21T16:13:21+02:00,,\"a\nb\"\r\n");
        assertThat(client.get("/Qbalance/export/runs?period=all&guard=false").body())
                .contains("\r\n=2+3,In Progress");
        client.send(span(
                "Qbalance",
                "gvisor_info_log",
                at,
                at,
                false,
                "run_id",
                "q,1",
                "log.message",
                "@x",
                "log.level",
                "warn",
                "log.meta.logid",
                "i"));
        HttpResponse<String> logs = client.get("/Qbalance/export/logs?period=all");
        assertThat(logs.headers().firstValue("Content-Disposition").orElse("")).contains("Qbalance_logs_data.csv");
        assertThat(logs.body())
                .isEqualTo("Log ID,Log level,Log Message,Timestamp\r\ni,Warning,'@x,2026-09-21T14:13:20Z\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x/runs?filter={\"op\":\"and\",\"filters\":[{\"op\":\"or\",\"filters\":[]}]}",
                "/x/runs?filter={\"op\":\"xor\",\"filters\":[]}",
                "/x/runs?filter={\"filters\":[{\"column\":\"executedOn\",\"operator\":\"equals\",\"values\":[\"1\"]}]}",
                "/x/runs?filter={\"filters\":[{\"column\":\"nothing\",\"operator\":\"equals\",\"values\":[\"1\"]}]}",
                "/x/runs?filter={\"filters\":[{\"column\":\"runId\",\"operator\":\"over\",\"values\":[\"1\"]}]}",
                "/x/runs?filter={\"filters\":[{\"column\":\"runId\",\"operator\":\"equals\",\"values\":[]}]}",
                "/x/logs?filter={\"filters\":[{\"column\":\"timestamp\",\"operator\":\"equals\",\"values\":[\"1\"]}]}",
                "/x/runs?filter=none",
                "/x/runs?period=soon",
                "/x/runs?from=5&to=4",
                "/x/runs?from=yesterday",
                "/x/runs?period=today&from=4",
                "/x/runs?tz=Atlantis",
                "/x/runs?order=runId",
                "/x/runs?limit=0",
                "/x/runs?cursor=AAAA",
                "/x/runs?page=2",
                "/x/logs?order=level",
                "/x/values/runs?column=executedOn",
                "/x/export/runs?guard=maybe"
            })
    void badRequests(String path) {
        int query = path.indexOf("filter=");
        String sent = query < 0 ? path : path.substring(0, query + 7) + escaped(path.substring(query + 7));
        HttpResponse<String> answer = client.get(sent);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(tree(answer.body()).at("/error/message").stringValue()).isNotEmpty();
    }

    @Test
    void unknownRun() {
        HttpResponse<String> answer = client.get("/x/runs/never");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(tree(answer.body()).at("/error/message").stringValue()).contains("never");
    }

    @Test
    void whatIsInProgressComesByItself() throws IOException {
        long at = now();
        client.send(run("live", "l1", at, 0, false));
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + server.ports().query() + "/api/spanhouse/v1/scripts/live/events"))
                .build();
        HttpResponse<InputStream> answer;
        try {
            answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(until(lines, "data: [")).contains("\"runId\":\"l1\"").contains("In Progress");
            client.send(span(
                    "live",
                    "gvisor_info_log",
                    at + 1,
                    at + 2,
                    false,
                    "run_id",
                    "l1",
                    "log.message",
                    "half way",
                    "log.level",
                    "INFO",
                    "script.name",
                    "live"));
            assertThat(until(lines, "event: logs")).isNotEmpty();
            assertThat(until(lines, "data: [")).contains("half way");
            client.send(run("live", "l1", at, at + SECOND, false));
            assertThat(until(lines, "event: runs")).isNotEmpty();
            assertThat(until(lines, "data: [")).contains("Success");
        }
    }

    private static String until(BufferedReader lines, String start) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(start)) {
                return line;
            }
        }
        return "";
    }

    @Test
    void theSameAfterAKill() throws InterruptedException {
        long at = now() - 90 * SECOND;
        client.send(
                run("killed", "k1", at, at + MILLI, false, "deployment_id", "x"),
                run("killed", "k2", at + 1, 0, true),
                span(
                        "killed",
                        "gvisor_info_log",
                        at,
                        at,
                        false,
                        "run_id",
                        "k2",
                        "log.message",
                        "m",
                        "log.level",
                        "INFO"));
        String runs = client.json("/killed/runs").get("runs").toString().replaceAll("\"age\":\"[0-9]*\"", "");
        String logs = client.json("/killed/logs").get("logs").toString();
        server.kill();
        server.startAgain();
        assertThat(client.json("/killed/runs").get("runs").toString().replaceAll("\"age\":\"[0-9]*\"", ""))
                .isEqualTo(runs);
        assertThat(client.json("/killed/logs").get("logs").toString()).isEqualTo(logs);
    }
}
