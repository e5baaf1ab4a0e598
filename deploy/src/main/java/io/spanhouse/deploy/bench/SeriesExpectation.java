package io.spanhouse.deploy.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Spans by service and step of time are counted exactly, and no step is left out. While spans are being sent, counts must lie
 * between those without and those with all spans under way.
 */
final class SeriesExpectation implements Expectation {
    private final DataSet data;
    private final TimeRange window;
    private final long stepNanos;

    /** Steps begin at multiples of their length since 1970. */
    SeriesExpectation(DataSet data, TimeRange window, long stepNanos) {
        this.data = data;
        this.window = window;
        this.stepNanos = stepNanos;
    }

    @Override
    public Verdict check(Answer answer, Extent extent) {
        if (!answer.failure().isEmpty()) {
            return Verdict.wrong(answer.failure());
        }
        Map<String, Long> least = counts(extent.certain());
        Map<String, Long> most = extent.certain() == extent.possible() ? least : counts(extent.possible());
        Map<String, Long> found = found(answer.json());
        for (Map.Entry<String, Long> count : found.entrySet()) {
            long from = least.getOrDefault(count.getKey(), 0L);
            long to = most.getOrDefault(count.getKey(), 0L);
            if (count.getValue() < from || count.getValue() > to) {
                return Verdict.wrong(count + " spans, expected " + from + (from == to ? "" : " to " + to));
            }
        }
        for (String step : least.keySet()) {
            if (!found.containsKey(step)) {
                return Verdict.wrong("there is no " + step + ", expected " + least.get(step) + " spans");
            }
        }
        return Verdict.right(!found.isEmpty());
    }

    private Map<String, Long> found(JsonNode json) {
        Map<String, Long> found = new TreeMap<>();
        long first = json.path("steps").path("first").asLong();
        for (JsonNode group : json.get("groups")) {
            String service = group.get("key").get(0).path("text").asString("");
            for (JsonNode cell : group.get("cells")) {
                long startNanos = first + cell.get("step").asLong() * stepNanos;
                found.merge(
                        name(service, startNanos),
                        cell.get("figures").get(0).get("whole").asLong(),
                        Long::sum);
            }
        }
        return found;
    }

    private Map<String, Long> counts(long traces) {
        long first = window.fromNanos() - window.fromNanos() % stepNanos;
        int steps = (int) ((window.toNanos() - first) / stepNanos) + 1;
        Map<String, long[]> services = new TreeMap<>();
        List<List<long[]>> ofSpans =
                data.ofSpans(span -> services.computeIfAbsent(span.operation().service(), absent -> new long[steps]));
        data.visit(
                window,
                traces,
                (shape, number, startNanos, durationNanos) ->
                        ofSpans.get(shape).get(number)[(int) ((startNanos - first) / stepNanos)]++);
        Map<String, Long> counts = new TreeMap<>();
        services.forEach((service, series) -> {
            for (int step = 0; step < steps; step++) {
                if (series[step] > 0) {
                    counts.put(name(service, first + step * stepNanos), series[step]);
                }
            }
        });
        return counts;
    }

    private static String name(String service, long startNanos) {
        return service + " from " + startNanos;
    }
}
