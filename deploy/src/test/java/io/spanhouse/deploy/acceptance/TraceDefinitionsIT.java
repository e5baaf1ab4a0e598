package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.ingest.testing.Answer;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Trace definitions, recordings and script traces of the packaged program, over OTLP and HTTP, and after a kill. */
@Timeout(300)
final class TraceDefinitionsIT {
    private static final String DEFINITIONS = "/api/spanhouse/v1/trace-definitions";
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final long START_NANOS = 1_760_000_000_000_000_000L;

    @TempDir
    static Path directory;

    private static PackagedServer server;
    private static ReadApi api;
    private static OtlpSender sender;
    private static long lastId;

    @BeforeAll
    static void start() {
        server = PackagedServer.start(directory);
        api = new ReadApi(server.ports());
        sender = new OtlpSender(server.ports());
    }

    @AfterAll
    static void end() {
        sender.close();
        server.close();
    }

    private static JsonNode send(String method, String path, String body, int status) {
        HttpResponse<byte[]> answer = api.send(method, path, ReadApi.quoted(body), JSON);
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(status);
        return ReadApi.json(answer);
    }

    private static JsonNode get(String path) {
        return send("GET", path, "", 200);
    }

    private static String define(String body) {
        return DEFINITIONS + "/"
                + send("POST", DEFINITIONS, body, 200).get("id").stringValue();
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static KeyValue number(String key, long value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setIntValue(value))
                .build();
    }

