package io.spanhouse.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.ServerFacts;
import io.spanhouse.query.testing.HookedStore;
import io.spanhouse.query.testing.Keys;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Schemas;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What operators see, over real sockets, and that nobody else does. */
final class AdministrationTest {
    private static final String PATH = ApiRoutes.BASE + "/admin";

    @TempDir
    Path directory;

    private final MemoryTraceStore store = new MemoryTraceStore();
    private final HookedStore hooked = new HookedStore(store);
    private String reader;
    private String administrator;
    private Running server;
    private JsonNode document;

    @BeforeEach
    void open() throws IOException {
        store.project("default");
        store.project("shop");
        Keys keys = new Keys(directory);
        reader = keys.reader("default");
        administrator = keys.administrator();
        server = new Running(hooked, QueryOptions.defaults(), keys.ring(), new Facts());
        document = server.json(ApiRoutes.BASE + "/openapi.json", "X-Api-Key", reader);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode ask(String path) {
        JsonNode answer = server.json(PATH + path, "X-Api-Key", administrator);
        JsonNode schema = document.at("/paths/~1api~1spanhouse~1v1~1admin" + path.replace("/", "~1")
                + "/get/responses/200/content/application~1json/schema");
        assertThat(schema.isMissingNode()).isFalse();
        assertThat(new Schemas(document).complaints(schema, answer)).isEmpty();
        return answer;
    }

    @Test
    void onlyOperatorsSeeIt() {
        for (String path : new String[] {"/projects", "/keys", "/storage", "/queries", "/refused-spans"}) {
            assertThat(server.get(PATH + path, "X-Api-Key", reader).statusCode())
                    .isEqualTo(403);
            assertThat(server.get(PATH + path).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void projectsKeysAndStorage() {
        assertThat(ask("/projects").at("/projects/1/name").stringValue()).isEqualTo("shop");
        JsonNode keys = ask("/keys");
        assertThat(keys.get("keys").size()).isEqualTo(2);
        assertThat(keys.toString())
                .doesNotContain("ecret")
                .doesNotContain(administrator.substring(administrator.lastIndexOf('_') + 1));
        JsonNode storage = ask("/storage");
        assertThat(storage.get("accepting").booleanValue()).isTrue();
        assertThat(storage.at("/retention/ageSeconds").stringValue()).isEqualTo("86400");
        assertThat(storage.at("/retention/bytesMax").isNull()).isTrue();
        JsonNode refused = ask("/refused-spans").at("/refused/0");
        assertThat(refused.get("reason").stringValue()).isEqualTo("too_large");
        assertThat(refused.get("count").stringValue()).isEqualTo("3");
    }

    /** What the rest of a program would say. */
    private static final class Facts implements ServerFacts {
        @Override
        public Retention retention() {
            return new Retention(86_400, Long.MAX_VALUE, 3_600);
        }

        @Override
        public List<RefusedSpans> refusedSpans() {
            return List.of(new RefusedSpans("too_large", 3, 1_718_802_000_000L, "grpc", "sdk/1", "too much"));
        }
    }

    @Test
    void refusalsAndSlowQueriesWithWhatTheyRead() {
        server.post(ApiRoutes.BASE + "/search", "{\"limit\":0}", "X-Api-Key", reader);
        server.post(ApiRoutes.BASE + "/search", "{\"limit\":-1}", "X-Api-Key", reader);
        JsonNode refused = ask("/queries").at("/refused/0");
        assertThat(refused.get("reason").stringValue()).isEqualTo("bad_request");
        assertThat(refused.get("count").stringValue()).isEqualTo("2");
        assertThat(refused.get("message").stringValue()).contains("-1");
        CountDownLatch never = new CountDownLatch(1);
        hooked.before = control -> {
            control.read(7, 3);
            try {
                assertThat(never.await(1_050, TimeUnit.MILLISECONDS)).isFalse();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        server.postJson(ApiRoutes.BASE + "/search", "{\"limit\":3}", "X-Api-Key", reader);
        JsonNode slow = ask("/queries").get("slow");
        assertThat(slow.size()).isEqualTo(1);
        assertThat(slow.at("/0/kind").stringValue()).isEqualTo("search");
        assertThat(slow.at("/0/request").stringValue()).isEqualTo("{\"limit\":3}");
        assertThat(slow.at("/0/statistics/bytesRead").stringValue()).isEqualTo("7");
        assertThat(Long.parseLong(slow.at("/0/nanos").stringValue())).isGreaterThan(1_000_000_000L);
    }
}
