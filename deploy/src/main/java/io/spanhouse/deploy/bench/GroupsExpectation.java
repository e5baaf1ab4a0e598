package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.bench.ShapeFacts.SpanFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A list of groups of spans (services, operations, values) has exactly the groups that there are, with exact figures, those
 * with most spans first. While spans are being sent, counts must lie between those without and those with all spans under
 * way.
 */
final class GroupsExpectation implements Expectation {
    private final DataSet data;
    private final TimeRange window;
    private final Form form;

    /**
     * What makes a group, in what was sent and in the answer.
     *
     * @param list name of the answer's list
     * @param ofSpan key of a span's group; null if it is in none
     * @param ofAnswer key of a listed group
     * @param timed whether the answer has times of each group, too
     */
    record Form(
            String list,
            Function<SpanFacts, @Nullable Object> ofSpan,
            Function<JsonNode, Object> ofAnswer,
            boolean timed) {}

    /** What the spans of a group add up to. */
    private static final class Figures {
        private long spans;
        private long errors;
        private long firstStartNanos = Long.MAX_VALUE;
        private long lastStartNanos;
        private long durationNanosMax;

        private void add(SpanFacts span, long startNanos, long durationNanos) {
            spans++;
            errors += span.failed() ? 1 : 0;
            firstStartNanos = Math.min(firstStartNanos, startNanos);
            lastStartNanos = Math.max(lastStartNanos, startNanos);
            durationNanosMax = Math.max(durationNanosMax, durationNanos);
        }

        private String text(boolean timed) {
            return spans + " spans, " + errors + " errors"
                    + (timed
                            ? ", starts " + firstStartNanos + " to " + lastStartNanos + ", longest " + durationNanosMax
                            : "");
        }
    }

    GroupsExpectation(DataSet data, TimeRange window, Form form) {
        this.data = data;
        this.window = window;
        this.form = form;
    }

    @Override
    public Verdict check(Answer answer, Extent extent) {
        if (!answer.failure().isEmpty()) {
            return Verdict.wrong(answer.failure());
        }
        Map<Object, Figures> least = figures(extent.certain());
        Map<Object, Figures> most = extent.certain() == extent.possible() ? least : figures(extent.possible());
        long before = Long.MAX_VALUE;
        int found = 0;
        for (JsonNode listed : answer.json().get(form.list)) {
            Object key = form.ofAnswer.apply(listed);
            String mismatch = compare(listed, least.remove(key), most.get(key), least == most);
            long spans = listed.get("spans").asLong();
            if (spans > before) {
                mismatch = "more spans than the group before it";
            }
            if (!mismatch.isEmpty()) {
                return Verdict.wrong(key + ": " + mismatch);
            }
            before = spans;
            found++;
        }
        return least.isEmpty() ? Verdict.right(found > 0) : Verdict.wrong("not listed: " + least.keySet());
    }

    private String compare(JsonNode listed, @Nullable Figures least, @Nullable Figures most, boolean still) {
        long spans = listed.get("spans").asLong();
        if (still) {
            String found = text(listed);
            String expected = least == null ? "nothing" : least.text(form.timed);
            return found.equals(expected) ? "" : "found " + found + ", expected " + expected;
        }
        long from = least == null ? 0 : least.spans;
        long to = most == null ? 0 : most.spans;
        return spans >= from && spans <= to ? "" : "found " + spans + " spans, expected " + from + " to " + to;
    }

    private String text(JsonNode listed) {
        Figures figures = new Figures();
        figures.spans = listed.get("spans").asLong();
        figures.errors = listed.get("errors").asLong();
        if (form.timed) {
            figures.firstStartNanos = listed.get("firstStart").asLong();
            figures.lastStartNanos = listed.get("lastStart").asLong();
            figures.durationNanosMax = listed.get("durationMax").asLong();
        }
        return figures.text(form.timed);
    }

    /** Counts the spans of the first so many traces, one by one. */
    private Map<Object, Figures> figures(long traces) {
        Map<Object, Figures> groups = new HashMap<>();
        List<List<@Nullable Figures>> ofSpans = data.<@Nullable Figures>ofSpans(span -> {
            Object key = form.ofSpan.apply(span);
            return key == null ? null : groups.computeIfAbsent(key, absent -> new Figures());
        });
        data.visit(window, traces, (shape, number, startNanos, durationNanos) -> {
            Figures figures = ofSpans.get(shape).get(number);
            if (figures != null) {
                figures.add(data.shapes().get(shape).spans().get(number), startNanos, durationNanos);
            }
        });
        groups.values().removeIf(figures -> figures.spans == 0);
        return groups;
    }
}
