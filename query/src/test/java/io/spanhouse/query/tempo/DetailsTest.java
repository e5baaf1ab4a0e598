package io.spanhouse.query.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Events, links and scopes; roots that have not come; odd parameters; times of now: over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DetailsTest {
    private final MemoryTraceStore store = new MemoryTraceStore();
    private final Running server = new Running(store);

    /** Trace 1 has a span with a scope, an event and a link; trace 2 a span whose parent is not there; trace 3 is of now. */
    @BeforeAll
    void send() {
        Spans spans = new Spans();
        spans.service("shop");
        SpanBatchBuilder builder = spans.builder();
        builder.scopeAttribute(spans.pair("team", "blue"));
        int scope = builder.scope(new ScopeColumns.Fields(true, builder.string("lib"), builder.string("1.2"), 0, 0));
        spans.span(1, 1, 0, "root", 0, 100).exception("CardError", "refused");
        builder.scope(scope);
        builder.startEvent();
        builder.eventTimeNanos(Spans.T0 + 20_000_000);
        builder.eventName(builder.string("retry"));
        builder.eventAttribute(spans.pair("attempt", 2L));
        builder.endEvent();
        builder.startLink();
        builder.linkTraceId(0, 0xABC);
        builder.linkSpanId(0xDEF);
        builder.linkAttribute(spans.pair("why", "batch"));
        builder.endLink();
        builder.endSpan();
        spans.span(2, 2, 9, "orphan", 1_000, 3).end();
        long nowMillis = System.currentTimeMillis() - Spans.T0 / 1_000_000;
        spans.span(3, 1, 0, "now", nowMillis - 60_000, 1).end();
        store.take("default", spans.build());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String picked(String query) {
        return Shop.picked(server.json("/api/search?spss=0&start=1718801990&end=1718802010&q=" + Shop.encoded(query)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "{ event.attempt = 2 } # 1:1",
                "{ event.attempt > 2 } # -",
                "{ .attempt = 2 } # -",
                "{ event:name = `retry` } # 1:1",
                "{ event:name = `retry` && event.exception.type = `CardError` } # 1:1",
                "{ event:timeSinceStart = 20ms } # 1:1",
                "{ event:timeSinceStart > 20ms && event:timeSinceStart < 1s } # -",
                "{ link.why = `batch` } # 1:1",
                "{ link:traceID = `abc` && link:spanID = `def` } # 1:1",
                "{ link:traceID = `0000000000000000000000000000abcd` } # -",
                "{ instrumentation.team = `blue` } # 1:1",
                "{ instrumentation:name = `lib` && instrumentation:version = `1.2` } # 1:1",
                "{ instrumentation:name = `other` } # -",
                "{ span:parentID = `9` } # 2:2",
                "{ rootName = nil } # !nil",
                "{ rootName != `root` } # -",
                "{ nestedSetParent < 0 } # 1:1",
                "{} > { name = `orphan` } # -",
                "{ parent.foo = 1 } # !not yet supported",
                "{ childCount = 1 } # !parse error at line 1, col 3"
            })
    void picks(String query, String expected) {
        if (expected.startsWith("!")) {
            HttpResponse<String> answer = server.get("/api/search?q=" + Shop.encoded(query));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains(expected.substring(1));
        } else {
            assertThat(picked(query)).as(query).isEqualTo(expected.equals("-") ? "" : expected);
        }
    }

    @Test
    void aRootThatHasNotComeIsSaid() {
        JsonNode trace = server.json("/api/search?start=1718802001&end=1718802010")
                .get("traces")
                .get(0);
        assertThat(trace.get("rootServiceName").stringValue()).isEqualTo("<root span not yet received>");
        assertThat(trace.has("rootTraceName")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "event # attempt exception.message exception.type",
                "link # why",
                "instrumentation # team",
                "resource # service.name"
            })
    void namesOfEachScope(String scope, String expected) {
        JsonNode scopes = server.json("/api/v2/search/tags?scope=" + scope).get("scopes");
        assertThat(scopes.size()).isEqualTo(1);
        assertThat(scopes.get(0).get("name").stringValue()).isEqualTo(scope);
        List<String> names = new ArrayList<>();
        scopes.get(0).get("tags").forEach(name -> names.add(name.stringValue()));
        assertThat(String.join(" ", names)).isEqualTo(expected);
    }

    @Test
    void intrinsicsAreAllNamed() {
        List<String> names = new ArrayList<>();
        server.json("/api/search/tags?scope=intrinsic").get("tagNames").forEach(name -> names.add(name.stringValue()));
        assertThat(names)
                .contains(
                        "duration",
                        "name",
                        "status",
                        "statusMessage",
                        "kind",
                        "rootServiceName",
                        "rootName",
                        "traceDuration",
                        "event:name",
                        "event:timeSinceStart",
                        "link:spanID",
                        "link:traceID",
                        "instrumentation:name",
                        "instrumentation:version",
                        "trace:id",
                        "trace:rootName",
                        "trace:rootService",
                        "trace:duration",
                        "span:id",
                        "span:parentID",
                        "span:name",
                        "span:kind",
                        "span:status",
                        "span:statusMessage",
                        "span:duration")
                .doesNotContain("parent", "nestedSetParent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "event.attempt # int 2",
                "link.why # string batch",
                "instrumentation.team # string blue",
                "event:name # string exception string retry",
                "instrumentation:name # string lib",
                "span:kind # keyword client keyword consumer keyword internal keyword producer keyword server"
                        + " keyword unspecified",
                "traceDuration # ",
                "event:timeSinceStart # ",
                "statusMessage # "
            })
    void valuesOfEachScope(String tag, String expected) {
        List<String> values = new ArrayList<>();
        server.json("/api/v2/search/tag/" + Shop.encoded(tag) + "/values")
                .get("tagValues")
                .forEach(value -> values.add(value.get("type").stringValue() + " "
                        + value.get("value").stringValue()));
        values.sort(null);
        assertThat(String.join(" ", values)).isEqualTo(expected == null ? "" : expected);
    }

    /** An hour up to now unless a window is given; query is the same as q. */
    @ParameterizedTest
    @CsvSource({
        "/api/metrics/query?query=, 1",
        "/api/metrics/query?since=30s&q=, 0",
        "/api/metrics/query?since=1h30m&q=, 1"
    })
    void windowsOfNow(String path, long spans) {
        JsonNode series =
                server.json(path + Shop.encoded("{} | count_over_time()")).get("series");
        assertThat(series.isEmpty() ? 0 : series.get(0).get("value").asLong()).isEqualTo(spans);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "1, 1", "0, 0", "false, 0"})
    void exemplarsByHint(String hint, int most) {
        JsonNode exemplars = server.json("/api/metrics/query_range?start=1718802000&end=1718802010&step=10s&q="
                        + Shop.encoded("{} | rate() with(exemplars=" + hint + ")"))
                .get("series")
                .get(0)
                .get("exemplars");
        assertThat(exemplars.size()).isBetween(most, most == 0 ? 0 : 2);
    }

    @Test
    void unknownHintsAndParametersChangeNothing() {
        assertThat(picked("{ name = `root` } with(sample=0.1, trace_sample=true, nonsense=`x`)"))
                .isEqualTo("1:1");
        assertThat(server.json("/api/search?q=%7B%7D&nonsense=1&start=1718801990&end=1718802010")
                        .get("traces")
                        .size())
                .isEqualTo(2);
    }
}
