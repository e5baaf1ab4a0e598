package io.spanhouse.query.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.testing.Keys;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Schemas;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Trace definitions over the wire: made, listed, changed, deleted, refused. */
final class DefinitionsApiTest {
    private static final String BASE = "/api/spanhouse/v1/trace-definitions";

    private final MemoryTraceStore store = new MemoryTraceStore();
    private Running server = new Running(store);

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void areMadeListedChangedAndDeleted() {
        JsonNode made = server.postJson(BASE, quoted("{'script':'Qbalance'}"));
        assertThat(made.get("id").stringValue()).isEqualTo("1");
        assertThat(made.get("scripts").get(0).stringValue()).isEqualTo("Qbalance");
        assertThat(made.get("resolution").intValue()).isEqualTo(1);
        assertThat(made.get("keep").stringValue()).isEqualTo("forever");
        assertThat(made.get("enabled").booleanValue()).isTrue();
        JsonNode second = server.postJson(
                BASE,
                quoted("{'scripts':['a','b'],'description':'why','user':'ada','resolution':5,'keep':'1 week',"
                        + "'enabled':false,'everyNth':3,'onlyWithException':true}"));
        assertThat(server.json(BASE).get("definitions")).hasSize(2);
        assertThat(server.json(BASE + "/2")).isEqualTo(second);
        JsonNode changed = Running.ok(send("PATCH", "/2", quoted("{'keep':45,'enabled':true,'user':''}")));
        assertThat(changed.get("keep").stringValue()).isEqualTo("45 days");
        assertThat(changed.get("user").stringValue()).isEmpty();
        assertThat(changed.get("description").stringValue()).isEqualTo("why");
        assertThat(changed.get("everyNth").intValue()).isEqualTo(3);
        assertThat(Running.ok(send("DELETE", "/2", ""))).isEqualTo(changed);
        assertThat(server.get(BASE + "/2").statusCode()).isEqualTo(404);
        assertThat(server.json(BASE).get("definitions")).containsExactly(made);
        JsonNode document = server.json("/api/spanhouse/v1/openapi.json");
        Schemas schemas = new Schemas(document);
        for (JsonNode answer : new JsonNode[] {made, second, changed}) {
            assertThat(schemas.complaints(document.at("/components/schemas/TraceDefinition"), answer))
                    .isEmpty();
        }
    }

    @Test
    void allAreStoppedByOneCall() {
        server.postJson(BASE, quoted("{'script':'a','keep':'1 week'}"));
        JsonNode off = server.postJson(BASE, quoted("{'script':'b','enabled':false}"));
        server.postJson(BASE, quoted("{'scripts':['a','c']}"));
        JsonNode stopped = server.postJson(BASE + "/stop-all", "").get("definitions");
        assertThat(stopped).hasSize(2);
        JsonNode all = server.json(BASE).get("definitions");
        assertThat(all).containsExactly(stopped.get(0), off, stopped.get(1));
        assertThat(all).allMatch(definition -> !definition.get("enabled").booleanValue());
        assertThat(all.get(0).get("keep").stringValue()).isEqualTo("1 week");
        assertThat(store.scriptState().definitions().anyEnabled(store.project("default")))
                .isFalse();
        assertThat(server.postJson(BASE + "/stop-all", "").get("definitions")).isEmpty();
        assertThat(server.get(BASE + "/stop-all").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "1 day|1 day",
                "1 week|1 week",
                "1 month|1 month",
                "3 months|3 months",
                "forever|forever",
                "30 days|1 month",
                "12 days|12 days"
            })
    void keepIsTakenInWordsAndGivenBack(String sent, String shown) {
        JsonNode made = server.postJson(BASE, quoted("{'script':'s','keep':'" + sent + "'}"));
        assertThat(made.get("keep").stringValue()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{}|exactly one of script, scripts and run",
                "{'script':'a','scripts':['b']}|exactly one of script, scripts and run",
                "{'script':''}|/script",
                "{'script':7}|/script",
                "{'scripts':[]}|/scripts",
                "{'scripts':['a','a']}|a script comes twice",
                "{'script':'a','resolution':0}|/resolution is 0",
                "{'script':'a','resolution':1.5}|/resolution is 1.5",
                "{'script':'a','everyNth':0}|/everyNth is 0",
                "{'script':'a','keep':'2 weeks'}|/keep",
                "{'script':'a','keep':0}|/keep is 0",
                "{'script':'a','keep':'99999 days'}|/keep",
                "{'script':'a','enabled':'yes'}|/enabled",
                "{'script':'a','user':5}|/user",
                "{'script':'a','colour':'red'}|/colour",
                "[]|the body is an array",
                "{|the body is no JSON"
            })
    void whatMakesNoSenseIsToldWhere(String body, String told) {
        HttpResponse<String> answer = server.post(BASE, quoted(body));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Running.tree(answer.body()).at("/error/message").stringValue())
                .contains(told);
    }

    @Test
    void whatIsNotThereIs404() {
        assertThat(server.get(BASE + "/1").statusCode()).isEqualTo(404);
        assertThat(send("PATCH", "/1", "{}").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/1", "").statusCode()).isEqualTo(404);
        assertThat(server.get(BASE + "/x").statusCode()).isEqualTo(400);
        assertThat(server.get(BASE + "/0").statusCode()).isEqualTo(404);
        assertThat(send("PUT", "/1", "{}").statusCode()).isEqualTo(405);
    }

    @Test
    void keysDecideWhoReadsAndWhoChanges() throws Exception {
        server.close();
        Keys keys = new Keys(directory);
        String reader = keys.reader("shop");
        String editor = keys.editor("shop");
        String stranger = keys.editor("stock");
        String narrow = keys.readerOf("frontend");
        KeyRing ring = keys.ring();
        server = new Running(store, QueryOptions.defaults(), ring);
        String body = quoted("{'script':'s'}");
        assertThat(server.post(BASE, body).statusCode()).isEqualTo(401);
        assertThat(server.post(BASE, body, "Authorization", "Bearer " + reader).statusCode())
                .isEqualTo(403);
        JsonNode made = server.postJson(BASE, body, "Authorization", "Bearer " + editor);
        assertThat(editor).contains(made.get("creator").stringValue());
        assertThat(server.json(BASE, "Authorization", "Bearer " + reader).get("definitions"))
                .containsExactly(made);
        assertThat(server.json(BASE, "Authorization", "Bearer " + stranger).get("definitions"))
                .isEmpty();
        assertThat(server.get(BASE + "/1", "Authorization", "Bearer " + stranger)
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.get(BASE, "Authorization", "Bearer " + narrow).statusCode())
                .isEqualTo(403);
        assertThat(server.post(BASE + "/stop-all", "", "Authorization", "Bearer " + reader)
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.postJson(BASE + "/stop-all", "", "Authorization", "Bearer " + stranger)
                        .get("definitions"))
                .isEmpty();
        assertThat(server.json(BASE + "/1", "Authorization", "Bearer " + reader)
                        .get("enabled")
                        .booleanValue())
                .isTrue();
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return server.send(server.request(BASE + path)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }
}
