package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.load.TraceInstance;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A search is answered with exactly the traces that come first, in order, with the values of the whole traces, and with the
 * exact total where it is asked for. While spans are being sent, traces that are under way may be there or not: every listed
 * one must meet the condition, the others must be those that come first among the traces that are there for certain, and the
 * total must lie between that without and that with all traces under way.
 */
final class PageExpectation implements Expectation {
    private final DataSet data;
    private final PageQuery query;
    private final PageQuery.@Nullable Page known;

    PageExpectation(DataSet data, PageQuery query) {
        this(data, query, null);
    }

    private PageExpectation(DataSet data, PageQuery query, PageQuery.@Nullable Page known) {
        this.data = data;
        this.query = query;
        this.known = known;
    }

    /** For a condition that one trace meets by a value that no other trace has. */
    static PageExpectation ofOne(DataSet data, PageQuery query, long number) {
        TraceInstance trace = data.trace(number);
        return new PageExpectation(
                data, query, new PageQuery.Page(List.of(new TraceFound(trace.startNanos(), trace)), 1));
    }

    @Override
    public Verdict check(Answer answer, Extent extent) {
        if (!answer.failure().isEmpty()) {
            return Verdict.wrong(answer.failure());
        }
        JsonNode json = answer.json();
        List<JsonNode> listed = new ArrayList<>();
        json.get("traces").forEach(listed::add);
        PageQuery.Page expected = known == null ? query.find(data, extent.certain()) : known;
        Map<String, TraceInstance> underWay = underWay(extent);
        String mismatch = list(listed, expected, underWay);
        if (mismatch.isEmpty() && query.withTotal()) {
            mismatch = total(json.path("total").asLong(-1), expected.total(), underWay.size());
        }
        return mismatch.isEmpty() ? Verdict.right(!listed.isEmpty()) : Verdict.wrong(mismatch);
    }

    /** Traces under way that will meet the condition when they are whole. */
    private Map<String, TraceInstance> underWay(Extent extent) {
        PageQuery.Matcher matcher = new PageQuery.Matcher(data, query);
        Map<String, TraceInstance> underWay = new HashMap<>();
        for (long number = extent.certain(); number < extent.possible(); number++) {
            TraceInstance trace = data.trace(number);
            if (matcher.meets(trace)) {
                underWay.put(trace.id().toString(), trace);
            }
        }
        return underWay;
    }

    private String list(List<JsonNode> listed, PageQuery.Page expected, Map<String, TraceInstance> underWay) {
        int next = 0;
        for (int place = 0; place < listed.size(); place++) {
            JsonNode found = listed.get(place);
            String id = found.get("traceId").asString();
            if (underWay.containsKey(id)) {
                continue;
            }
            if (next == expected.traces().size()) {
                return "trace " + id + " at place " + place + ", expected no more traces";
            }
            String mismatch = trace(found, expected.traces().get(next++).trace());
            if (!mismatch.isEmpty()) {
                return "at place " + place + ": " + mismatch;
            }
        }
        if (listed.size() > query.limit()) {
            return listed.size() + " traces, expected at most " + query.limit();
        }
        if (listed.size() < query.limit() && next < expected.traces().size()) {
            TraceId missing = expected.traces().get(next).trace().id();
            return listed.size() + " traces and no more, expected " + missing + " among them";
        }
        return "";
    }

    private static String total(long found, long least, long underWay) {
        return found >= least && found <= least + underWay
                ? ""
                : "a total of " + found + ", expected " + least + (underWay > 0 ? " to " + (least + underWay) : "");
    }

    private String trace(JsonNode found, TraceInstance expected) {
        ShapeFacts facts = data.facts(expected);
        long startNanos = expected.startNanos();
        long endNanos = expected.time(facts.endNanos());
        StringBuilder services = new StringBuilder();
        facts.services()
                .forEach((service, count) -> services.append(service)
                        .append(' ')
                        .append(count.spans())
                        .append(' ')
                        .append(count.errors())
                        .append(' '));
        StringBuilder foundServices = new StringBuilder();
        for (JsonNode service : found.get("services")) {
            foundServices
                    .append(service.get("service").asString())
                    .append(' ')
                    .append(service.get("spans").asString())
                    .append(' ')
                    .append(service.get("errors").asString())
                    .append(' ');
        }
        String expectedText = String.join(
                " ",
                expected.id().toString(),
                Long.toString(startNanos),
                Long.toString(endNanos),
                Long.toString(endNanos - startNanos),
                Integer.toString(facts.spans().size()),
                Integer.toString(facts.errors()),
                facts.root().operation().name(),
                facts.root().operation().service(),
                services);
        JsonNode root = found.path("root");
        String foundText = String.join(
                " ",
                text(found, "traceId"),
                text(found, "start"),
                text(found, "end"),
                text(found, "duration"),
                text(found, "spans"),
                text(found, "errors"),
                text(root, "name"),
                text(root, "service"),
                foundServices);
        return foundText.equals(expectedText) ? "" : "found " + foundText + ", expected " + expectedText;
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
