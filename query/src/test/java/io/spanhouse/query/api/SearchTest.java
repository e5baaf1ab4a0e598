package io.spanhouse.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.http.JsonInput;
import io.spanhouse.query.testing.Running;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanSetMatch;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.MemoryTraceStore;
import io.spanhouse.storage.testing.OracleStore;
import io.spanhouse.storage.testing.SeededQueries;
import io.spanhouse.storage.testing.WorkloadSpans;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Search over real sockets, against what the store itself answers. */
final class SearchTest {
    private static final String PATH = "/api/spanhouse/v1/search";

    private final MemoryTraceStore store = new MemoryTraceStore();
    private final OracleStore oracle = new OracleStore();
    private final Running server = new Running(store);

    @AfterEach
    void stop() {
        server.close();
    }

    private void send(long seed) {
        WorkloadSpans workload = new WorkloadSpans(seed);
        for (int i = 0; i < 30; i++) {
            SpanBatch batch = workload.next(20);
            store.take("default", batch);
            oracle.append(batch);
        }
    }

    private static String body(SearchRequest request, String more) {
        return "{\"window\":{\"from\":\""
                + Long.toUnsignedString(request.window().fromNanos()) + "\",\"to\":\""
                + Long.toUnsignedString(request.window().toNanos()) + "\"},\"filter\":"
                + FilterText.of(request.predicate()) + ",\"order\":{\"by\":\""
                + Operands.name(request.order().key()) + "\",\"descending\":"
                + request.order().descending() + "}" + more + "}";
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomQueries(long seed) {
        send(seed);
        SeededQueries queries = new SeededQueries(seed, oracle, store.project("default"));
        for (int i = 0; i < 150; i++) {
            SearchRequest drawn = queries.search();
            String text = FilterText.of(drawn.predicate());
            assertThat(new Filters()
                            .predicate(JsonInput.body(("{\"filter\":" + text + "}").getBytes(StandardCharsets.UTF_8))
                                    .member("filter")))
                    .as("seed %d, query %d", seed, i)
                    .isEqualTo(drawn.predicate());
            SearchRequest request = new SearchRequest(
                    drawn.project(),
                    drawn.window(),
                    drawn.predicate(),
                    drawn.order(),
                    1_000,
                    null,
                    true,
                    Visibility.ALL,
                    drawn.spans());
            SearchAnswer expected = store.search(request, QueryControl.unlimited());
            String spans = drawn.spans() == null ? "" : ",\"spans\":" + SpanSetText.of(drawn.spans());
            JsonNode answer = server.postJson(PATH, body(request, ",\"limit\":1000,\"total\":true" + spans));
            assertThat(matches(answer))
                    .as("seed %d, query %d: %s", seed, i, spans)
                    .isEqualTo(matches(expected));
            assertThat(ids(answer))
                    .as("seed %d, query %d: %s", seed, i, text)
                    .isEqualTo(expected.traces().stream()
                            .map(trace -> trace.traceId().toString())
                            .toList());
            assertThat(answer.get("total").stringValue())
                    .isEqualTo(Long.toString(expected.total().getAsLong()));
        }
    }

    /** What is listed of sets of spans, as far as it is the same in both forms. */
    private static List<String> matches(JsonNode answer) {
        List<String> matches = new ArrayList<>();
        for (JsonNode trace : answer.get("traces")) {
            for (JsonNode set : trace.path("spanSets")) {
                StringBuilder text = new StringBuilder(set.get("matched").stringValue() + " of "
                        + set.get("key").size() + " keys, "
                        + set.get("statistics").size() + " statistics:");
                for (JsonNode span : set.get("spans")) {
                    text.append(' ').append(span.get("spanId").stringValue());
                    span.get("values").forEach(values -> text.append('/').append(values.size()));
                }
                matches.add(text.toString());
            }
        }
        return matches;
    }

    private static List<String> matches(SearchAnswer answer) {
        List<String> matches = new ArrayList<>();
        for (List<SpanSetMatch> sets : answer.spans()) {
            for (SpanSetMatch set : sets) {
                StringBuilder text = new StringBuilder(set.matched() + " of "
                        + set.key().size() + " keys, " + set.statistics().size() + " statistics:");
                for (SpanSetMatch.Span span : set.spans()) {
                    text.append(' ').append(HexFormat.of().toHexDigits(span.spanId()));
                    span.values().forEach(values -> text.append('/').append(values.size()));
                }
                matches.add(text.toString());
            }
        }
        return matches;
    }

    private static List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        answer.get("traces").forEach(trace -> ids.add(trace.get("traceId").stringValue()));
        return ids;
    }

