package io.spanhouse.query.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.storage.StoreOptions;
import io.spanhouse.storage.TraceStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store on disk answers as the naive one does, from its head and from its blocks. */
final class StoredTest {
    private static final List<String> SEARCHES = List.of(
            "{}",
            "{ .foo = nil }",
            "{ .n / 2 = 1 || .arr != `z` }",
            "{ nestedSetParent < 0 } &>> { name =~ `b.*` } | select(nestedSetLeft, status, name)",
            "{ rootName = `checkout` && span:childCount < 2 }",
            "{ trace:id = `1` && span:id != `3` && kind = server }",
            "{} | by(resource.service.name) | avg(duration) > 100ms | coalesce()",
            "({ status = error } | count() > 0) && ({ name = `bank` })");

    private static final List<String> METRICS = List.of(
            "{ rootName = `checkout` && traceDuration > 100ms } | count_over_time() by(name)",
            "{ name = `db` } && { name = `bank` } | rate()",
            "{} | count() > 2 | quantile_over_time(duration, .5, .9) by(resource.service.name)",
            "{ nestedSetParent < 0 } | histogram_over_time(duration)",
            "{} | compare({ status = error || .arr = `a` }, 2)",
            "{ name != `bank` } | compare({ rootName = `checkout` })");

    @Test
    void answersAreThoseOfTheNaiveStore(@TempDir Path directory) {
        try (Shop shop = new Shop();
                TraceStore store = TraceStore.open(StoreOptions.defaults(directory));
                Running server = new Running(store)) {
            store.append(store.project("default"), Shop.spans()).join();
            for (int pass = 0; pass < 2; pass++) {
                for (String query : SEARCHES) {
                    String path = "/api/search?spss=0&q=" + Shop.encoded(query);
                    assertThat(server.json(path).get("traces"))
                            .as(query)
                            .isEqualTo(shop.server.json(path).get("traces"));
                }
                for (String query : METRICS) {
                    String path =
                            "/api/metrics/query_range?start=1718802000&end=1718802002&step=1s&q=" + Shop.encoded(query);
                    assertThat(server.json(path)).as(query).isEqualTo(shop.server.json(path));
                }
                store.settle();
            }
            HttpResponse<String> bad = server.get("/api/search?q=" + Shop.encoded("{ name =~ `(` }"));
            assertThat(bad.statusCode()).isEqualTo(400);
            assertThat(bad.body()).contains("regular expression");
        }
    }
}
