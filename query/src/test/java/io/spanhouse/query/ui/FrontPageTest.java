package io.spanhouse.query.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

final class FrontPageTest {
    private final MemoryTraceStore store = new MemoryTraceStore();

    @Test
    void textFromOutsideIsNeverMarkup() {
        Spans spans = new Spans().service("<script>alert(1)</script>\u202e");
        spans.span(1, 1, 0, "\"><img src=x onerror='x'>&\u0007", 0, 5).end();
        store.take("default", spans.build());
        try (Running server = new Running(store)) {
            HttpResponse<String> page = server.get("/", "X-Scope-OrgID", "<i>");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
            assertThat(page.body())
                    .doesNotContain("<script", "<img", "<i>", "\u202e", "\u0007")
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt;\uFFFD")
                    .contains("&quot;&gt;&lt;img src=x onerror=&#39;x&#39;&gt;&amp;\uFFFD")
                    .contains("href=\"api/spanhouse/v1/traces/00000000000000000000000000000001\"")
                    .contains("/api/v0/traces/{traceId}");
        }
    }

    @Test
    void anEmptyStoreHasAPageAndAStyle() {
        try (Running server = new Running(store)) {
            assertThat(server.get("/").body()).contains("Waiting for the first span.");
            HttpResponse<String> style = server.get("/page.css");
            assertThat(style.headers().firstValue("Content-Type").orElse("")).startsWith("text/css");
            assertThat(style.body()).contains("body {");
        }
    }
}
