package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spanhouse.ingest.testing.Answer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** JSON that others publish: OTLP's own example, and the traces and queries that Jaeger tests its stores with. */
@Timeout(300)
final class FixturesIT {
    private static final List<String> LEVELS = List.of("span", "resource", "scope", "event", "link");
    private static final String TRACES = "/jaeger-storage/traces/";

    @TempDir
    static Path directory;

    private static final SentSpans SENT = new SentSpans();
    private static final Map<String, Set<String>> TRACE_IDS = new HashMap<>();
    private static PackagedServer server;
    private static ReadApi api;

    @BeforeAll
    static void send() {
        server = PackagedServer.start(directory);
        api = new ReadApi(server.ports());
        try (OtlpSender sender = new OtlpSender(server.ports())) {
            send(sender, "example", Samples.text("/io/spanhouse/ingest/otlp/otlp-example-trace.json"));
            for (String file : Samples.text(TRACES).lines().toList()) {
                send(sender, file.substring(0, file.lastIndexOf('.')), Samples.text(TRACES + file));
            }
        }
        assertThat(TRACE_IDS).hasSize(33);
    }

    private static void send(OtlpSender sender, String name, String json) {
        Answer answer = sender.postJson(json);
        assertThat(answer.ok() && answer.rejectedSpans() == 0)
                .as("%s: %s", name, answer)
                .isTrue();
        ExportTraceServiceRequest request = OtlpJson.request(Samples.json(json));
        SENT.add(request);
        SentSpans ids = new SentSpans();
        ids.add(request);
        TRACE_IDS.put(name, Set.copyOf(ids.traceIds()));
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void comeBackEqual() {
        SENT.assertGotBack(api);
        SENT.assertFound(api);
    }

    @TestFactory
    List<DynamicTest> queriesFindExactlyTheirTraces() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode query : Samples.json(Samples.text("/jaeger-storage/queries.json"))) {
            tests.add(DynamicTest.dynamicTest(query.get("Caption").stringValue(), () -> {
                Set<String> expected = new TreeSet<>();
                query.get("ExpectedFixtures").forEach(name -> expected.addAll(TRACE_IDS.get(name.stringValue())));
                assertThat(FoundTraces.all(api, search(query.get("Query"))).keySet())
                        .containsExactlyInAnyOrderElementsOf(expected);
            }));
        }
        assertThat(tests).hasSize(13);
        return tests;
    }

    /** One span must meet all of it; a tag may lie on any level of that span, each on its own. */
    private static String search(JsonNode query) {
        List<String> conditions = new ArrayList<>();
        conditions.add(compare(attribute("resource", "service.name"), "equal", literal(query.get("ServiceName"))));
        if (!query.get("OperationName").stringValue().isEmpty()) {
            conditions.add(compare(field("name"), "equal", literal(query.get("OperationName"))));
        }
        for (Map.Entry<String, JsonNode> tag : query.get("Tags").properties()) {
            List<String> levels = new ArrayList<>();
            for (String level : LEVELS) {
                levels.add(compare(attribute(level, tag.getKey()), "equal", literal(tag.getValue())));
            }
            conditions.add("{'any':[" + String.join(",", levels) + "]}");
        }
        conditions.add(compare(field("start"), "greaterOrEqual", nanos(query.get("StartTimeMin"))));
        conditions.add(compare(field("start"), "lessOrEqual", nanos(query.get("StartTimeMax"))));
        if (query.get("DurationMin").intValue() > 0) {
            conditions.add(compare(field("duration"), "greaterOrEqual", literal(query.get("DurationMin"))));
        }
        if (query.get("DurationMax").intValue() > 0) {
            conditions.add(compare(field("duration"), "lessOrEqual", literal(query.get("DurationMax"))));
        }
        return "{'filter':{'span':{'all':[" + String.join(",", conditions) + "]}}}";
    }

    private static String compare(String operand, String operator, String literal) {
        return "{'compare':{'operand':" + operand + ",'operator':'" + operator + "','value':" + literal + "}}";
    }

    private static String attribute(String level, String key) {
        return "{'attribute':{'level':'" + level + "','key':'" + key + "'}}";
    }

    private static String field(String name) {
        return "{'field':'" + name + "'}";
    }

    private static String literal(JsonNode value) {
        return value.isString()
                ? "{'text':'" + value.stringValue() + "'}"
                : value.isBoolean()
                        ? "{'truth':" + value + "}"
                        : value.isIntegralNumber() ? "{'whole':'" + value + "'}" : "{'decimal':" + value + "}";
    }

    private static String nanos(JsonNode time) {
        Instant instant = Instant.parse(time.stringValue());
        return "{'whole':'" + (instant.getEpochSecond() * 1_000_000_000L + instant.getNano()) + "'}";
    }
}
