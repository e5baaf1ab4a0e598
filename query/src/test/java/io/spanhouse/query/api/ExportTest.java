package io.spanhouse.query.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.spanhouse.query.testing.HookedStore;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
}
