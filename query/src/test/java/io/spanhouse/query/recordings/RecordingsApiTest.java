package io.spanhouse.query.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Schemas;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.StoreOptions;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.scripts.Definition;
import io.spanhouse.storage.scripts.DefinitionFields;
import io.spanhouse.storage.scripts.RecordingCandidate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Recordings over the wire, held against a plain fold of the frames that were sent. */
final class RecordingsApiTest {
    private static final String BASE = "/api/spanhouse/v1/trace-definitions/1/recordings";
    private static final int PROJECT = 1;

    @TempDir
    Path directory;

    private TraceStore store;
    private Running server;
    private long nextSpan = 1;

    @BeforeEach
    void start() {
        store = TraceStore.open(StoreOptions.defaults(directory));
        assertThat(store.project("default")).isEqualTo(PROJECT);
        server = new Running(store);
        store.scriptState().definitions().create(PROJECT, DefinitionFields.of(List.of("s")), "");
    }

    @AfterEach
    void stop() {
        server.close();
        store.close();
    }

    /** A frame as it is sent: what it sets, by name; null values are sent as empty. */
    private record Sent(int index, TreeMap<String, String> sets) {}

    private void note(String... runs) {
        for (String run : runs) {
            store.scriptState().recordings().note(PROJECT, List.of(new RecordingCandidate("s", "", run)));
        }
    }

    private void run(String runId, List<Sent> frames) {
        Spans spans = new Spans().service("s");
        spans.span(7, nextSpan, 0, "run", 0, 10_000).with("run_id", runId).with("user.id", "ada");
        frames(spans, frames);
        spans.builder().endSpan();
        nextSpan++;
        append(spans);
    }

    private void child(String runId, long parent, List<Sent> frames) {
        Spans spans = new Spans().service("s");
        Spans.One span = spans.span(7, nextSpan, parent, "script.frames", nextSpan % 50, 10);
        if (parent == 0) {
            span.with("run_id", runId);
        }
        frames(spans, frames);
        spans.builder().endSpan();
        nextSpan++;
        append(spans);
    }

    private static void frames(Spans spans, List<Sent> frames) {
        for (Sent frame : frames) {
            spans.builder().startEvent();
            spans.builder().eventTimeNanos(Spans.T0 + frame.index() * 1_000L);
            spans.builder().eventName(spans.builder().string("script.frame"));
            attribute(spans, "script.frame.index", (long) frame.index());
            attribute(spans, "code.file.path", "main.py");
            attribute(spans, "code.line.number", frame.index() % 40L);
            attribute(spans, "code.function.name", "f");
            frame.sets().forEach((name, value) -> attribute(spans, "script.var." + name, value));
            if (frame.index() % 50 == 49) {
                attribute(spans, "exception.type", "E");
                attribute(spans, "exception.message", "at " + frame.index());
            }
            spans.builder().endEvent();
        }
    }

    private static void attribute(Spans spans, String key, Object value) {
        spans.builder().eventAttribute(spans.pair(key, value));
    }

    private void append(Spans spans) {
        store.append(PROJECT, spans.build()).join();
    }

    private static Map<String, String> state(List<Sent> frames, int index) {
        Map<String, String> state = new TreeMap<>();
        for (Sent frame : frames) {
            if (frame.index() <= index) {
                state.putAll(frame.sets());
            }
        }
        return state;
    }

