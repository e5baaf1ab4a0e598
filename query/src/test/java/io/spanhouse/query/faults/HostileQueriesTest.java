package io.spanhouse.query.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.storage.testing.MemoryTraceStore;
import io.spanhouse.storage.testing.WorkloadSpans;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Method: right questions with some characters cut, doubled, swapped or put in, over real sockets. Each is answered, or
 * refused as the client's fault; none is the server's. A seed that fails is printed: {@code -Dspanhouse.seed}; more rounds
 * by {@code -Dspanhouse.faults.rounds}.
 */
final class HostileQueriesTest {
    private static final int ROUNDS = Integer.getInteger("spanhouse.faults.rounds", 60);
    private static final String PIECES =
            "(){}[]|&!=~<>\"'`\\.,:+-*/%0123456789eE \t\n\u0000\u00e9\ud83d\ude00;#$@^_azAZ";

    private final MemoryTraceStore store = new MemoryTraceStore();
    private Running server;

    @BeforeEach
    void start() {
        WorkloadSpans spans = new WorkloadSpans(1);
        for (int i = 0; i < 5; i++) {
            store.take("default", spans.next(20));
        }
        server = new Running(store);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String mutated(String question, SplittableRandom random) {
        StringBuilder text = new StringBuilder(question);
        for (int i = 1 + random.nextInt(4); i > 0 && text.length() > 1; i--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0:
                    text.delete(at, end);
                    break;
                case 1:
                    text.insert(at, text.substring(at, end).repeat(1 + random.nextInt(30)));
                    break;
                case 2:
                    text.setCharAt(at, PIECES.charAt(random.nextInt(PIECES.length())));
                    break;
                default:
                    text.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
                    break;
            }
        }
        return text.toString();
    }

    private static SplittableRandom random() {
        long seed = Long.getLong("spanhouse.seed", System.nanoTime());
        System.out.println("HostileQueriesTest seed " + seed);
        return new SplittableRandom(seed);
    }

    private static void assertClientsFault(HttpResponse<String> response, String question) {
        assertThat(response.statusCode()).as(question + "\n" + response.body()).isBetween(200, 499);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/search?q={ span.tier = \"gold\" && duration > 1ms } | count() > 1",
                "/api/search?q={ resource.service.name =~ \"c.*t\" } >> { name = \"add\" || kind = server }",
                "/api/metrics/query_range?q={ status = error } | rate() by (name)",
                "/v1/projects/p/traces?filter=+root:add latency:10ms span:pay tier:gold",
                "/zipkin/api/v2/traces?annotationQuery=tier=gold and why&serviceName=cart",
                "/api/v0/traces/00000000000000010000000000000002?x=1"
            })
    void mutatedLinesAreAnsweredOrRefused(String path) {
        SplittableRandom random = random();
        int value = path.indexOf('=') + 1;
        for (int i = 0; i < ROUNDS; i++) {
            String question = mutated(path.substring(value), random);
            String encoded = URLEncoder.encode(question, StandardCharsets.UTF_8);
            assertClientsFault(server.get(path.substring(0, value) + encoded), question);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/spanhouse/v1/search", "/api/spanhouse/v1/aggregate", "/api/v0/traces"})
    void mutatedFormsAreAnsweredOrRefused(String path) {
        SplittableRandom random = random();
        String form =
                "{\"limit\":7,\"order\":{\"by\":\"spans\"},\"filter\":{\"all\":[{\"field\":\"name\",\"op\":\"=\",\"value\":\"add\"},"
                        + "{\"not\":{\"attribute\":\"tier\",\"op\":\"exists\"}}]},\"serviceName\":\"cart\",\"from\":1,\"to\":1790000000}";
        for (int i = 0; i < ROUNDS; i++) {
            String question = mutated(form, random);
            assertClientsFault(server.post(path, question, "Content-Type", "application/json"), question);
        }
    }

    @Test
    void idsThatAreNoneAreBadRequests() {
        String[] gets = {"/api/traces/", "/api/v2/traces/", "/api/v0/traces/", "/v1/projects/p/traces/"};
        String[] ids = {"..%2f..%2fetc", "zz", "%00", "1".repeat(4_000)};
        for (String path : gets) {
            for (String id : ids) {
                assertThat(server.get(path + id).statusCode()).as(path + id).isBetween(400, 499);
            }
        }
    }
}
