package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.bench.DialectClass.Asked;
import io.spanhouse.deploy.bench.DialectClass.Draw;
import io.spanhouse.deploy.bench.DialectClass.Way;
import io.spanhouse.deploy.verify.ReadSide;
import io.spanhouse.deploy.verify.ServerProcess;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the main questions are in our own API and in Jaeger's, Tempo's and Zipkin's. All HTTP is asked over one connection.
 * Whoever makes it closes it.
 */
final class DialectBook implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final String OWN = "our own";
    private static final String OLDER = "Jaeger, older";
    private static final String VERSION3 = "Jaeger, version 3";
    private static final String GRPC = "Jaeger, gRPC";
    private static final String STORAGE = "Jaeger, storage";
    private static final String TEMPO = "Tempo";
    private static final String ZIPKIN = "Zipkin";

    /** What a list of figures is in steps of. */
    private static final long STEP_SECONDS = 60;

    private static final Expectation ANY = (answer, extent) -> Expectation.Verdict.right(true);

    private final HttpConnection connection;
    private final DialectCalls calls;
    private final List<String> services;
    private final TimeRange time;
    private final List<DialectClass> classes = new ArrayList<>();

    DialectBook(ServerProcess server, TimeRange time, List<String> services) throws IOException {
        this.services = services;
        this.time = time;
        this.connection = new HttpConnection(server.queryAddress());
        this.calls = new DialectCalls(server);
        gets();
        lists();
        wholeTraces();
        names();
        attributes();
        figures();
        graph();
        // What a call of gRPC costs whose answer is constant, beside nothing at all.
        add("nothing but a call", way(OWN, draw -> Set::of), way(STORAGE, draw -> calls.constant()));
    }

    List<DialectClass> classes() {
        return classes;
    }

    @Override
    public void close() throws IOException {
        calls.close();
        connection.close();
    }

    private void add(String title, Way... ways) {
        classes.add(new DialectClass(title, Arrays.asList(ways)));
    }

    private static Way way(String dialect, Asked asked) {
        return new Way(dialect, asked);
    }

    private Answer ask(String method, String path, String accept, byte[] body) throws IOException {
        Answer answer = connection.ask(connection.encode(new Question(method, path, accept, body, ANY)));
        if (answer.status() != 200) {
            throw new IOException(path + ": " + answer.failure());
        }
        return answer;
    }

    private Way get(String dialect, String accept, Function<Draw, String> path, Function<Answer, Set<String>> reading) {
        return way(dialect, draw -> {
            Answer answer = ask("GET", path.apply(draw), accept, new byte[0]);
            // An answer in part is none that compares.
            return () -> answer.failure().isEmpty() ? reading.apply(answer) : Set.of(answer.failure());
        });
    }

    private Way get(String dialect, Function<Draw, String> path, Function<Answer, Set<String>> reading) {
        return get(dialect, JSON, path, reading);
    }

    private Way post(String path, Function<Draw, ObjectNode> request, Function<Answer, Set<String>> reading) {
        return way(OWN, draw -> {
            byte[] body = request.apply(draw).toString().getBytes(StandardCharsets.UTF_8);
            Answer answer = ask("POST", Question.BASE + path, JSON, body);
            return () -> reading.apply(answer);
        });
    }

    private void gets() {
        add(
                "get, in JSON",
                get(OWN, draw -> Question.BASE + "/traces/" + draw.traceId(), DialectReading.spansAt("/resourceSpans")),
                get(
                        OLDER,
                        draw -> "/jaeger/api/traces/" + draw.traceId(),
                        DialectReading.each("/data/0/spans", "/spanID")),
                get(
                        VERSION3,
                        draw -> "/jaeger/api/v3/traces/" + draw.traceId(),
                        DialectReading.spansAt("/result/resourceSpans")),
                get(ZIPKIN, draw -> "/api/v2/trace/" + draw.traceId(), DialectReading.each("", "/id")));
        add(
                "get, in protobuf",
                get(
                        OWN,
                        "application/x-protobuf",
                        draw -> Question.BASE + "/traces/" + draw.traceId(),
                        DialectReading::spans),
                get(TEMPO, "application/protobuf", draw -> "/api/traces/" + draw.traceId(), DialectReading::spans),
                way(GRPC, draw -> calls.get(draw.traceId())),
                way(STORAGE, draw -> calls.getStored(draw.traceId())));
    }

    private void lists() {
        add(
                "newest 20 of an operation",
                post("/search", this::newest, DialectReading.each("/traces", "/traceId")),
                get(
                        VERSION3,
                        draw -> "/jaeger/api/v3/trace-summaries?" + version3(draw),
                        DialectReading.each("/summaries", "/traceId")),
                way(GRPC, calls::summaries),
                way(STORAGE, calls::summariesStored),
                get(
                        TEMPO,
                        draw -> "/api/search?limit=" + DialectCalls.DEPTH + "&spss=1&q=" + encode(traceql(draw)),
                        DialectReading.padded(DialectReading.each("/traces", "/traceID"))));
    }

    private ObjectNode newest(Draw draw) {
        ObjectNode request = ReadSide.body().put("limit", DialectCalls.DEPTH);
        request.putObject("filter")
                .set(
                        "span",
                        SpanTest.ofService(draw.operation().service())
                                .withName(draw.operation().name())
                                .json());
        return request;
    }

    private static String version3(Draw draw) {
        return "query.startTimeMin=1970-01-01T00:00:00Z&query.startTimeMax="
                + instant(draw.range().toNanos())
                + "&query.searchDepth=" + DialectCalls.DEPTH + "&query.serviceName="
                + encode(draw.operation().service()) + "&query.operationName="
                + encode(draw.operation().name());
    }

    private static String instant(long nanos) {
        return Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000)
                .toString();
    }

    private static String traceql(Draw draw) {
        return "{ resource.service.name = \"" + draw.operation().service() + "\" && name = `"
                + draw.operation().name() + "` }";
    }

    /** Our own list has no spans, so its traces are got one by one. */
    private void wholeTraces() {
        Way own = way(OWN, draw -> {
            byte[] body = newest(draw).toString().getBytes(StandardCharsets.UTF_8);
            Answer list = ask("POST", Question.BASE + "/search", JSON, body);
            Set<String> ids = DialectReading.each("/traces", "/traceId").apply(list);
            for (String id : ids) {
                Answer unused = ask("GET", Question.BASE + "/traces/" + id, JSON, new byte[0]);
            }
            return () -> ids;
        });
        long endMillis = time.toNanos() / 1_000_000 + 1;
        long lookbackMillis = (time.toNanos() - time.fromNanos()) / 1_000_000;
        add(
                "newest 20 of an operation with all their spans",
                own,
                get(
                        OLDER,
                        draw -> "/jaeger/api/traces?start=0&end=" + endMillis * 1_000 + "&limit=" + DialectCalls.DEPTH
                                + "&service=" + encode(draw.operation().service()) + "&operation="
                                + encode(draw.operation().name()),
                        DialectReading.each("/data", "/traceID")),
                get(VERSION3, draw -> "/jaeger/api/v3/traces?" + version3(draw), DialectReading.every("traceId")),
                way(GRPC, calls::find),
                way(STORAGE, calls::findStored),
                get(
                        ZIPKIN,
                        draw -> "/api/v2/traces?endTs=" + endMillis + "&lookback=" + lookbackMillis + "&limit="
                                + DialectCalls.DEPTH + "&serviceName="
                                + encode(draw.operation().service()) + "&spanName="
                                + encode(draw.operation().name()),
                        DialectReading.padded(DialectReading.every("traceId"))));
    }

    private void names() {
        add(
                "services",
                get(OWN, draw -> Question.BASE + "/services", DialectReading.each("/services", "/service")),
                get(OLDER, draw -> "/jaeger/api/services", DialectReading.list("/data")),
                get(VERSION3, draw -> "/jaeger/api/v3/services", DialectReading.list("/services")),
                way(GRPC, draw -> calls.services()),
                way(STORAGE, draw -> calls.servicesStored()),
                get(
                        TEMPO,
                        draw -> "/api/v2/search/tag/resource.service.name/values",
                        DialectReading.each("/tagValues", "/value")),
                get(ZIPKIN, draw -> "/api/v2/services", DialectReading.list("")));
        Function<Draw, String> service = draw -> encode(draw.operation().service());
        add(
                "operations of a service",
                get(
                        OWN,
                        draw -> Question.BASE + "/operations?service=" + service.apply(draw),
                        DialectReading.each("/operations", "/name")),
                get(
                        OLDER,
                        draw -> "/jaeger/api/services/" + service.apply(draw) + "/operations",
                        DialectReading.list("/data")),
                get(
                        VERSION3,
                        draw -> "/jaeger/api/v3/operations?service=" + service.apply(draw),
                        DialectReading.each("/operations", "/name")),
                way(GRPC, draw -> calls.operations(draw.operation().service())),
                way(STORAGE, draw -> calls.operationsStored(draw.operation().service())),
                get(
                        TEMPO,
                        draw -> "/api/v2/search/tag/name/values?q="
                                + encode("{ resource.service.name = \""
                                        + draw.operation().service() + "\" }"),
                        DialectReading.each("/tagValues", "/value")));
        add(
                "operations of a service, in lower case",
                get(
                        OWN,
                        draw -> Question.BASE + "/operations?service=" + service.apply(draw),
                        DialectReading.each("/operations", "/name").andThen(DialectReading::lower)),
                get(
                        ZIPKIN,
                        draw -> "/api/v2/spans?serviceName=" + service.apply(draw),
                        DialectReading.list("").andThen(DialectReading::lower)));
    }

    private void attributes() {
        add(
                "values of an attribute",
                get(
                        OWN,
                        draw -> Question.BASE + "/attributes/values?level="
                                + draw.key().level() + "&key="
                                + encode(draw.key().key()),
                        DialectReading.each("/values", "/value/text")),
                get(
                        TEMPO,
                        draw -> "/api/v2/search/tag/" + draw.key().level() + "."
                                + encode(draw.key().key()) + "/values",
                        DialectReading.each("/tagValues", "/value")));
    }

    private void figures() {
        long from = time.fromNanos() / 1_000_000_000;
        long to = time.toNanos() / 1_000_000_000;
        String tempo = "/api/metrics/query_range?start=" + from + "&end=" + to + "&step=" + STEP_SECONDS + "s&q=";
        String jaeger = "?endTs=" + to * 1_000 + "&lookback=" + (to - from) * 1_000 + "&step=" + STEP_SECONDS * 1_000
                + "&ratePer=" + STEP_SECONDS * 1_000;
        add(
                "rate of services, servers only",
                post("/aggregate", draw -> aggregate(null, false), DialectReading.each("/groups", "/key/0/text")),
                get(
                        TEMPO,
                        draw -> tempo + encode("{ kind = server } | rate() by (resource.service.name)"),
                        DialectReading.each("/series", "/labels/0/value/stringValue")),
                get(
                        OLDER,
                        draw -> "/jaeger/api/metrics/calls" + jaeger + "&service=" + encode(String.join(",", services)),
                        DialectReading.each("/metrics", "/labels/0/value")));
        add(
                "p95 of a service's operations, servers only",
                post(
                        "/aggregate",
                        draw -> aggregate(draw.operation().service(), true),
                        DialectReading.each("/groups", "/key/0/text")),
                get(
                        TEMPO,
                        draw -> tempo
                                + encode("{ kind = server && resource.service.name = \""
                                        + draw.operation().service()
                                        + "\" } | quantile_over_time(duration, .95) by (name)"),
                        DialectReading.each("/series", "/labels/0/value/stringValue")),
                get(
                        OLDER,
                        draw -> "/jaeger/api/metrics/latencies" + jaeger
                                + "&groupByOperation=true&quantile=0.95&service="
                                + encode(draw.operation().service()),
                        DialectReading.each("/metrics", "/labels/1/value")));
    }

    /** By service, or of one service by name; in the same steps as the dialects. */
    private ObjectNode aggregate(@Nullable String service, boolean quantiles) {
        ObjectNode request =
                ReadSide.body().put("limit", 1_000).put("step", Long.toString(STEP_SECONDS * 1_000_000_000));
        request.putObject("window")
                .put("from", Long.toString(time.fromNanos()))
                .put("to", Long.toString(time.toNanos()));
        ObjectNode server = ReadSide.body();
        ObjectNode comparison = server.putObject("compare").put("operator", "equal");
        comparison.putObject("operand").put("field", "kind");
        comparison.putObject("value").put("whole", "2");
        if (service == null) {
            request.set("condition", server);
            request.putArray("groupBy").add(SpanTest.operand("resource", "service.name"));
        } else {
            request.putObject("condition")
                    .putArray("all")
                    .add(server)
                    .add(SpanTest.ofService(service).json());
            request.putArray("groupBy").addObject().put("field", "name");
        }
        ObjectNode measure = request.putArray("measures").addObject();
        if (quantiles) {
            ObjectNode quantile = measure.putObject("quantiles");
            quantile.putObject("of").put("field", "duration");
            quantile.putArray("shares").add(0.95);
        } else {
            measure.put("count", true);
        }
        return request;
    }

    private void graph() {
        long endMillis = time.toNanos() / 1_000_000 + 1;
        long lookbackMillis = (time.toNanos() - time.fromNanos()) / 1_000_000;
        add(
                "calls between services",
                get(
                        OWN,
                        draw -> Question.BASE + "/service-graph",
                        DialectReading.pairs("/edges", "/caller", "/callee")),
                get(
                        OLDER,
                        draw -> "/jaeger/api/dependencies?endTs=" + endMillis + "&lookback=" + lookbackMillis,
                        DialectReading.pairs("/data", "/parent", "/child")),
                get(
                        VERSION3,
                        draw -> "/jaeger/api/v3/dependencies?startTime=1970-01-01T00:00:00Z&endTime="
                                + instant(endMillis * 1_000_000),
                        DialectReading.pairs("/dependencies", "/parent", "/child")),
                way(GRPC, draw -> calls.calls(new TimeRange(1, endMillis * 1_000_000))),
                way(STORAGE, draw -> calls.callsStored(new TimeRange(1, endMillis * 1_000_000))),
                get(
                        ZIPKIN,
                        draw -> "/api/v2/dependencies?endTs=" + endMillis + "&lookback=" + lookbackMillis,
                        DialectReading.pairs("", "/parent", "/child")));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
