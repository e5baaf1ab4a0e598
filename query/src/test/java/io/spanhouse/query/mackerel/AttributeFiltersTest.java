package io.spanhouse.query.mackerel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters of attributes: every operator with every type, and what they find. */
final class AttributeFiltersTest {
    private static final List<String> OPERATORS =
            List.of("EQ", "NEQ", "GT", "GTE", "LT", "LTE", "STARTS_WITH", "CONTAINS");
    private static final Map<String, String> VALUES =
            Map.of("string", "a", "int", "1", "double", "1.5", "bool", "true");
    private static final Set<String> ALLOWED = Set.of(
            "EQ string",
            "EQ int",
            "EQ double",
            "EQ bool",
            "NEQ string",
            "NEQ bool",
            "GT int",
            "GT double",
            "GTE int",
            "GTE double",
            "LT int",
            "LT double",
            "LTE int",
            "LTE double",
            "STARTS_WITH string",
            "CONTAINS string");

    private final MemoryTraceStore store = new MemoryTraceStore();
    private final Running server = new Running(store);

    @BeforeEach
    void send() {
        Spans spans = new Spans().service("cart");
        spans.span(1, 1, 0, "s", 0, 1).with("k", "abc").end();
        spans.span(2, 1, 0, "s", 0, 1).with("k", "xbc").end();
        spans.span(3, 1, 0, "s", 0, 1).with("k", 5L).end();
        spans.span(4, 1, 0, "s", 0, 1).with("k", 5.0).end();
        spans.span(5, 1, 0, "s", 0, 1).with("k", true).end();
        spans.span(6, 1, 0, "s", 0, 1).with("k", List.of("zzz", "abd")).end();
        spans.span(7, 1, 0, "s", 0, 1).end();
        spans.span(8, 1, 0, "s", 0, 1).with("k", Long.MAX_VALUE).end();
        spans.span(9, 1, 0, "s", 0, 1)
                .with("one", 1L)
                .end()
                .span(9, 2, 1, "t", 0, 1)
                .with("two", 2L)
                .end();
        spans.resource(Map.of("service.name", "cart", "k", "of-resource"))
                .span(10, 1, 0, "s", 0, 1)
                .end();
        store.take("default", spans.build());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String filter(String key, String operator, String type, String value) {
        return "{\"key\":\"" + key + "\",\"operator\":\"" + operator + "\",\"type\":\"" + type + "\",\"value\":\""
                + value + "\"}";
    }

    static List<String> pairs() {
        List<String> pairs = new ArrayList<>();
        for (String operator : OPERATORS) {
            for (String type : VALUES.keySet()) {
                pairs.add(operator + " " + type);
            }
        }
        return pairs;
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyOperatorWithEveryType(String pair) {
        String[] parts = pair.split(" ", -1);
        String body =
                Lists.body("cart", "\"attributes\":[" + filter("k", parts[0], parts[1], VALUES.get(parts[1])) + "]");
        var response = server.post(Lists.PATH, body);
        assertThat(response.statusCode()).isEqualTo(ALLOWED.contains(pair) ? 200 : 400);
        if (!ALLOWED.contains(pair)) {
            assertThat(response.body()).contains(parts[0]).contains(parts[1]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EQ,          string, abc,  '1'",
        "EQ,          string, zzz,  '6'",
        "NEQ,         string, abc,  '2 6'",
        "STARTS_WITH, string, ab,   '1 6'",
        "CONTAINS,    string, b,    '1 2 6'",
        "CONTAINS,    string, B,    ''",
        "EQ,          int,    5,    '3'",
        "EQ,          int,    9223372036854775807, '8'",
        "GT,          int,    4,    '3 8'",
        "LT,          int,    6,    '3'",
        "EQ,          double, 5,    '4'",
        "GTE,         double, 5.0,  '4'",
        "LTE,         double, 4.9,  ''",
        "EQ,          bool,   true, '5'",
        "NEQ,         bool,   false,'5'",
        "EQ,          string, of-resource, ''",
    })
    void whatTheyFind(String operator, String type, String value, String expected) {
        List<Long> ids = Lists.ids(
                server,
                "cart",
                "\"order\":{\"direction\":\"ASC\"}",
                "\"attributes\":[" + filter("k", operator, type, value) + "]");
        assertThat(String.join(" ", ids.stream().map(String::valueOf).toList())).isEqualTo(expected);
    }

    @Test
    void allHoldOnTheSameSpan() {
        String one = filter("one", "EQ", "int", "1");
        String two = filter("two", "EQ", "int", "2");
        assertThat(Lists.ids(server, "cart", "\"attributes\":[" + one + "]")).containsExactly(9L);
        assertThat(Lists.ids(server, "cart", "\"attributes\":[" + one + "," + two + "]"))
                .isEmpty();
        assertThat(Lists.ids(
                        server, "cart", "\"resourceAttributes\":[" + filter("k", "STARTS_WITH", "string", "of") + "]"))
                .containsExactly(10L);
    }

    @ParameterizedTest
    @CsvSource({
        "int, 5.0",
        "int, ''",
        "int, 9223372036854775808",
        "int, abc",
        "double, NaN",
        "double, 1e999",
        "double, 0x1p3",
        "bool, TRUE",
        "bool, 1",
        "text, a"
    })
    void valuesThatAreNotOfTheirType(String type, String value) {
        String body = Lists.body("cart", "\"attributes\":[" + filter("k", "EQ", type, value) + "]");
        assertThat(server.post(Lists.PATH, body).statusCode()).isEqualTo(400);
    }
}
