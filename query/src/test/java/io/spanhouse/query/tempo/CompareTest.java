package io.spanhouse.query.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code compare()} over real sockets: which values the selected spans have beside those of the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CompareTest {
    private static final String INSTANT = "/api/metrics/query?start=1718801999&end=1718802002&q=";
    private static final String RANGE = "/api/metrics/query_range?start=1718802000&end=1718802002&step=1s&q=";

    private final Shop shop = new Shop();

    @AfterAll
    void stop() {
        shop.close();
    }

    private static String text(JsonNode label) {
        JsonNode value = label.get("value");
        return value.get(value.propertyNames().iterator().next()).asString();
    }

    /** Series of one attribute: {@code type=value count}, or what is in the other label. */
    private static String series(JsonNode answer, String attribute) {
        List<String> series = new ArrayList<>();
        for (JsonNode one : answer.get("series")) {
            JsonNode labels = one.get("labels");
            assertThat(labels.size()).isEqualTo(2);
            if (labels.get(1).get("key").stringValue().equals(attribute)) {
                String count = one.has("samples")
                        ? samples(one.get("samples"))
                        : Long.toString((long) one.path("value").asDouble(0));
                series.add(text(labels.get(0)) + ":" + text(labels.get(1)) + " " + count);
            }
        }
        series.sort(null);
        return String.join("; ", series);
    }

    private static String samples(JsonNode samples) {
        List<String> values = new ArrayList<>();
        samples.forEach(
                sample -> values.add(Long.toString((long) sample.path("value").asDouble(0))));
        return String.join(",", values);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "{} | compare({ status = error }) # name # baseline:bank 1; baseline:charge 1; baseline:checkout 1;"
                        + " baseline:idle 1; baseline_total:nil 4; selection:db 1; selection_total:nil 1",
                "{} | compare({ status = error }) # status # baseline:unset 4; baseline_total:nil 4; selection:error 1;"
                        + " selection_total:nil 1",
                "{} | compare({ name = `db` }) # kind # baseline:server 4; baseline_total:nil 4; selection:server 1;"
                        + " selection_total:nil 1",
                "{} | compare({ .n = 3 }) # span.n # baseline:5 1; baseline_total:nil 1; selection:3 1;"
                        + " selection_total:nil 1",
                "{} | compare({ resource.service.name = `pay` }) # resource.service.name # baseline:other 1;"
                        + " baseline:shop 2; baseline_total:nil 3; selection:pay 2; selection_total:nil 2",
                // A span with two values counts with each, and once in the total.
                "{} | compare({ name = `charge` }) # span.arr # selection:a 1; selection:b 1; selection_total:nil 1",
                "{ name != `idle` } | compare({ name = `db` }) # resource.service.name # baseline:pay 2; baseline:shop 1;"
                        + " baseline_total:nil 3; selection:shop 1; selection_total:nil 1",
                // Of traces.
                "{} | compare({ rootName = `idle` }) # resource.service.name # baseline:pay 2; baseline:shop 2;"
                        + " baseline_total:nil 4; selection:other 1; selection_total:nil 1",
                "{ rootName = `checkout` } | compare({ traceDuration > 1ms && status = error }) # name # baseline:bank 1;"
                        + " baseline:charge 1; baseline:checkout 1; baseline_total:nil 3; selection:db 1;"
                        + " selection_total:nil 1",
                // Fewer values than there are.
                "{} | compare({ status = error }, 1) # resource.service.name # __too_many_values__:nil 0; baseline:pay 2;"
                        + " baseline_total:nil 4; selection:shop 1; selection_total:nil 1",
                // Those that start within a window.
                "{} | compare({}, 10, 1718802000000000000, 1718802000100000000) # name # baseline:bank 1;"
                        + " baseline:charge 1; baseline:db 1; baseline:idle 1; baseline_total:nil 4;"
                        + " selection:checkout 1; selection_total:nil 1",
                "{} | compare({}, 10, 0, 0) # name # selection:bank 1; selection:charge 1; selection:checkout 1;"
                        + " selection:db 1; selection:idle 1; selection_total:nil 5",
                // By what whole traces are like.
                "{} | compare({ span:childCount > 1 }) # name # baseline:bank 1; baseline:charge 1; baseline:db 1;"
                        + " baseline:idle 1; baseline_total:nil 4; selection:checkout 1; selection_total:nil 1",
                "{} >> {} | compare({ status = error }) # name # baseline:bank 1; baseline:charge 1;"
                        + " baseline_total:nil 2; selection:db 1; selection_total:nil 1",
                "{} | compare({ status = error }) # duration # ",
                "{} | compare({ status = error }) # statusMessage # "
            })
    void atOnce(String query, String attribute, String expected) {
        JsonNode answer = shop.server.json(INSTANT + Shop.encoded(query));
        assertThat(series(answer, attribute)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void overTime() {
        JsonNode answer = shop.server.json(RANGE + Shop.encoded("{} | compare({ status = error }, 1)"));
        assertThat(series(answer, "resource.service.name"))
                .isEqualTo("__too_many_values__:nil ; baseline:pay 0,2,0; baseline_total:nil 1,3,0;"
                        + " selection:shop 0,1,0; selection_total:nil 0,1,0");
    }

    @Test
    void whatCannotBeToldIsRefused() {
        HttpResponse<String> answer = shop.server.get(INSTANT + Shop.encoded("{} | compare({ .a }, 5, 9, 8)"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("the selection of compare() is from 9 to 8");
    }
}
