package io.spanhouse.query.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.testing.HookedStore;
import io.spanhouse.query.testing.Keys;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Exports over real sockets: all pages, as of the moment they began, and what breaks off is no whole answer. */
final class ExportTest {
    private static final String PATH = ApiRoutes.BASE + "/export";
    private static final int TRACES = 1_203;

    private final MemoryTraceStore store = new MemoryTraceStore();
    private final HookedStore hooked = new HookedStore(store);
    private final Running server = new Running(hooked);

    @BeforeEach
    void send() {
        Spans spans = new Spans().service("cart, \"old\"");
        for (int trace = 1; trace <= TRACES; trace++) {
            spans.span(trace, 1, 0, "=pay\n" + trace, trace, 5)
                    .with("n", (long) trace)
                    .end();
            spans.span(trace, 2, 1, "card", trace, 2).status(2).end();
        }
        store.take("default", spans.build());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyTraceIsALineOfCsv() {
        HttpResponse<String> response =
                server.post(PATH, "{\"format\":\"csv\",\"order\":{\"by\":\"start\",\"descending\":false}}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
        List<NamedCsvRecord> records =
                CsvReader.builder().ofNamedCsvRecord(response.body()).stream().toList();
        assertThat(records).hasSize(TRACES);
        NamedCsvRecord last = records.get(TRACES - 1);
        assertThat(last.getField("traceId")).endsWith(Integer.toHexString(TRACES));
        assertThat(last.getField("rootName")).isEqualTo("=pay\n" + TRACES);
        assertThat(last.getField("services")).isEqualTo("cart, \"old\"");
        assertThat(last.getField("durationNanos")).isEqualTo("5000000");
        assertThat(last.getField("errors")).isEqualTo("1");
    }

    @Test
    void everyTraceIsALineOfOtlp() {
        String filter =
                "\"filter\":{\"span\":{\"compare\":{\"operand\":{\"attribute\":{\"level\":\"span\",\"key\":\"n\"}},"
                        + "\"operator\":\"lessOrEqual\",\"value\":{\"whole\":\"700\"}}}}";
        HttpResponse<String> response = server.post(PATH, "{\"format\":\"otlpJson\"," + filter + "}");
        List<Long> numbers = new ArrayList<>();
        for (String line : response.body().split("\n", -1)) {
            JsonNode spans = Running.tree(line).at("/resourceSpans/0/scopeSpans/0/spans");
            assertThat(spans.size()).isEqualTo(2);
            numbers.add(
                    Long.parseLong(spans.at("/0/attributes/0/value/intValue").stringValue()));
        }
        assertThat(numbers).hasSize(700).doesNotHaveDuplicates().allMatch(number -> number <= 700);
    }

    @Test
    void spansThatComeMeanwhileAreNotInIt() {
        int[] pages = new int[1];
        hooked.before = control -> {
            if (pages[0]++ == 1) {
                store.take(
                        "default",
                        new Spans()
                                .service("late")
                                .span(9_999, 1, 0, "late", 9_999, 1)
                                .end()
                                .build());
            }
        };
        assertThat(server.post(PATH, "{\"format\":\"csv\"}").body()).doesNotContain("late");
        assertThat(pages[0]).isEqualTo(3);
    }

    @Test
    void whatBreaksOffIsNoWholeAnswer() {
        int[] pages = new int[1];
        hooked.before = control -> {
            if (pages[0]++ == 1) {
                control.cancel();
            }
        };
        assertThatThrownBy(() -> server.post(PATH, "{\"format\":\"csv\"}")).isInstanceOf(UncheckedIOException.class);
        hooked.before = QueryControl::cancel;
        assertThat(server.post(PATH, "{\"format\":\"csv\"}").statusCode()).isEqualTo(504);
    }

    @Test
    void limitsAreNamedAndNonsenseIsRefused() {
        HttpResponse<String> cut = server.post(PATH, "{\"format\":\"csv\",\"limit\":600}");
        assertThat(CsvReader.builder().ofNamedCsvRecord(cut.body()).stream()).hasSize(600);
        assertThat(server.partials).contains("export");
        for (String body : List.of(
                "{}",
                "{\"format\":\"xml\"}",
                "{\"format\":\"csv\",\"limit\":0}",
                "{\"format\":\"csv\",\"cursor\":\"x\"}")) {
            assertThat(server.post(PATH, body).statusCode()).isEqualTo(400);
        }
    }

    private static String address(JsonNode ticket) {
        return ApiRoutes.BASE + "/exports/" + ticket.get("id").stringValue() + "/file?ticket="
                + ticket.get("ticket").stringValue();
    }

    private JsonNode progress(JsonNode ticket) {
        return server.json(ApiRoutes.BASE + "/exports/" + ticket.get("id").stringValue());
    }

    @Test
    void aTicketIsForAFileAndItsEndCanBeAskedFor() {
        JsonNode ticket = server.postJson(
                ApiRoutes.BASE + "/exports", "{\"path\":\"export\",\"body\":{\"format\":\"csv\",\"limit\":600}}");
        assertThat(progress(ticket).get("state").stringValue()).isEqualTo("waiting");
        assertThat(server.send(server.request(address(ticket))
                                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                .build())
                        .statusCode())
                .isEqualTo(405);
        HttpResponse<String> file = server.get(address(ticket));
        assertThat(file.headers().firstValue("Content-Disposition")).hasValue("attachment; filename=\"traces.csv\"");
        assertThat(file.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(CsvReader.builder().ofNamedCsvRecord(file.body()).stream()).hasSize(600);
        JsonNode done = await().until(
                        () -> progress(ticket),
                        one -> one.get("state").stringValue().equals("done"));
        assertThat(done.get("rows").stringValue()).isEqualTo("600");
        assertThat(done.at("/completeness/complete").booleanValue()).isFalse();
        assertThat(server.get(address(ticket)).statusCode()).isEqualTo(401);
        JsonNode broken = server.postJson(
                ApiRoutes.BASE + "/exports", "{\"path\":\"export\",\"body\":{\"format\":\"otlpJson\"}}");
        hooked.before = QueryControl::cancel;
        assertThat(server.get(address(broken)).statusCode()).isEqualTo(504);
        assertThat(progress(broken).get("state").stringValue()).isEqualTo("failed");
        assertThat(progress(broken).get("failure").stringValue()).contains("stopped after 0 traces");
    }

    @Test
    void ticketsAreForFilesAlone() {
        for (String body : List.of(
                "{}",
                "{\"path\":\"search\",\"body\":{}}",
                "{\"path\":\"export\"}",
                "{\"path\":\"exports\",\"body\":{}}",
                "{\"path\":\"../v1/export\",\"body\":{}}",
                "{\"path\":\"scripts/a/export/runs\",\"parameters\":\"a=%zz\"}",
                "{\"path\":\"admin/keys\"}")) {
            assertThat(server.post(ApiRoutes.BASE + "/exports", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        JsonNode runs = server.postJson(
                ApiRoutes.BASE + "/exports", "{\"path\":\"scripts/a%20b/export/runs\",\"parameters\":\"guard=false\"}");
        assertThat(progress(runs).get("state").stringValue()).isEqualTo("waiting");
        assertThat(server.get(ApiRoutes.BASE + "/exports/0/file").statusCode()).isEqualTo(400);
    }

    /** Of its key as it stands when the file is fetched, and of the project that was asked for. */
    @Test
    void aTicketIsItsKeysAndItsProjects(@TempDir Path directory) throws IOException {
        Keys keys = new Keys(directory);
        String key = keys.reader("default", "other");
        String stranger = keys.reader("default");
        String body = "{\"path\":\"export\",\"body\":{\"format\":\"csv\"}}";
        String path = ApiRoutes.BASE + "/exports";
        try (Running keyed = new Running(hooked, QueryOptions.defaults(), keys.ring())) {
            assertThat(keyed.post(path, body).statusCode()).isEqualTo(401);
            JsonNode mine = keyed.postJson(path, body, "Authorization", "Bearer " + key);
            assertThat(keyed.get(path + "/" + mine.get("id").stringValue(), "Authorization", "Bearer " + stranger)
                            .statusCode())
                    .isEqualTo(404);
            assertThat(keyed.get(address(mine), "X-Scope-OrgID", "other").body().lines())
                    .hasSizeGreaterThan(TRACES);
            JsonNode empty = keyed.postJson(path, body, "Authorization", "Bearer " + key, "X-Scope-OrgID", "other");
            assertThat(keyed.get(address(empty)).body().lines()).hasSize(1);
            assertThat(keyed.post(path, body, "Authorization", "Bearer " + stranger, "X-Scope-OrgID", "other")
                            .statusCode())
                    .isEqualTo(403);
            JsonNode late = keyed.postJson(path, body, "Authorization", "Bearer " + key);
            keys.revoke(key);
            assertThat(keyed.get(address(late)).statusCode()).isEqualTo(401);
        }
    }
}
