package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.bench.ShapeFacts.Operation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Quantiles of durations by service and name are those by nearest rank, within 1 % where the answer says that they are not
 * exact. While spans are being sent, they must lie between those that the spans under way can move them to. Holds all
 * durations of the window while it checks, 8 bytes a span.
 */
final class QuantilesExpectation implements Expectation {
    /** Which quantiles are asked for. */
    static final double[] SHARES = {0.5, 0.99};

    private static final double ERROR_MAX = 0.01;

    private final DataSet data;
    private final TimeRange window;

    QuantilesExpectation(DataSet data, TimeRange window) {
        this.data = data;
        this.window = window;
    }

    /** Durations of one group; sorted once all are there. */
    private static final class Durations {
        private long[] nanos = new long[16];
        private int size;

        private void add(long durationNanos) {
            if (size == nanos.length) {
                nanos = Arrays.copyOf(nanos, size + size / 2);
            }
            nanos[size++] = durationNanos;
        }

        private void sort() {
            Arrays.sort(nanos, 0, size);
        }

        private long at(long rank) {
            return nanos[(int) Math.max(0, Math.min(size, rank) - 1)];
        }
    }

    @Override
    public Verdict check(Answer answer, Extent extent) {
        if (!answer.failure().isEmpty()) {
            return Verdict.wrong(answer.failure());
        }
        Map<Operation, Durations> possible = durations(extent.possible());
        Map<Operation, Durations> certain =
                extent.certain() == extent.possible() ? possible : durations(extent.certain());
        possible.values().forEach(Durations::sort);
        int found = 0;
        for (JsonNode group : answer.json().get("groups")) {
            Operation operation = operation(
                    text(group.get("key").get(0)), text(group.get("key").get(1)));
            Durations most = possible.get(operation);
            if (most == null) {
                return Verdict.wrong(operation + ": expected no such group");
            }
            Durations least = certain.get(operation);
            String mismatch = compare(group.get("figures").get(0), most, least == null ? 0 : least.size);
            if (!mismatch.isEmpty()) {
                return Verdict.wrong(operation + ": " + mismatch);
            }
            found += least == null ? 0 : 1;
        }
        return found == certain.size()
                ? Verdict.right(found > 0)
                : Verdict.wrong(found + " groups, expected " + certain.size());
    }

    private static String compare(JsonNode figure, Durations most, int certain) {
        boolean exact = figure.get("exact").asBoolean();
        for (int i = 0; i < SHARES.length; i++) {
            double quantile = figure.get("quantiles").get(i).path("whole").asLong(-1);
            if (quantile < 0) {
                quantile = figure.get("quantiles").get(i).path("decimal").asDouble(-1);
            }
            // So many values may be there or not, and each moves the rank by one at most.
            int underWay = most.size - certain;
            double error = exact ? 0 : ERROR_MAX;
            long least = most.at((long) Math.ceil(SHARES[i] * certain));
            long greatest = most.at((long) Math.ceil(SHARES[i] * most.size) + underWay);
            if (quantile < least * (1 - error) || quantile > greatest * (1 + error)) {
                return "quantile " + SHARES[i] + (exact ? "" : ", not exact,") + " is " + quantile + ", expected "
                        + least + (least == greatest ? "" : " to " + greatest);
            }
        }
        return "";
    }

    private Map<Operation, Durations> durations(long traces) {
        Map<Operation, Durations> groups = new HashMap<>();
        List<List<Durations>> ofSpans = data.ofSpans(span -> groups.computeIfAbsent(
                operation(span.operation().service(), span.operation().name()), absent -> new Durations()));
        data.visit(
                window,
                traces,
                (shape, number, startNanos, durationNanos) ->
                        ofSpans.get(shape).get(number).add(durationNanos));
        groups.values().removeIf(durations -> durations.size == 0);
        return groups;
    }

    /** Of any kind. */
    private static Operation operation(String service, String name) {
        return new Operation(service, name, 0);
    }

    private static String text(JsonNode key) {
        return key.path("text").asString("");
    }
}
