package io.spanhouse.query.tempo;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Two small traces behind a server: 1 with a tree of four spans and two services, 2 with one span a second later. */
final class Shop implements AutoCloseable {
    static final long T0_SECONDS = Spans.T0 / 1_000_000_000;

    final MemoryTraceStore store = new MemoryTraceStore();
    final Running server = new Running(store);

    Shop() {
        store.take("default", spans());
    }

    static SpanBatch spans() {
        Spans spans = new Spans();
        spans.service("shop");
        spans.span(1, 1, 0, "checkout", 0, 500)
                .with("foo", "bar")
                .with("n", 3L)
                .with("price", 2.5)
                .end();
        spans.span(1, 2, 1, "db", 100, 100)
                .with("k", 2L)
                .with("n", 5L)
                .status(2)
                .end();
        spans.service("pay");
        spans.span(1, 3, 1, "charge", 200, 200)
                .with("arr", List.of("a", "b"))
                .with("flag", true)
                .with("odd name", "x y")
                .end();
        spans.span(1, 4, 3, "bank", 250, 50).end();
        spans.service("other");
        spans.span(2, 1, 0, "idle", 1_000, 0).end();
        return spans.build();
    }

    /** Sets of spans as {@code trace:span span}, by trace. */
    static String picked(JsonNode answer) {
        List<String> sets = new ArrayList<>();
        for (JsonNode trace : answer.get("traces")) {
            for (JsonNode set : trace.get("spanSets")) {
                List<String> spans = new ArrayList<>();
                set.get("spans")
                        .forEach(span -> spans.add(
                                Long.toString(Long.parseLong(span.get("spanID").stringValue(), 16))));
                sets.add(trace.get("traceID").stringValue() + ":" + String.join(" ", spans));
            }
        }
        sets.sort(null);
        return String.join("; ", sets);
    }

    private static String label(JsonNode label) {
        JsonNode value = label.get("value");
        String kind = value.propertyNames().iterator().next();
        return label.get("key").stringValue() + "=" + value.get(kind).asString() + ":" + kind.charAt(0);
    }

    /** Series as labels and points, the seconds of which are counted from the first span on. */
    static String series(JsonNode answer) {
        List<String> series = new ArrayList<>();
        for (JsonNode one : answer.get("series")) {
            List<String> words = new ArrayList<>();
            one.get("labels").forEach(label -> words.add(label(label)));
            for (JsonNode sample : one.path("samples")) {
                double seconds = Long.parseLong(sample.get("timestampMs").stringValue()) / 1e3 - T0_SECONDS;
                words.add(seconds + "/" + sample.path("value").asDouble(0));
            }
            if (!one.has("samples")) {
                words.add(Double.toString(one.path("value").asDouble(0)));
            }
            series.add(String.join(" ", words));
        }
        series.sort(null);
        return String.join("; ", series);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