    @Test
    void pagesByCursorNeitherRepeatNorSkipWhileSpansArrive() {
        send(5);
        List<String> all = ids(server.postJson(PATH, "{\"limit\":1000}"));
        List<String> paged = new ArrayList<>();
        String cursor = "null";
        while (true) {
            JsonNode page = server.postJson(PATH, "{\"limit\":7,\"cursor\":" + cursor + "}");
            paged.addAll(ids(page));
            if (page.get("cursor").isNull()) {
                break;
            }
            cursor = "\"" + page.get("cursor").stringValue() + "\"";
            send(100 + paged.size());
        }
        assertThat(paged).isEqualTo(all);
        HttpResponse<String> other =
                server.post(PATH, "{\"limit\":7,\"order\":{\"by\":\"spans\"},\"cursor\":\"nonsense\"}");
        assertThat(other.statusCode()).isEqualTo(400);
    }

    @Test
    void summariesAreWhole() {
        send(9);
        TraceSummary expected = store.search(
                        SearchRequest.newest(store.project("default"), TracePredicate.EVERY, 1),
                        QueryControl.unlimited())
                .traces()
                .get(0);
        JsonNode found = server.postJson(PATH, "{\"limit\":1}").get("traces").get(0);
        assertThat(found.get("start").stringValue()).isEqualTo(Long.toUnsignedString(expected.startNanos()));
        assertThat(found.get("end").stringValue()).isEqualTo(Long.toUnsignedString(expected.endNanos()));
        assertThat(found.get("duration").stringValue()).isEqualTo(Long.toUnsignedString(expected.durationNanos()));
        assertThat(found.get("spans").stringValue()).isEqualTo(Long.toString(expected.spans()));
        assertThat(found.get("errors").stringValue()).isEqualTo(Long.toString(expected.errors()));
        assertThat(found.get("services").size()).isEqualTo(expected.services().size());
        assertThat(found.get("root").isNull()).isEqualTo(expected.root() == null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"limit\":0}|/limit",
                "{\"limit\":1001}|/limit",
                "{\"limit\":\"5\"}|/limit",
                "{\"surprise\":1}|/surprise",
                "{\"filter\":{}}|/filter",
                "{\"filter\":[]}|/filter",
                "{\"filter\":{\"all\":[{\"span\":{\"compare\":{}}}]}}|/filter/all/0/span/compare/value",
                "{\"filter\":{\"all\":[{\"any\":[]},{\"nothing\":1}]}}|/filter/all/1/nothing",
                "{\"filter\":{\"span\":{\"exists\":{\"field\":\"nome\"}}}}|/filter/span/exists/field",
                "{\"filter\":{\"span\":{\"exists\":{\"exceptionFingerprint\":false}}}}"
                        + "|/filter/span/exists/exceptionFingerprint",
                "{\"filter\":{\"trace\":{\"field\":\"spans\",\"operator\":\"contains\",\"number\":1}}}"
                        + "|/filter/trace/operator",
                "{\"filter\":{\"trace\":{\"field\":\"spans\",\"operator\":\"equal\",\"number\":\"1e3\"}}}"
                        + "|/filter/trace/number",
                "{\"filter\":{\"span\":{\"compare\":{\"operand\":{\"field\":\"kind\"},\"operator\":\"startsWith\","
                        + "\"value\":{\"whole\":1}}}}}|/filter/span/compare/operator",
                "{\"filter\":{\"span\":{\"compare\":{\"operand\":{\"field\":\"spanId\"},\"operator\":\"equal\","
                        + "\"value\":{\"hex\":\"abc\"}}}}}|/filter/span/compare/value/hex",
                "{\"window\":{\"from\":\"5\",\"to\":\"4\"}}|/window/from",
                "{\"order\":{\"by\":\"name\"}}|/order/by"
            })
    void nonsenseIsToldWhere(String body, String position) {
        HttpResponse<String> response = server.post(PATH, body);
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = Running.tree(response.body()).get("error");
        assertThat(error.get("position").stringValue()).isEqualTo(position);
        assertThat(error.get("message").stringValue()).contains("expected");
        assertThat(error.get("reason").stringValue()).isEqualTo("bad_request");
    }

    @Test
    void filtersAreBounded() {
        String leaf = "{\"span\":{\"all\":[]}}";
        String wide = "{\"filter\":{\"any\":[" + (leaf + ",").repeat(300) + leaf + "]}}";
        assertThat(server.post(PATH, wide).statusCode()).isEqualTo(400);
        String deep = "{\"filter\":" + "{\"not\":".repeat(5_000) + leaf + "}".repeat(5_000) + "}";
        assertThat(server.post(PATH, deep).statusCode()).isEqualTo(400);
        assertThat(server.post(PATH, "[".repeat(100_000)).statusCode()).isEqualTo(400);
        assertThat(server.post(PATH, "{\"limit\":1,\"limit\":2}").statusCode()).isEqualTo(400);
        assertThat(server.post(PATH, "{} {}").statusCode()).isEqualTo(400);
        assertThat(server.post(PATH, "{\"cursor\":\"" + "x".repeat(2 << 20) + "\"}")
                        .statusCode())
                .isEqualTo(413);
    }
}