    private static List<Sent> random(Random random, int count) {
        List<Sent> frames = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            if (random.nextInt(20) == 0) {
                continue;
            }
            TreeMap<String, String> sets = new TreeMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                sets.put("v" + random.nextInt(index < count / 2 ? 5 : 12), "at " + index + " " + random.nextInt(3));
            }
            frames.add(new Sent(index, sets));
        }
        return frames;
    }

    private JsonNode get(String path) {
        return server.json(BASE + path);
    }

    private static Map<String, String> shown(JsonNode state) {
        Map<String, String> shown = new TreeMap<>();
        for (JsonNode variable : state.get("variables")) {
            shown.put(
                    variable.get("name").stringValue(),
                    variable.at("/value/stringValue").stringValue());
        }
        return shown;
    }

    @Test
    void everyFrameOfAnyRecordingHasTheStateOfAPlainFold() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        note("r");
        List<Sent> frames = random(random, 700);
        List<List<Sent>> pieces = new ArrayList<>();
        for (int from = 0; from < frames.size(); ) {
            int end = Math.min(frames.size(), from + 1 + random.nextInt(100));
            pieces.add(frames.subList(from, end));
            from = end;
        }
        Collections.shuffle(pieces, random);
        List<Sent> sent = new ArrayList<>(pieces.get(0));
        run("r", pieces.get(0));
        for (int piece = 1; piece < pieces.size(); piece++) {
            child("r", random.nextBoolean() ? 1 : 0, pieces.get(piece));
            sent.addAll(pieces.get(piece));
            if (random.nextInt(3) == 0 || piece == pieces.size() - 1) {
                sent.sort((one, other) -> Integer.compare(one.index(), other.index()));
                assertStates(sent, random, "seed " + seed + " after piece " + piece);
            }
            if (random.nextInt(4) == 0) {
                store.settle();
            }
        }
        child("r", 1, pieces.get(0));
        assertThat(get("/r").get("frames").intValue()).as("sent again").isEqualTo(frames.size());
        assertStates(frames, random, "seed " + seed + " with a repeated piece");
    }

    @Test
    void framesOfSpansThatDoNotNameTheRunAreThereAtOnce() {
        note("r");
        run("r", List.of(new Sent(0, new TreeMap<>(Map.of("v", "0")))));
        for (int index = 1; index < 4; index++) {
            assertThat(get("/r").get("lastFrame").intValue()).isEqualTo(index - 1);
            child("r", 1, List.of(new Sent(index, new TreeMap<>(Map.of("v", "" + index)))));
        }
        assertThat(shown(get("/r/frames/3"))).isEqualTo(Map.of("v", "3"));
    }

    private void assertStates(List<Sent> sent, Random random, String what) {
        JsonNode recording = get("/r");
        int last = sent.get(sent.size() - 1).index();
        assertThat(recording.get("frames").intValue()).as(what).isEqualTo(sent.size());
        assertThat(recording.get("firstFrame").intValue()).isEqualTo(sent.get(0).index());
        assertThat(recording.get("lastFrame").intValue()).isEqualTo(last);
        assertThat(gaps(recording)).as(what).isEqualTo(missing(sent));
        for (int i = 0; i < 12; i++) {
            int at = i == 0 ? 0 : i == 1 ? sent.size() - 1 : random.nextInt(sent.size());
            int index = sent.get(at).index();
            JsonNode state = get("/r/frames/" + index);
            assertThat(state.at("/frame/index").intValue()).isEqualTo(index);
            assertThat(shown(state)).as(what + " frame " + index).isEqualTo(state(sent, index));
            for (JsonNode variable : state.get("variables")) {
                assertThat(variable.get("changed").booleanValue())
                        .isEqualTo(sent.get(at)
                                .sets()
                                .containsKey(variable.get("name").stringValue()));
            }
        }
    }

    private static List<Integer> gaps(JsonNode recording) {
        List<Integer> missing = new ArrayList<>();
        for (JsonNode gap : recording.get("gaps")) {
            for (int index = gap.get("first").intValue();
                    index <= gap.get("last").intValue();
                    index++) {
                missing.add(index);
            }
        }
        return missing;
    }

    private static List<Integer> missing(List<Sent> sent) {
        List<Integer> missing = new ArrayList<>();
        for (int i = 1; i < sent.size(); i++) {
            for (int index = sent.get(i - 1).index() + 1; index < sent.get(i).index(); index++) {
                missing.add(index);
            }
        }
        return missing;
    }

    @Test
    void rewindsToFrames0And57AndTheLast() {
        note("r");
        List<Sent> frames = new ArrayList<>();
        for (int index = 0; index < 120; index++) {
            frames.add(new Sent(index, new TreeMap<>(Map.of("i", "" + index, "m" + index % 7, "" + index))));
        }
        run("r", frames);
        for (int index : new int[] {0, 57, 119}) {
            assertThat(shown(get("/r/frames/" + index))).isEqualTo(state(frames, index));
        }
        JsonNode state = get("/r/frames/57");
        assertThat(state.get("previous").intValue()).isEqualTo(56);
        assertThat(state.get("next").intValue()).isEqualTo(58);
        assertThat(state.get("previousException").intValue()).isEqualTo(49);
        assertThat(state.get("nextException").intValue()).isEqualTo(99);
        assertThat(state.at("/frame/line").stringValue()).isEqualTo("17");
        assertThat(get("/r/frames/0").get("previous").isNull()).isTrue();
        assertThat(get("/r/frames/99").get("nextException").isNull()).isTrue();
        assertThat(get("/r/frames/99").at("/frame/exception").booleanValue()).isTrue();
        assertThat(get("/r/frames/119").get("next").isNull()).isTrue();
        JsonNode page = get("/r/frames?from=50&limit=3");
        assertThat(page.get("frames")).hasSize(3);
        assertThat(page.at("/frames/0/index").intValue()).isEqualTo(50);
        assertThat(page.get("next").intValue()).isEqualTo(53);
        assertThat(get("/r/frames?from=118").get("frames")).hasSize(2);
        assertThat(get("/r/frames?from=120").get("frames")).isEmpty();
        assertAsDescribed("/r", "/{run}");
        assertAsDescribed("/r/frames?from=50&limit=3", "/{run}/frames");
        assertAsDescribed("/r/frames/57", "/{run}/frames/{frame}");
        assertAsDescribed("", "");
    }

    private void assertAsDescribed(String path, String template) {
        JsonNode document = server.json("/api/spanhouse/v1/openapi.json");
        JsonNode operation = document.get("paths")
                .get("/api/spanhouse/v1/trace-definitions/{definition}/recordings" + template)
                .get("get");
        JsonNode schema = operation.at("/responses/200/content/application~1json/schema");
        assertThat(new Schemas(document).complaints(schema, get(path))).isEmpty();
    }

    @Test
    void findsFramesByWhatTheySetEitherWay() {
        note("r");
        List<Sent> frames = new ArrayList<>();
        for (int index = 0; index < 2_300; index++) {
            frames.add(new Sent(
                    index, new TreeMap<>(Map.of("i", "v" + index, "Total", index % 500 == 3 ? "Gold" : "x"))));
        }
        for (int from = 0; from < frames.size(); from += 100) {
            child("r", 0, frames.subList(from, Math.min(frames.size(), from + 100)));
        }
        assertThat(found("text=gold")).isEqualTo("[3] 4");
        assertThat(found("text=GOLD&from=4&limit=3")).isEqualTo("[503,1003,1503] 1504");
        assertThat(found("text=gold&from=502&direction=backward&limit=9")).isEqualTo("[3] null");
        assertThat(found("text=v2299")).isEqualTo("[2299] null");
        assertThat(found("text=none+such")).isEqualTo("[] null");
        assertThat(found("text=total&from=2298&limit=9")).isEqualTo("[2298,2299] null");
        JsonNode match = get("/r/find?text=gold").at("/matches/0");
        assertThat(match.get("variable").stringValue()).isEqualTo("Total");
        assertThat(match.get("around").stringValue()).isEqualTo("Gold");
        for (String wrong : List.of("text=", "", "text=a&direction=up", "text=a&limit=0", "text=a&from=-1")) {
            assertThat(server.get(BASE + "/r/find?" + wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertAsDescribed("/r/find?text=gold", "/{run}/find");
    }

    /** The frames with a text, and where to go on; a busy machine may need several answers for them. */
    private String found(String query) {
        List<Integer> frames = new ArrayList<>();
        JsonNode answer = get("/r/find?" + query);
        answer.get("matches").forEach(match -> frames.add(match.get("frame").intValue()));
        while (frames.isEmpty() && !answer.get("next").isNull()) {
            answer = get("/r/find?" + query.replaceAll("&from=[0-9]+", "") + "&from="
                    + answer.get("next").intValue());
            answer.get("matches").forEach(match -> frames.add(match.get("frame").intValue()));
        }
        return frames.toString().replace(" ", "") + " " + answer.get("next");
    }

    @Test
    void listsWhoRanWhatTheNewestFirst() {
        note("a", "b", "gone", "c");
        for (String run : List.of("a", "b", "c", "notNoted")) {
            run(run, List.of(new Sent(0, new TreeMap<>(Map.of("x", "1")))));
        }
        JsonNode page = get("?limit=2");
        assertThat(page.at("/recordings/0/runId").stringValue()).isEqualTo("c");
        assertThat(page.at("/recordings/1/runId").stringValue()).isEqualTo("b");
        assertThat(page.at("/recordings/0/user").stringValue()).isEqualTo("ada");
        assertThat(page.at("/recordings/0/frames").intValue()).isEqualTo(1);
        assertThat(page.at("/recordings/0/duration").stringValue()).isEqualTo("10000000000");
        JsonNode next = get("?limit=2&cursor=" + page.get("cursor").stringValue());
        assertThat(next.get("recordings")).hasSize(1);
        assertThat(next.at("/recordings/0/runId").stringValue()).isEqualTo("a");
        assertThat(next.get("cursor").isNull()).isTrue();
        assertThat(server.get(BASE + "/gone").statusCode()).isEqualTo(404);
        assertThat(server.get(BASE + "/notNoted").statusCode()).isEqualTo(404);
        assertThat(server.get(BASE + "/a/frames/1").statusCode()).isEqualTo(404);
        assertThat(server.get(BASE + "/a/frames/x").statusCode()).isEqualTo(400);
        assertThat(server.get(BASE + "/a/frames?from=-1").statusCode()).isEqualTo(400);
        assertThat(server.get(BASE + "/a/frames?limit=0").statusCode()).isEqualTo(400);
        assertThat(server.get(BASE + "?cursor=x").statusCode()).isEqualTo(400);
        assertThat(server.get(BASE.replace("/1/", "/2/")).statusCode()).isEqualTo(404);
    }

    @Test
    void onlyRunsWithAnExceptionAreListedIfAsked() {
        note("fine", "bad");
        run("fine", List.of(new Sent(0, new TreeMap<>())));
        run("bad", List.of(new Sent(0, new TreeMap<>()), new Sent(49, new TreeMap<>())));
        Definition definition = store.scriptState().definitions().find(PROJECT, 1);
        store.scriptState()
                .definitions()
                .change(1, definition.number(), new DefinitionFields(List.of("s"), "", "", 1, 0, true, 1, true));
        assertThat(get("").get("recordings")).hasSize(1);
        assertThat(get("").at("/recordings/0/exception").stringValue()).isEqualTo("E: at 49");
        assertThat(server.get(BASE + "/fine").statusCode()).isEqualTo(404);
    }

    @Test
    void valuesOfAnyKindAndSizeComeBackWhole() {
        note("r");
        String large = "x".repeat(300_000);
        Spans spans = new Spans().service("s");
        spans.span(7, 1, 0, "run", 0, 10).with("run_id", "r");
        spans.builder().startEvent();
        spans.builder().eventName(spans.builder().string("script.frame"));
        attribute(spans, "script.frame.index", 0L);
        attribute(spans, "script.var.large", large);
        attribute(spans, "script.var.list", List.of("a", "b"));
        attribute(spans, "script.var.number", Long.MIN_VALUE);
        attribute(spans, "script.var.truth", true);
        attribute(spans, "script.var.real", 0.5);
        attribute(spans, "script.var.bytes", new byte[] {1, 2});
        spans.builder().endEvent();
        spans.builder().endSpan();
        append(spans);
        for (int round = 0; round < 2; round++) {
            JsonNode variables = get("/r/frames/0").get("variables");
            assertThat(variables).hasSize(6);
            assertThat(variables.at("/0/value/bytesValue").stringValue()).isEqualTo("AQI=");
            assertThat(variables.at("/1/value/stringValue").stringValue()).isEqualTo(large);
            assertThat(variables.at("/2/value/arrayValue/values/1/stringValue").stringValue())
                    .isEqualTo("b");
            assertThat(variables.at("/3/value/intValue").stringValue()).isEqualTo("" + Long.MIN_VALUE);
            assertThat(variables.at("/4/value/doubleValue").doubleValue()).isEqualTo(0.5);
            assertThat(variables.at("/5/value/boolValue").booleanValue()).isTrue();
            store.settle();
        }
    }
}