    private static ExportTraceServiceRequest run(String script, String run, String user, int frames) {
        long id = ++lastId;
        Span.Builder span = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(
                        ByteBuffer.allocate(16).putLong(7).putLong(id).array()))
                .setSpanId(
                        ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).array()))
                .setName("call")
                .setStartTimeUnixNano(START_NANOS + id * 1_000_000)
                .setEndTimeUnixNano(START_NANOS + id * 1_000_000 + 5_000_000)
                .addAttributes(text("run_id", run))
                .addAttributes(text("user.id", user))
                .addAttributes(text("script.result", "result of " + run));
        for (int index = 0; index < frames; index++) {
            span.addEvents(Span.Event.newBuilder()
                    .setName("script.frame")
                    .setTimeUnixNano(START_NANOS + index)
                    .addAttributes(number("script.frame.index", index))
                    .addAttributes(number("code.line.number", index % 10))
                    .addAttributes(number("script.var.i", index))
                    .addAttributes(text("script.var.m" + index % 3, "at " + index)));
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(text("service.name", script)))
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build();
    }

    private static List<Integer> indexes(String recording) {
        return get(recording + "/frames?limit=1000")
                .get("frames")
                .valueStream()
                .map(frame -> frame.get("index").intValue())
                .toList();
    }

    private static double framesDropped() {
        String name = "spanhouse_ingest_frames_dropped_total ";
        return new AdminPort(server.ports())
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    @Test
    void resolutionIsAppliedOverEveryTransportAndTold() {
        double before = framesDropped();
        String everything = define("{'script':'fine'}");
        String fifth = define("{'scripts':['coarse','other'],'resolution':5}");
        for (Transport transport : List.of(Transport.GRPC, Transport.HTTP_PROTOBUF_GZIP)) {
            String run = transport.name();
            Answer fine = sender.offer(
                    transport, run("fine", "fine " + run, "ada", 58).toByteArray());
            assertThat(fine.ok() && fine.message().isEmpty()).as("%s", fine).isTrue();
            Answer coarse =
                    sender.offer(transport, run("coarse", run, "ada", 58).toByteArray());
            assertThat(coarse.ok() && coarse.rejectedSpans() == 0)
                    .as("%s", coarse)
                    .isTrue();
            assertThat(coarse.message()).startsWith("46 frames of recordings were dropped");
            assertThat(indexes(everything + "/recordings/fine%20" + run))
                    .hasSize(58)
                    .startsWith(0, 1, 2);
            assertThat(indexes(fifth + "/recordings/" + run))
                    .containsExactly(0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55);
            assertThat(get(fifth + "/recordings/" + run).get("gaps")).isEmpty();
        }
        assertThat(framesDropped() - before).isEqualTo(92);
        assertThat(get(fifth + "/recordings").get("recordings")).hasSize(2);
    }

    @Test
    void onlyTheUserThatIsAskedForIsRecorded() {
        String definition = define("{'script':'filtered','user':'ada','resolution':2}");
        assertThat(sender.offer(
                                Transport.GRPC,
                                run("filtered", "hers", "ada", 9).toByteArray())
                        .message())
                .isNotEmpty();
        assertThat(sender.offer(Transport.GRPC, run("filtered", "his", "bob", 9).toByteArray())
                        .message())
                .isEmpty();
        JsonNode list = get(definition + "/recordings").get("recordings");
        assertThat(list).hasSize(1);
        assertThat(list.at("/0/user").stringValue()).isEqualTo("ada");
        send("GET", definition + "/recordings/his", "", 404);
        send("PATCH", definition, "{'enabled':false}", 200);
        assertThat(sender.offer(
                                Transport.GRPC,
                                run("filtered", "later", "ada", 9).toByteArray())
                        .message())
                .isEmpty();
        assertThat(get(definition + "/recordings").get("recordings")).hasSize(1);
    }

    @Test
    void rewindsToFrames0And57AndTheLastAlsoAfterAKill() throws Exception {
        String definition = define("{'script':'rewound','description':'why','keep':'1 week'}");
        sender.send(Transport.GRPC, run("rewound", "rewound1", "ada", 120));
        JsonNode traces = get("/v1.1/instances/any/snippets/scripts/rewound/traces/");
        assertStates(definition);
        JsonNode before = get(definition);
        sender.close();
        server.kill();
        server.startAgain();
        sender = new OtlpSender(server.ports());
        assertThat(get(definition)).isEqualTo(before);
        assertStates(definition);
        sender.send(Transport.GRPC, run("rewound", "rewound2", "ada", 1));
        JsonNode later = get("/v1.1/instances/any/snippets/scripts/rewound/traces/");
        assertThat(later.at("/objects/1")).isEqualTo(traces.at("/objects/0"));
        assertThat(later.at("/objects/0/id").intValue()).isEqualTo(2);
    }

    private static void assertStates(String definition) {
        for (int index : new int[] {0, 57, 119}) {
            Map<String, String> expected = new TreeMap<>(Map.of("i", "" + index));
            for (int at = Math.max(0, index - 2); at <= index; at++) {
                expected.put("m" + at % 3, "at " + at);
            }
            Map<String, String> found = new TreeMap<>();
            for (JsonNode variable :
                    get(definition + "/recordings/rewound1/frames/" + index).get("variables")) {
                JsonNode value = variable.get("value").iterator().next();
                found.put(variable.get("name").stringValue(), value.asString());
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void aDefinitionMayBeMadeOfARun() {
        sender.send(Transport.HTTP_PROTOBUF, run("known", "known1", "ada", 1));
        send("POST", DEFINITIONS, "{'run':{'script':'known','runId':'nobody'}}", 404);
        String definition = define("{'run':{'script':'known','runId':'known1'}}");
        assertThat(get(definition).at("/scripts/0").stringValue()).isEqualTo("known");
        sender.send(Transport.HTTP_PROTOBUF, run("known", "known2", "ada", 1));
        assertThat(get(definition + "/recordings").get("recordings")).hasSize(1);
        send("DELETE", definition, "", 200);
        send("GET", definition + "/recordings", "", 404);
        send("POST", DEFINITIONS, "{'script':'x','resolution':0}", 400);
    }

    @Test
    void of101RunsTheLatest100AreListed() {
        for (int run = 0; run < 101; run++) {
            sender.send(Transport.GRPC, run("many", "many" + run, "ada", 0));
        }
        JsonNode list = get("/v1.1/instances/any/snippets/scripts/many/traces/").get("objects");
        assertThat(list).hasSize(100);
        assertThat(list.at("/0/result").stringValue()).isEqualTo("result of many100");
        assertThat(list.at("/99/result").stringValue()).isEqualTo("result of many1");
        assertThat(get(list.at("/0/links/self").stringValue()).get("result")).isEqualTo(list.at("/0/result"));
    }
}
