package io.spanhouse.query.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What structured filters mean, and which are refused: a row for each rule. Traces 1 to 4 have one span each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FilterTest {
    private static final String WINDOW =
            "query.startTimeMin=2024-06-19T00:00:00Z&query.startTimeMax=2024-06-20T00:00:00Z";
    private final MemoryTraceStore store = new MemoryTraceStore();
    private final Running server = new Running(store);
    private static final long MILLI = 1_000_000;

    @BeforeAll
    void send() {
        Spans spans = new Spans();
        SpanBatchBuilder builder = spans.builder();
        spans.resource(Map.of("service.name", "shop", "env", "prod"));
        spans.scope("lib", "1", Map.of("rel", "y"));
        Spans.One one = spans.span(1, 0xa1, 0, "checkout", 0, 2_000)
                .with("n", 5L)
                .with("s", "b")
                .with("t", true)
                .with("same", "checkout")
                .status(2);
        event(spans, "exception", 10, Map.of("type", "io", "code", 7L));
        event(spans, "retry", 1_000, Map.of("code", 9L));
        builder.startLink();
        builder.linkTraceId(0, 0xabc);
        builder.linkSpanId(0xd);
        builder.linkAttribute(spans.pair("rel", "x"));
        builder.endLink();
        one.end();
        spans.resource(Map.of("service.name", "bank"));
        Spans.One two = spans.span(2, 0xa2, 7, "cart", 1, 10)
                .with("n", "5")
                .with("s", "a")
                .with("t", "true")
                .with("env", "dev")
                .status(1);
        builder.kind(3);
        two.end();
        Spans.One three = spans.span(3, 0xa3, 0, "", 2, 1)
                .with("n", 5.5)
                .with("list", List.of("a", "b"))
                .with("m", 5L);
        builder.kind(1);
        event(spans, "exception", 2_002, Map.of("code", 9L));
        three.end();
        spans.resource(Map.of("host", "h"));
        Spans.One four = spans.span(4, 0xa4, 0, "none", 3, 0);
        builder.kind(0);
        four.end();
        store.take("default", spans.build());
    }

    private static void event(Spans spans, String name, long atMillis, Map<String, Object> attributes) {
        SpanBatchBuilder builder = spans.builder();
        builder.startEvent();
        builder.eventName(builder.string(name));
        builder.eventTimeNanos(Spans.T0 + atMillis * MILLI);
        attributes.forEach((key, value) -> builder.eventAttribute(spans.pair(key, value)));
        builder.endEvent();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** In short form: fields and attributes as {@code level.name}, constants behind a type. */
    private HttpResponse<String> ask(String filter) {
        return server.get("/jaeger/api/v3/trace-summaries?" + WINDOW + "&query.filter="
                + URLEncoder.encode(filter.replace('\'', '"'), StandardCharsets.UTF_8));
    }

    private String found(String filter) {
        TreeSet<String> ids = new TreeSet<>();
        for (JsonNode summary : Running.ok(ask(filter)).get("summaries")) {
            ids.add(summary.get("traceId").stringValue().replaceFirst("^0+", ""));
        }
        return String.join(" ", ids);
    }

    private static String term(String text) {
        int colon = text.indexOf(':');
        String kind = text.substring(0, colon);
        String rest = text.substring(colon + 1);
        int dot = rest.indexOf('.');
        return switch (kind) {
            case "attr" ->
                dot < 0
                        ? "{'attr':{'key':'" + rest + "'}}"
                        : "{'attr':{'key':'" + rest.substring(dot + 1) + "','level':'" + rest.substring(0, dot) + "'}}";
            case "field" ->
                "{'field':{'name':'" + rest.substring(dot + 1) + "','level':'" + rest.substring(0, dot) + "'}}";
            case "list" ->
                "{'list':{'values':['" + rest.substring(dot + 1).replace(";", "','") + "'],'type':'"
                        + rest.substring(0, dot) + "'}}";
            case "any" -> "{'scalar':{'value':'" + rest + "'}}";
            default -> "{'scalar':{'value':'" + rest + "','type':'" + kind + "'}}";
        };
    }

    static String call(String operator, String left, String right) {
        return "{'op':'" + operator + "','args':[" + term(left) + "," + term(right) + "]}";
    }

    private static String some(String level, String... calls) {
        String both = calls.length == 1
                ? calls[0]
                : "{'op':'and','args':[{'call':" + String.join("},{'call':", calls) + "}]}";
        return "{'op':'some','args':[{'nested':{'level':'" + level + "'}},{'call':" + both + "}]}";
    }

    @ParameterizedTest
    @CsvSource({
        // Without a type a number meets numbers by value and texts as they are.
        "eq,attr:span.n,any:5,1 2",
        "eq,attr:span.n,any:5.0,1",
        "eq,attr:n,int:5,1",
        "eq,attr:n,double:5.5,3",
        "eq,attr:n,double:5.5e0,3",
        "eq,attr:n,string:5,2",
        "ne,attr:n,any:5,3",
        "ne,attr:n,int:5,''",
        "ne,attr:n,int:6,1",
        "gt,attr:n,any:5,3",
        "gte,attr:n,any:5,1 2 3",
        "lt,any:5,attr:n,3",
        "gt,attr:s,any:a,1",
        "eq,attr:t,any:true,1 2",
        "eq,attr:t,bool:true,1",
        "eq,attr:t,bool:1,1",
        "gt,attr:t,any:false,2",
        // A list is one value.
        "eq,attr:list,any:a,''",
        "eq,attr:list,'any:[\\\"a\\\",\\\"b\\\"]',3",
        "eq,attr:list,string:a,''",
        // Without a level, the span's and the resource's.
        "eq,attr:env,any:prod,1",
        "eq,attr:span.env,any:prod,''",
        "eq,attr:resource.env,any:dev,''",
        "ne,attr:env,any:prod,2",
        "eq,attr:link.rel,any:x,1",
        "eq,attr:scope.rel,any:x,''",
        "eq,attr:scope.rel,any:y,1",
        "eq,attr:rel,any:y,''",
        // Fields.
        "eq,field:span.name,any:checkout,1",
        "ne,field:span.name,any:checkout,2 4",
        "eq,field:span.name,any:,''",
        "lt,field:span.name,string:checkout,2",
        "eq,field:span.kind,any:client,2",
        "ne,field:span.kind,string:client,1 3 4",
        "eq,field:span.kind,any:unspecified,4",
        "eq,field:span.status,any:error,1",
        "ne,field:span.status,any:unset,1 2",
        "gte,field:span.duration,any:10ms,1 2",
        "eq,field:span.duration,any:10000\u00b5s,2",
        "eq,any:0m2s,field:span.duration,1",
        "gt,field:span.startTime,any:2024-06-19T13:00:00.001Z,3 4",
        "eq,field:span.startTime,any:2024-06-19T15:00:00.002+02:00,3",
        "eq,field:span.traceID,any:00000000000000000000000000000002,2",
        "eq,field:span.spanID,any:00000000000000A2,''",
        "eq,field:span.parentSpanID,any:0000000000000007,2",
        "ne,field:span.parentSpanID,any:0000000000000008,2",
        "eq,field:resource.service,any:shop,1",
        "ne,field:resource.service,any:shop,2 3",
        "eq,field:event.name,any:retry,1",
        "ne,field:event.name,any:retry,3",
        "gt,field:event.timeSinceStart,any:1500ms,3",
        "lte,field:event.time,any:2024-06-19T13:00:00.010Z,1",
        "eq,field:link.traceID,any:00000000000000000000000000000abc,1",
        "eq,field:link.spanID,any:000000000000000d,1",
        "eq,field:scope.name,any:lib,1",
        "eq,field:scope.version,string:1,1",
        "regex,field:scope.schemaURL,any:s:l,1",
        "ne,field:scope.name,any:other,1",
        "gt,field:span.endTime,any:2024-06-19T13:00:01Z,1",
        "eq,field:span.statusMessage,any:x,''",
        "eq,field:resource.schemaURL,any:x,''",
        // Two references, two constants.
        "eq,field:span.name,attr:same,1",
        "ne,field:span.name,attr:same,''",
        "lt,field:span.startTime,field:span.endTime,1 2 3",
        "lt,attr:m,attr:n,3",
        "eq,attr:n,attr:t,''",
        "eq,any:a,any:a,1 2 3 4",
        "lt,int:1,double:1.5,1 2 3 4",
        "gt,int:1,double:1.5,''",
        // Patterns are found anywhere.
        "regex,field:span.name,any:ec,1",
        "regex,attr:n,any:5,1 2 3",
        "regex,attr:n,string:5,2",
        "regex,field:span.kind,any:[cs]e?r?v?er|nt,1 2 3",
        "regex,field:event.name,any:x.*n,1 3",
        "regex,field:span.name,any:[Cc]a,2",
        // Lists.
        "in,attr:n,list:int.5;6,1",
        "not_in,attr:n,list:int.6;7,1",
        "not_in,attr:n,list:string.6,2",
        "in,field:span.name,list:.cart;none,2 4",
        "not_in,field:span.name,list:string.cart,1 4",
        "in,field:span.status,list:.ok;error,1 2",
        "in,field:span.duration,list:.2s;1ms,1 3",
        "not_in,attr:event.code,list:int.7,3",
        // The tag error means the status, too.
        "eq,attr:error,any:true,1",
        "eq,attr:span.error,any:F,2 3 4",
        "eq,attr:resource.error,any:true,''",
        "eq,attr:error,string:true,''",
        "ne,attr:error,any:true,''"
    })
    void comparisons(String operator, String left, String right, String expected) {
        assertThat(found(call(operator, left, right == null ? "any:" : right))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "attr:n,1 2 3",
        "attr:span.env,2",
        "attr:event.code,1 3",
        "field:span.name,1 2 4",
        "field:event.time,1 3",
        "field:span.parentSpanID,2",
        "field:link.traceState,''",
        "field:resource.service,1 2 3",
        "field:scope.name,1",
        "attr:scope.rel,1",
        "field:span.traceState,''",
        "field:span.kind,1 2 3 4"
    })
    void exists(String reference, String expected) {
        assertThat(found("{'op':'exists','args':[" + term(reference) + "]}")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "and,eq,attr:n,any:5,eq,field:span.kind,any:client,2",
        "or,eq,attr:n,int:5,eq,field:span.kind,any:client,1 2",
        "and,eq,attr:event.type,any:io,eq,attr:event.code,any:9,1"
    })
    void combined(
            String operator, String op1, String l1, String r1, String op2, String l2, String r2, String expected) {
        assertThat(found("{'op':'" + operator + "','args':[{'call':" + call(op1, l1, r1) + "},{'call':"
                        + call(op2, l2, r2) + "}]}"))
                .isEqualTo(expected);
    }

    @Test
    void someMeansOneElement() {
        String io = call("eq", "attr:event.type", "any:io");
        String nine = call("eq", "attr:event.code", "any:9");
        assertThat(found(some("event", io, nine))).isEmpty();
        assertThat(found(some("event", call("eq", "field:event.name", "any:exception"), nine)))
                .isEqualTo("3");
        assertThat(found(some("event", nine, call("eq", "field:span.kind", "any:internal"))))
                .isEqualTo("3");
        assertThat(found(some("link", call("eq", "attr:link.rel", "any:x")))).isEqualTo("1");
        // Not some not: all of them, and those that have none.
        assertThat(found("{'op':'not','args':[{'call':" + some("event", "{'op':'not','args':[{'call':" + nine + "}]}")
                        + "}]}"))
                .isEqualTo("2 3 4");
        assertThat(found("{'op':'not','args':[{'call':" + call("eq", "attr:n", "any:5") + "}]}"))
                .isEqualTo("3 4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'op':'equals','args':[]}|operator is 'equals'",
                "{'op':'eq'}|/args is missing",
                "{'op':'eq','args':[],'x':1}|/x is 1",
                "{'op':'eq','args':[{'attr':{'key':'a'}}]}|expected 2",
                "{'op':'eq','args':[{},{'attr':{'key':'a'}}]}|/args/0 is an object, expected one term",
                "{'op':'eq','args':[{'attr':{'key':'a'},'list':{'values':[]}},{'scalar':{'value':'1'}}]}|one term alone",
                "{'op':'eq','args':[{'attr':{'key':'a'}},{'scalar':{'value':1}}]}|expected a string",
                "{'op':'eq','args':[{'attr':{'key':''}},{'scalar':{'value':'1'}}]}|no key",
                "{'op':'eq','args':[{'attr':{'key':'a','level':'trace'}},{'scalar':{'value':'1'}}]}|level is 'trace'",
                "{'op':'eq','args':[{'field':{'name':'x','level':'span'}},{'scalar':{'value':'1'}}]}|no field 'x'",
                "{'op':'eq','args':[{'field':{'name':'name','level':''}},{'scalar':{'value':'1'}}]}|level is ''",
                "{'op':'eq','args':[{'attr':{'key':'a'}},{'scalar':{'value':'1','type':'float'}}]}|type is 'float'",
                "{'op':'eq','args':[{'attr':{'key':'a'}},{'scalar':{'value':'x','type':'int'}}]}|found 'x', expected a whole number",
                "{'op':'eq','args':[{'attr':{'key':'a'}},{'scalar':{'value':'yes','type':'bool'}}]}|found 'yes'",
                "{'op':'eq','args':[{'attr':{'key':'a'}},{'list':{'values':['1'],'type':'int'}}]}|found a list",
                "{'op':'gt','args':[{'field':{'name':'kind','level':'span'}},{'scalar':{'value':'server'}}]}|order of a kind",
                "{'op':'gt','args':[{'attr':{'key':'a'}},{'scalar':{'value':'true','type':'bool'}}]}|order of a kind",
                "{'op':'eq','args':[{'field':{'name':'kind','level':'span'}},{'scalar':{'value':'SERVER'}}]}|expected one of unspecified",
                "{'op':'eq','args':[{'field':{'name':'duration','level':'span'}},{'scalar':{'value':'100'}}]}|with its unit",
                "{'op':'eq','args':[{'field':{'name':'duration','level':'span'}},{'scalar':{'value':'1','type':'int'}}]}|without a type",
                "{'op':'eq','args':[{'field':{'name':'startTime','level':'span'}},{'scalar':{'value':'now'}}]}|found 'now'",
                "{'op':'eq','args':[{'field':{'name':'name','level':'span'}},{'scalar':{'value':'1','type':'int'}}]}|of type string",
                "{'op':'eq','args':[{'field':{'name':'name','level':'span'}},{'field':{'name':'duration','level':'span'}}]}|same kind",
                "{'op':'eq','args':[{'field':{'name':'duration','level':'span'}},{'attr':{'key':'a'}}]}|beside an attribute",
                "{'op':'eq','args':[{'field':{'name':'name','level':'event'}},{'attr':{'key':'a','level':'event'}}]}|within some",
                "{'op':'eq','args':[{'scalar':{'value':'1','type':'int'}},{'scalar':{'value':'1','type':'string'}}]}|expected the same",
                "{'op':'regex','args':[{'attr':{'key':'a'}},{'scalar':{'value':'^a'}}]}|anchor",
                "{'op':'regex','args':[{'attr':{'key':'a'}},{'scalar':{'value':'a$'}}]}|anchor",
                "{'op':'regex','args':[{'attr':{'key':'a'}},{'scalar':{'value':'\\\\Aa'}}]}|anchor",
                "{'op':'regex','args':[{'attr':{'key':'a'}},{'scalar':{'value':'a\\\\z'}}]}|anchor",
                "{'op':'regex','args':[{'attr':{'key':'a'}},{'scalar':{'value':'\\\\bx'}}]}|word",
                "{'op':'regex','args':[{'attr':{'key':'a'}},{'scalar':{'value':'x\\\\B'}}]}|word",
                "{'op':'regex','args':[{'attr':{'key':'a'}},{'scalar':{'value':'a+?'}}]}|lazy",
                "{'op':'regex','args':[{'attr':{'key':'a'}},{'scalar':{'value':'(?i)a'}}]}|folds case",
                "{'op':'eq','args':[{'field':{'name':'duration','level':'span'}},{'scalar':{'value':'2m-1s'}}]}|found '2m-1s'",
                "{'op':'regex','args':[{'attr':{'key':'a'}},{'scalar':{'value':'1','type':'int'}}]}|constant pattern",
                "{'op':'regex','args':[{'scalar':{'value':'1'}},{'scalar':{'value':'1'}}]}|found a constant",
                "{'op':'regex','args':[{'field':{'name':'duration','level':'span'}},{'scalar':{'value':'1'}}]}|with text",
                "{'op':'in','args':[{'attr':{'key':'a'}},{'list':{'values':['1']}}]}|with a type",
                "{'op':'in','args':[{'attr':{'key':'a'}},{'list':{'values':[],'type':'int'}}]}|at least one",
                "{'op':'in','args':[{'attr':{'key':'a'}},{'scalar':{'value':'1'}}]}|expected a list",
                "{'op':'in','args':[{'attr':{'key':'a'}},{'list':{'values':['1','x'],'type':'int'}}]}|found 'x'",
                "{'op':'in','args':[{'field':{'name':'kind','level':'span'}},{'list':{'values':['server','x']}}]}|found 'x'",
                "{'op':'in','args':[{'field':{'name':'duration','level':'span'}},{'list':{'values':['1'],'type':'int'}}]}|without a type",
                "{'op':'and','args':[{'call':{'op':'exists','args':[{'attr':{'key':'a'}}]}}]}|at least 2",
                "{'op':'not','args':[{'attr':{'key':'a'}}]}|expected a call",
                "{'op':'some','args':[{'nested':{'level':'span'}},{'call':{'op':'exists','args':[{'attr':{'key':'a'}}]}}]}|event or link",
                "{'op':'exists','args':[{'nested':{'level':'event'}}]}|level of elements"
            })
    void refused(String filter, String complaint) {
        HttpResponse<String> answer = ask(filter);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode error = Running.tree(answer.body()).get("error");
        assertThat(error.get("httpCode").intValue()).isEqualTo(400);
        assertThat(error.get("grpcCode").intValue()).isEqualTo(3);
        assertThat(error.get("message").stringValue())
                .startsWith("malformed parameter query.filter")
                .contains(complaint);
    }

    @Test
    void calledTooDeepAndBesideWhatItExcludes() {
        String inner = call("eq", "attr:n", "any:5");
        for (int i = 1; i < 20; i++) {
            inner = "{'op':'not','args':[{'call':" + inner + "}]}";
        }
        assertThat(found(inner)).isEqualTo("3 4");
        assertThat(ask("{'op':'not','args':[{'call':" + inner + "}]}").body()).contains("deeper than 20");
        String nested = some("event", some("event", call("eq", "attr:event.code", "any:9")));
        assertThat(ask(nested).body()).contains("within another some");
        for (String beside :
                List.of("serviceName=shop", "operation_name=x", "durationMin=1s", "attributes=%7B%22a%22:%22b%22%7D")) {
            HttpResponse<String> answer = server.get("/jaeger/api/v3/traces?" + WINDOW + "&query." + beside
                    + "&query.filter="
                    + URLEncoder.encode(call("eq", "attr:n", "any:5").replace('\'', '"'), StandardCharsets.UTF_8));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("one or the other");
        }
    }
}
