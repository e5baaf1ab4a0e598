package io.spanhouse.query.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.testing.Keys;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.StoreOptions;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.scripts.RecordingCandidate;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Two projects whose scripts, runs, deployments, definitions, traces and spans have the same names and ids: each sees its own,
 * and what one changes the other keeps.
 */
final class ScriptProjectsTest {
    private static final String API = "/api/spanhouse/v1";
    private static final String DEFINITIONS = API + "/trace-definitions";
    private static final String RECORDINGS = DEFINITIONS + "/1/recordings";
    private static final String RUNS = API + "/scripts/s/runs";
    private static final String ALL = "?period=all";

    @TempDir
    Path directory;

    private static void fill(TraceStore store, String name, int runs) {
        int project = store.project(name);
        for (int run = 1; run <= runs; run++) {
            Spans spans = new Spans().service("s");
            spans.span(run, 1, 0, "call", run, 5)
                    .with("run_id", "r" + run)
                    .with("deployment_id", "d")
                    .with("script.function", "of " + name)
                    .with("script.result", "result of " + name)
                    .with("user.id", "ada");
            event(spans, "script.frame", "script.var." + name, "variable of " + name);
            event(spans, "script.stdout", "log.message", "printed by " + name);
            spans.builder().endSpan();
            store.append(project, spans.build()).join();
        }
    }

    private static void event(Spans spans, String event, String key, String value) {
        spans.builder().startEvent();
        spans.builder().eventTimeNanos(Spans.T0);
        spans.builder().eventName(spans.builder().string(event));
        spans.builder().eventAttribute(spans.pair("script.frame.index", 0L));
        spans.builder().eventAttribute(spans.pair(key, value));
        spans.builder().endEvent();
    }

    @Test
    void withTheSameNamesAndIdsNeverCross() throws Exception {
        Keys keys = new Keys(directory);
        String first = "Bearer " + keys.editor("alpha");
        String second = "Bearer " + keys.editor("beta");
        String reader = "Bearer " + keys.reader("beta");
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory.resolve("data")));
                Running server = new Running(store, QueryOptions.defaults(), keys.ring())) {
            for (String name : List.of("alpha", "beta")) {
                String key = name.equals("alpha") ? first : second;
                server.postJson(
                        DEFINITIONS, "{\"script\":\"s\",\"description\":\"of " + name + "\"}", "Authorization", key);
                store.scriptState()
                        .recordings()
                        .note(store.project(name), List.of(new RecordingCandidate("s", "ada", "r1")));
            }
            fill(store, "alpha", 1);
            fill(store, "beta", 3);
            for (int round = 0; round < 2; round++) {
                assertSeesOnly(server, first, "alpha", 1);
                assertSeesOnly(server, second, "beta", 3);
                store.settle();
            }
            assertThat(delete(server, reader)).isEqualTo(403);
            assertThat(server.post(DEFINITIONS, "{\"script\":\"s\"}", "Authorization", reader)
                            .statusCode())
                    .isEqualTo(403);
            assertThat(delete(server, second)).isEqualTo(200);
            assertThat(server.get(RECORDINGS + "/r1", "Authorization", second).statusCode())
                    .isEqualTo(404);
            assertSeesOnly(server, first, "alpha", 1);
            assertThat(store.deleteProject("beta")).isTrue();
            store.settle();
            assertSeesOnly(server, first, "alpha", 1);
            store.project("beta");
            assertThat(server.json(API + "/scripts", "Authorization", second).get("scripts"))
                    .isEmpty();
            assertThat(server.json(DEFINITIONS, "Authorization", second).get("definitions"))
                    .isEmpty();
        }
    }

    private static int delete(Running server, String key) {
        return server.send(server.request(DEFINITIONS + "/1", "Authorization", key)
                        .method("DELETE", HttpRequest.BodyPublishers.noBody())
                        .build())
                .statusCode();
    }

    private static void assertSeesOnly(Running server, String key, String name, int runs) {
        String other = name.equals("alpha") ? "beta" : "alpha";
        String instance = "/v1.1/instances/" + name + "/snippets/scripts";
        JsonNode page = server.json(RUNS + ALL + "&metrics=true", "Authorization", key);
        assertThat(page.get("runs")).hasSize(runs);
        assertThat(server.json(instance + "/s/traces/", "Authorization", key).get("objects"))
                .hasSize(runs);
        assertThat(server.json(RECORDINGS, "Authorization", key).get("recordings"))
                .hasSize(1);
        for (String path : List.of(
                API + "/scripts",
                RUNS + ALL + "&metrics=true",
                RUNS + "/r1" + ALL,
                API + "/scripts/s/logs" + ALL,
                API + "/scripts/s/metrics" + ALL,
                API + "/scripts/s/values/runs" + ALL + "&column=function",
                API + "/scripts/s/values/logs" + ALL + "&column=message",
                API + "/scripts/s/export/runs" + ALL,
                API + "/scripts/s/export/logs" + ALL,
                DEFINITIONS,
                DEFINITIONS + "/1",
                RECORDINGS,
                RECORDINGS + "/r1",
                RECORDINGS + "/r1/frames",
                RECORDINGS + "/r1/frames/0",
                instance + "/",
                instance + "/1/",
                instance + "/1/traces/",
                instance + "/1/traces/1/")) {
            assertThat(server.get(path, "Authorization", key))
                    .as(path)
                    .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(200))
                    .satisfies(answer -> assertThat(answer.body())
                            .doesNotContain(other)
                            .contains(path.contains("frames") || path.contains("export") ? name : ""));
        }
        for (String path : List.of(RUNS + "/r2", RUNS + "/r3", instance + "/1/traces/2/")) {
            assertThat(server.get(path, "Authorization", key).statusCode())
                    .as(path)
                    .isEqualTo(runs > 1 ? 200 : 404);
        }
        String instances = "/v1.1/instances/" + other + "/snippets/scripts/";
        assertThat(server.get(instances, "Authorization", key).statusCode()).isEqualTo(403);
        assertThat(server.get(RUNS, "Authorization", key, "X-Scope-OrgID", other)
                        .statusCode())
                .isEqualTo(403);
    }
}
