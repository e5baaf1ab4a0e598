package io.spanhouse.query.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Two traces that tests ask for, and how they look at the answers. */
final class JaegerShop {
    static final long T0_MICROS = Spans.T0 / 1_000;
    static final String OLD =
            "/jaeger/api/traces?start=" + (T0_MICROS - 1_000_000) + "&end=" + (T0_MICROS + 600_000_000) + "&service=";
    static final String NEW = "query.start_time_min=2024-06-19T12:00:00Z&query.startTimeMax=2024-06-19T16:00:00+02:00";

    private JaegerShop() {}

    /** Trace a: web calls db, which fails; trace b: an orphan of web, with a link and an event. */
    static void send(MemoryTraceStore memory) {
        Spans spans = new Spans();
        SpanBatchBuilder builder = spans.builder();
        spans.resource(Map.of("service.name", "web"))
                .span(0xa, 1, 0, "GET /", 0, 1_500)
                .with("z", "last")
                .with("a", 9_007_199_254_740_993L)
                .end();
        spans.resource(Map.of("service.name", "db"));
        Spans.One query = spans.span(0xa, 2, 1, "select", 1, 2).with("ok", false);
        builder.status(2, builder.string("no such table"));
        query.end();
        spans.resource(Map.of("service.name", "web", "host", "h1")).scope("lib", "2", Map.of("sc", "of scope"));
        Spans.One orphan = spans.span(0xb, 1, 7, "GET /", 60_000, 1)
                .with("d", 72.5)
                .with("b", new byte[] {1, 2})
                .with("l", List.of("x", "y"));
        builder.kind(0);
        builder.startEvent();
        builder.eventName(builder.string("late"));
        builder.eventTimeNanos(Spans.T0 + 2_000);
        builder.endEvent();
        builder.startEvent();
        builder.eventName(builder.string("early"));
        builder.eventTimeNanos(Spans.T0 + 1_000);
        builder.eventAttribute(spans.pair("ev", 200L));
        builder.endEvent();
        builder.startLink();
        builder.linkTraceId(0, 0xa);
        builder.linkSpanId(2);
        builder.linkAttribute(spans.pair("ln", true));
        builder.endLink();
        orphan.end();
        memory.take("default", spans.build());
    }

    static JsonNode refused(HttpResponse<String> response, int status, String complaint) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonNode answer = Running.tree(response.body());
        assertThat(answer.get("data").isNull()).isTrue();
        assertThat(answer.at("/errors/0/code").intValue()).isEqualTo(status);
        assertThat(answer.at("/errors/0/msg").stringValue()).contains(complaint);
        return answer;
    }

    static List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        answer.get("data")
                .forEach(trace -> ids.add(trace.get("traceID").stringValue().replaceFirst("^0+", "")));
        return ids;
    }
}
