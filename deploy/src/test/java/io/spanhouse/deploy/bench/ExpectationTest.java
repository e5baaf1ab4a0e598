package io.spanhouse.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spanhouse.deploy.bench.PageQuery.Order;
import io.spanhouse.deploy.load.TraceInstance;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A right answer passes, and whatever is changed in it, it does not. */
final class ExpectationTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int TRACES = 2_000;
    private static final DataSet DATA = new DataSet(new DataSet.Identity(7, 1_700_000_000_000_000_000L, TRACES));
    private static final Extent ALL = Extent.still(TRACES);
    private static final PageQuery QUERY =
            new PageQuery(SpanTest.ofService("frontend"), null, TimeRange.ALWAYS, Order.NEWEST, 20, true);

    @Test
    void aPageIsCheckedToTheLastFigure() {
        PageExpectation expectation = new PageExpectation(DATA, QUERY);
        assertThat(expectation.check(answer(page(TRACES)), ALL)).isEqualTo(Expectation.Verdict.right(true));
        assertThat(wrong(page -> traces(page).remove(19))).contains("19 traces and no more");
        assertThat(wrong(page -> traces(page).remove(0))).startsWith("at place 0");
        assertThat(wrong(page -> traces(page).insert(3, traces(page).get(2)))).startsWith("at place 3");
        assertThat(wrong(page -> traces(page).add(traces(page).get(0)))).contains("expected no more traces");
        assertThat(wrong(page -> traces(page).set(4, traces(page).get(5)))).startsWith("at place 4");
        assertThat(wrong(page -> page.put("total", "1"))).startsWith("a total of 1");
        assertThat(wrong(page -> page.remove("total"))).startsWith("a total of -1");
        for (String figure : List.of("start", "end", "duration", "spans", "errors")) {
            assertThat(wrong(page -> first(page).put(figure, "33333")))
                    .as(figure)
                    .startsWith("at place 0");
        }
        assertThat(wrong(page -> ((ObjectNode) first(page).get("root")).put("name", "another")))
                .startsWith("at place 0");
        assertThat(wrong(page -> ((ArrayNode) first(page).get("services")).remove(0)))
                .startsWith("at place 0");
    }

    @Test
    void halfAnAnswerIsWrong() {
        PageExpectation expectation = new PageExpectation(DATA, QUERY);
        byte[] right = answer(page(TRACES)).body();
        assertThat(expectation.check(new Answer(200, "limit", right), ALL).mismatch())
                .contains("in part");
        assertThat(expectation.check(new Answer(503, "", right), ALL).mismatch())
                .contains("status 503");
        assertThat(new AbsenceExpectation()
                        .check(new Answer(404, "", new byte[0]), ALL)
                        .isRight())
                .isTrue();
        assertThat(new AbsenceExpectation()
                        .check(new Answer(200, "", right), ALL)
                        .isRight())
                .isFalse();
    }

    /** The last hundred traces may be there or not; all others must. */
    @Test
    void tracesUnderWayMayBeThere() {
        PageExpectation expectation = new PageExpectation(DATA, QUERY);
        Extent underWay = new Extent(TRACES - 100, TRACES);
        for (int there = 0; there <= 100; there++) {
            assertThat(expectation.check(answer(page(TRACES - there)), underWay).mismatch())
                    .isEmpty();
        }
        assertThat(expectation.check(answer(page(TRACES - 140)), underWay).isRight())
                .isFalse();
        assertThat(expectation
                        .check(answer(page(TRACES)), Extent.still(TRACES - 100))
                        .isRight())
                .isFalse();
        ObjectNode gap = page(TRACES);
        traces(gap).remove(0);
        assertThat(expectation.check(answer(gap), underWay).isRight()).isFalse();
    }

    @Test
    void everyByteOfATraceIsChecked() throws Exception {
        TraceExpectation expectation = new TraceExpectation(DATA, 11);
        byte[] sent = DATA.request(DATA.trace(11));
        assertThat(expectation.check(new Answer(200, "", sent), ALL).isRight()).isTrue();
        assertThat(expectation.check(new Answer(404, "", new byte[0]), ALL).isRight())
                .isFalse();
        assertThat(expectation
                        .check(new Answer(200, "", DATA.request(DATA.trace(12))), ALL)
                        .isRight())
                .isFalse();
        ExportTraceServiceRequest.Builder changed = ExportTraceServiceRequest.parseFrom(sent).toBuilder();
        changed.getResourceSpansBuilder(0)
                .getScopeSpansBuilder(0)
                .getSpansBuilder(0)
                .setDroppedLinksCount(1);
        assertThat(expectation
                        .check(new Answer(200, "", changed.build().toByteArray()), ALL)
                        .isRight())
                .isFalse();
        ExportTraceServiceRequest.Builder doubled = ExportTraceServiceRequest.parseFrom(sent).toBuilder();
        doubled.addResourceSpans(doubled.getResourceSpans(0));
        assertThat(expectation
                        .check(new Answer(200, "", doubled.build().toByteArray()), ALL)
                        .isRight())
                .isFalse();
    }

    @Test
    void groupsAreCountedSpanBySpan() {
        GroupsExpectation expectation = new GroupsExpectation(
                DATA,
                TimeRange.ALWAYS,
                new GroupsExpectation.Form(
                        "services",
                        span -> span.operation().service(),
                        json -> json.get("service").asString(),
                        false));
        assertThat(expectation.check(answer(services(TRACES, 0)), ALL).mismatch())
                .isEmpty();
        assertThat(expectation.check(answer(services(TRACES, 1)), ALL).mismatch())
                .contains("expected");
        assertThat(expectation.check(answer(services(TRACES - 1, 0)), ALL).isRight())
                .isFalse();
        assertThat(expectation
                        .check(answer(services(TRACES - 1, 0)), new Extent(TRACES - 2, TRACES))
                        .mismatch())
                .isEmpty();
        ObjectNode less = services(TRACES, 0);
        ((ArrayNode) less.get("services")).remove(2);
        assertThat(expectation.check(answer(less), ALL).mismatch()).contains("not listed");
    }

    private interface Change {
        void of(ObjectNode page);
    }

    private static String wrong(Change change) {
        ObjectNode page = page(TRACES);
        change.of(page);
        return new PageExpectation(DATA, QUERY).check(answer(page), ALL).mismatch();
    }

    private static ArrayNode traces(ObjectNode page) {
        return (ArrayNode) page.get("traces");
    }

    private static ObjectNode first(ObjectNode page) {
        return (ObjectNode) traces(page).get(0);
    }

    private static Answer answer(ObjectNode body) {
        return new Answer(200, "", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The page as a sound server writes it. */
    private static ObjectNode page(int count) {
        PageQuery.Page found = QUERY.find(DATA, count);
        ObjectNode page = MAPPER.createObjectNode();
        ArrayNode traces = page.putArray("traces");
        for (TraceFound one : found.traces()) {
            TraceInstance trace = one.trace();
            ShapeFacts facts = DATA.facts(trace);
            long end = trace.time(facts.endNanos());
            ObjectNode listed = traces.addObject()
                    .put("traceId", trace.id().toString())
                    .put("start", Long.toString(trace.startNanos()))
                    .put("end", Long.toString(end))
                    .put("duration", Long.toString(end - trace.startNanos()))
                    .put("spans", Integer.toString(facts.spans().size()))
                    .put("errors", Integer.toString(facts.errors()));
            listed.putObject("root")
                    .put("name", facts.root().operation().name())
                    .put("service", facts.root().operation().service());
            ArrayNode services = listed.putArray("services");
            facts.services()
                    .forEach((service, counted) -> services.addObject()
                            .put("service", service)
                            .put("spans", Integer.toString(counted.spans()))
                            .put("errors", Integer.toString(counted.errors())));
        }
        return page.put("total", Long.toString(found.total()));
    }

    private static ObjectNode services(int count, int more) {
        ObjectNode body = MAPPER.createObjectNode();
        ArrayNode services = body.putArray("services");
        List<ObjectNode> rows = new ArrayList<>();
        for (String service : new Vocabulary(DATA).services()) {
            long spans = 0;
            long errors = 0;
            for (int number = 0; number < count; number++) {
                ShapeFacts.ServiceCount counted =
                        DATA.facts(DATA.trace(number)).services().get(service);
                spans += counted == null ? 0 : counted.spans();
                errors += counted == null ? 0 : counted.errors();
            }
            rows.add(MAPPER.createObjectNode()
                    .put("service", service)
                    .put("spans", Long.toString(spans + more))
                    .put("errors", Long.toString(errors)));
        }
        rows.sort((one, other) ->
                Long.compare(other.get("spans").asLong(), one.get("spans").asLong()));
        rows.forEach(services::add);
        return body;
    }
}
