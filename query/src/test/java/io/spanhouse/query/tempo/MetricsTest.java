package io.spanhouse.query.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code GET /api/metrics/query_range} and {@code /api/metrics/query} over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MetricsTest {
    private static final String RANGE = "/api/metrics/query_range?start=1718802000&end=1718802002&step=1s&q=";
    private static final String INSTANT = "/api/metrics/query?start=1718801999&end=1718802002&q=";

    private final Shop shop = new Shop();

    @AfterAll
    void stop() {
        shop.close();
    }

    private void check(String path, String query, String expected) {
        HttpResponse<String> answer = shop.server.get(path + Shop.encoded(query));
        if (expected.startsWith("!")) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains(expected.substring(1));
        } else {
            assertThat(Shop.series(Running.ok(answer))).as(query).isEqualTo(expected.equals("-") ? "" : expected);
        }
    }

    // Trace 1 starts at 0 s, sharp, which is the end of the step of 0 s; its other spans are in the step of 1 s, trace
    // 2 too.
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "{} | count_over_time() # __name__=count_over_time:s 0.0/1.0 1.0/4.0 2.0/0.0",
                "{ status = error } | rate() # __name__=rate:s 0.0/0.0 1.0/1.0 2.0/0.0",
                "{ .dne = 1 } | rate() # -",
                "{} | count_over_time() by(resource.service.name) # resource.service.name=other:s 0.0/0.0 1.0/1.0 2.0/0.0;"
                        + " resource.service.name=pay:s 0.0/0.0 1.0/2.0 2.0/0.0;"
                        + " resource.service.name=shop:s 0.0/1.0 1.0/1.0 2.0/0.0",
                "{ .n > 0 } | count_over_time() by(.n, .dne) # .n=3:i 0.0/1.0 1.0/0.0 2.0/0.0;"
                        + " .n=5:i 0.0/0.0 1.0/1.0 2.0/0.0",
                "{ name = `bank` } | count_over_time() by(.n, .dne) # .n=nil:s 0.0/0.0 1.0/1.0 2.0/0.0",
                "{ name = `db` } | count_over_time() by(status, kind) # status=error:s kind=server:s"
                        + " 0.0/0.0 1.0/1.0 2.0/0.0",
                "{} | max_over_time(duration) # __name__=max_over_time:s 0.0/0.5 1.0/0.2",
                "{ .n > 0 } | sum_over_time(.n) # __name__=sum_over_time:s 0.0/3.0 1.0/5.0",
                "{} | min_over_time(.dne) # -",
                "{ name != `idle` } | avg_over_time(duration) by(resource.service.name) # resource.service.name=pay:s"
                        + " 1.0/0.125; resource.service.name=shop:s 0.0/0.5 1.0/0.1",
                "{ .n > 0 } | quantile_over_time(.n, 0.5, 1) # __name__=quantile_over_time:s p=0.5:d 0.0/3.0 1.0/5.0;"
                        + " __name__=quantile_over_time:s p=1.0:d 0.0/3.0 1.0/5.0",
                "{ .n > 0 } | histogram_over_time(.n) # __name__=histogram_over_time:s __bucket=4.0:d"
                        + " 0.0/1.0 1.0/0.0 2.0/0.0;"
                        + " __name__=histogram_over_time:s __bucket=8.0:d 0.0/0.0 1.0/1.0 2.0/0.0",
                "{nestedSetParent<0 && true} | rate() by(name) # name=checkout:s 0.0/1.0 1.0/0.0 2.0/0.0;"
                        + " name=idle:s 0.0/0.0 1.0/1.0 2.0/0.0",
                "{ rootName = `checkout` && traceDuration > 100ms } | count_over_time() # __name__=count_over_time:s"
                        + " 0.0/1.0 1.0/3.0 2.0/0.0",
                "{ name = `db` } && { name = `bank` } | count_over_time() # __name__=count_over_time:s"
                        + " 0.0/0.0 1.0/2.0 2.0/0.0",
                "{ name = `db` } && { name = `idle` } | count_over_time() # -",
                "{ name = `db` } || { name = `idle` } | count_over_time() # __name__=count_over_time:s"
                        + " 0.0/0.0 1.0/2.0 2.0/0.0",
                "{} | count() > 2 | count_over_time() # __name__=count_over_time:s 0.0/1.0 1.0/3.0 2.0/0.0",
                "{} | select(name) | count_over_time() | topk(3) # __name__=count_over_time:s 0.0/1.0 1.0/4.0 2.0/0.0",
                "{} | count_over_time() by(resource.service.name) | topk(1) # resource.service.name=other:s 2.0/0.0;"
                        + " resource.service.name=pay:s 1.0/2.0; resource.service.name=shop:s 0.0/1.0",
                "{} | count_over_time() by(resource.service.name) | bottomk(1) # resource.service.name=other:s"
                        + " 0.0/0.0 1.0/1.0 2.0/0.0",
                "{} | count_over_time() > 1 # __name__=count_over_time:s 1.0/4.0",
                "{} | count_over_time() > 100 # -",
                "{} | max_over_time(duration) > 300ms # __name__=max_over_time:s 0.0/0.5",
                "{} | rate() by(resource.service.name) | topk(2) > 1 # resource.service.name=pay:s 1.0/2.0",
                "({ status = error } | count_over_time()) / ({} | count_over_time()) #"
                        + " __name__=(count_over_time / count_over_time):s 0.0/0.0 1.0/0.25",
                "({} | count_over_time() by(resource.service.name)) * 2 > 3 # resource.service.name=pay:s 1.0/4.0",
                "({ name = `db` } | rate() by(resource.service.name)) / ({} | rate() by(resource.service.name)) #"
                        + " resource.service.name=shop:s 0.0/0.0 1.0/1.0",
                "({} | count_over_time()) + 1 / 2 # __name__=(count_over_time + 0):s 0.0/1.0 1.0/4.0 2.0/0.0",
                // By what whole traces are like.
                "{} >> {} | rate() # __name__=rate:s 0.0/0.0 1.0/3.0 2.0/0.0",
                "{ name = `checkout` } &> { status = error } | count_over_time() by(name) # name=checkout:s"
                        + " 0.0/1.0 1.0/0.0 2.0/0.0; name=db:s 0.0/0.0 1.0/1.0 2.0/0.0",
                "{ status = error } !~ {} | count_over_time() by(resource.service.name) # resource.service.name=other:s"
                        + " 0.0/0.0 1.0/1.0 2.0/0.0; resource.service.name=pay:s 0.0/0.0 1.0/1.0 2.0/0.0;"
                        + " resource.service.name=shop:s 0.0/1.0 1.0/1.0 2.0/0.0",
                "{} | rate() by(rootName) # rootName=checkout:s 0.0/1.0 1.0/3.0 2.0/0.0; rootName=idle:s"
                        + " 0.0/0.0 1.0/1.0 2.0/0.0",
                "{nestedSetParent<0} >> { status = error } | count_over_time() by(nestedSetParent) # nestedSetParent=1:i"
                        + " 0.0/0.0 1.0/1.0 2.0/0.0",
                "{} | max_over_time(traceDuration) # __name__=max_over_time:s 0.0/0.5 1.0/0.5",
                "{} | max_over_time(event:timeSinceStart) # -",
                "{ rootName = `idle` || name = `db` } | rate() # __name__=rate:s 0.0/0.0 1.0/2.0 2.0/0.0",
                "{ span:childCount > 1 } | rate() # __name__=rate:s 0.0/1.0 1.0/0.0 2.0/0.0",
                "{} | by(name) | count() > 1 | rate() # -",
                "{} | by(resource.service.name) | count() > 1 | rate() # __name__=rate:s 0.0/1.0 1.0/3.0 2.0/0.0",
                "{} | count() > 1 | { .n = 3 } | rate() # __name__=rate:s 0.0/1.0 1.0/0.0 2.0/0.0",
                "({ name = `db` } | count() > 0) || { name = `bank` } | rate() # __name__=rate:s"
                        + " 0.0/0.0 1.0/2.0 2.0/0.0",
                // What cannot be counted.
                "{ name = `x` } # !found a query that picks spans, expected a function of metrics",
                "{} | rate( # !parse error at line 1, col 11: syntax error: unexpected the end"
            })
    void overTime(String query, String expected) {
        check(RANGE, query, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "{} | count_over_time() # __name__=count_over_time:s 5.0",
                "{ name != `idle` && name != `bank` } | rate() # __name__=rate:s 1.0",
                "{} | max_over_time(duration) by(resource.service.name) | topk(1) # resource.service.name=shop:s 0.5",
                "{ .n > 0 } | avg_over_time(.n) # __name__=avg_over_time:s 4.0"
            })
    void atOnce(String query, String expected) {
        check(INSTANT, query, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "start=1718802000 # start and end come together",
                "start=2&end=1 # start must be before end",
                "start=x&end=1 # invalid start",
                "start=1718700000&end=1718802000 # maximum allowed duration of 24h0m0s",
                "since=25h # maximum allowed duration of 24h0m0s",
                "since=never # invalid since",
                "start=1718802000&end=1718802002&step=0 # invalid step",
                "start=1718802000&end=1718802002&step=-1s # invalid step",
                "start=1718802000&end=1718805600&step=1ms # steps from start to end, expected at most",
                "start=0&end=1&step=1s # less than a step after 1970"
            })
    void badTimes(String parameters, String message) {
        HttpResponse<String> answer =
                shop.server.get("/api/metrics/query_range?" + parameters + "&q=" + Shop.encoded("{} | rate()"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "start=1718802000&end=1718802002, 3, 1000",
        "start=1718802000.5&end=1718802001.5&step=1, 3, 1000",
        "start=1718802000000000000&end=1718802001000000000, 21, 50",
        "start=2024-06-19T13:00:00Z&end=2024-06-19T14:00:00Z, 241, 15000",
        "start=2024-06-19T13:00:00Z&end=2024-06-20T13:00:00Z, 289, 300000",
        "start=1718802000&end=1718802100&step=30s, 5, 30000"
    })
    void stepsAreAligned(String parameters, int points, long stepMillis) {
        String step = parameters.contains("1718802002") ? "&step=1s" : "";
        JsonNode samples = shop.server
                .json("/api/metrics/query_range?" + parameters + step + "&q=" + Shop.encoded("{} | rate()"))
                .get("series")
                .get(0)
                .get("samples");
        assertThat(samples.size()).isEqualTo(points);
        for (int i = 0; i < samples.size(); i++) {
            long millis = Long.parseLong(samples.get(i).get("timestampMs").stringValue());
            assertThat(millis % stepMillis).isZero();
        }
    }

    @Test
    void exemplarsNameTheirTraces() {
        JsonNode series = shop.server
                .json(RANGE + Shop.encoded("{ status = error } | rate()") + "&exemplars=10")
                .get("series")
                .get(0);
        assertThat(series.get("exemplars").toString())
                .isEqualTo("[{\"labels\":[{\"key\":\"trace:id\",\"value\":{\"stringValue\":"
                        + "\"00000000000000000000000000000001\"}}],\"value\":1.0,\"timestampMs\":\"1718802000100\"}]");
        assertThat(shop.server
                        .json(RANGE + Shop.encoded("{} | rate() with(exemplars=false)"))
                        .get("series")
                        .get(0)
                        .get("exemplars")
                        .size())
                .isZero();
    }

    @Test
    void zerosAreLeftOutAndMoreThanAHundredExemplarsAreNotGiven() {
        JsonNode series = shop.server
                .json(RANGE + Shop.encoded("{ status = error } | rate()") + "&exemplars=100000")
                .get("series")
                .get(0);
        assertThat(series.get("samples").get(0).toString()).isEqualTo("{\"timestampMs\":\"1718802000000\"}");
        assertThat(series.get("samples").get(1).toString())
                .isEqualTo("{\"timestampMs\":\"1718802001000\",\"value\":1.0}");
        assertThat(series.get("exemplars").size()).isBetween(1, 100);
    }

    @Test
    void seriesOverTheLimitAreSaid() {
        JsonNode answer = shop.server.json(RANGE + Shop.encoded("{} | rate() by(name)") + "&maxSeries=2");
        assertThat(answer.get("series").size()).isEqualTo(2);
        assertThat(answer.get("status").stringValue()).isEqualTo("PARTIAL");
    }
}
