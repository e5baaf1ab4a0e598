package io.spanhouse.deploy.measure;

import io.spanhouse.deploy.load.Latencies;
import io.spanhouse.deploy.verify.ReadSide;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks each kind of question 200 times, each time for something else, one after the other over one connection. A quarter as
 * many questions before them are not counted, so that code and caches are warm.
 */
final class QueryTimes {
    private static final int QUESTIONS = 200;
    private static final int WARM_UP = 50;
    private static final int NEWEST = 20;
    private static final long SLOW_NANOS_MIN = 5_000_000;
    private static final long SLOW_NANOS_RANGE = 20_000_000;

    private final ReadSide readSide;
    private final SampledTraces sampled;
    private final Random random;
    private final FigureTable table;

    QueryTimes(ReadSide readSide, SampledTraces sampled, long seed, FigureTable table) {
        this.readSide = readSide;
        this.sampled = sampled;
        this.random = new Random(seed);
        this.table = table;
    }

    /** One question; {@code number} is different each time. */
    private interface Question {
        /** Gives whether the answer held anything. */
        boolean ask(int number) throws IOException, InterruptedException;
    }

    void measure() throws IOException, InterruptedException {
        List<TraceId> traces = sampled.traces();
        List<String> rare = sampled.rareValues();
        time("get by id, hit", "p99 10 ms", number -> readSide.trace(traces.get(pick(traces.size(), number))) != null);
        time(
                "get by id, miss",
                "p99 1 ms",
                number -> readSide.trace(new TraceId(random.nextLong(), random.nextLong())) != null);
        time("newest 20 of a service", "p99 25 ms", number -> found(newest(serviceIs(number))));
        time(
                "newest 20 of a service with a slow span",
                "p99 25 ms",
                number -> found(newest(all(serviceIs(number), slow()))));
        time(
                "newest 20 of a service with an error",
                "p99 25 ms",
                number -> found(newest(all(serviceIs(number), failed()))));
        time(
                "an attribute value that occurs once",
                "p99 15 ms",
                number ->
                        found(newest(attribute("span", SampledTraces.rareKey(), rare.get(pick(rare.size(), number))))));
    }

    private void time(String what, String budget, Question question) throws IOException, InterruptedException {
        Latencies latencies = new Latencies();
        int answered = 0;
        for (int i = 0; i < WARM_UP; i++) {
            question.ask(i + QUESTIONS);
        }
        for (int i = 0; i < QUESTIONS; i++) {
            long startedNanoTime = System.nanoTime();
            answered += question.ask(i) ? 1 : 0;
            latencies.add(System.nanoTime() - startedNanoTime);
        }
        table.add(
                what + ", p50 and p99",
                budget,
                "%.1f ms, %.1f ms (%d of %d found something)",
                latencies.quantileNanos(0.5) / 1e6,
                latencies.quantileNanos(0.99) / 1e6,
                answered,
                QUESTIONS);
    }

    /** Spreads the questions over what there is. */
    private static int pick(int size, int number) {
        return (int) ((long) number * size / (QUESTIONS + WARM_UP));
    }

    private boolean found(ObjectNode request) throws IOException, InterruptedException {
        return !readSide.search(request, null).get("traces").isEmpty();
    }

    private static ObjectNode newest(ObjectNode condition) {
        ObjectNode request = ReadSide.body().put("limit", NEWEST);
        request.putObject("filter").set("span", condition);
        return request;
    }

    private ObjectNode serviceIs(int number) {
        List<String> services = sampled.services();
        return attribute("resource", "service.name", services.get(number % services.size()));
    }

    private static ObjectNode attribute(String level, String key, String value) {
        ObjectNode condition = ReadSide.body();
        ObjectNode comparison = condition.putObject("compare");
        comparison
                .putObject("operand")
                .putObject("attribute")
                .put("level", level)
                .put("key", key);
        comparison.put("operator", "equal").putObject("value").put("text", value);
        return condition;
    }

    private ObjectNode slow() {
        long nanos = SLOW_NANOS_MIN + (long) (random.nextDouble() * SLOW_NANOS_RANGE);
        return field("duration", "greaterOrEqual", nanos);
    }

    private static ObjectNode failed() {
        return field("statusCode", "equal", 2);
    }

    private static ObjectNode field(String name, String operator, long value) {
        ObjectNode condition = ReadSide.body();
        ObjectNode comparison = condition.putObject("compare");
        comparison.putObject("operand").put("field", name);
        comparison.put("operator", operator).putObject("value").put("whole", Long.toString(value));
        return condition;
    }

    private static ObjectNode all(ObjectNode first, ObjectNode second) {
        ObjectNode condition = ReadSide.body();
        condition.putArray("all").add(first).add(second);
        return condition;
    }
}
