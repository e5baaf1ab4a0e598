package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.bench.PageQuery.Order;
import io.spanhouse.deploy.bench.ShapeFacts.Attribute;
import io.spanhouse.deploy.bench.ShapeFacts.Operation;
import io.spanhouse.deploy.verify.ReadSide;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every class of questions. The parameters of a question come from the seed, its class and its number, whatever else is
 * asked. Classes with fewer parameters than questions (there are some twenty services) ask every second time for an earlier
 * stretch of time, so that no two questions are the same for long.
 *
 * <p>Budgets are those that the project set itself; where another store was measured to be faster on 2,000,000 of the same
 * spans, that store's figure.
 */
final class QuestionBook {
    private static final int LIMIT = 20;
    private static final long WINDOW_NANOS = 15 * 60_000_000_000L;
    private static final long LARGEST_SEEN = 200_000;
    private static final int LARGEST = 250;
    private static final int GROUPS_MAX = 10_000;

    private final DataSet data;
    private final Vocabulary vocabulary;
    private final long seed;
    private final FreshValues fresh;
    private final List<Long> largest;
    private final List<QuestionClass> classes = new ArrayList<>();

    /** A question with the draws that it may take. */
    private interface Drawn {
        Question of(int number, Random random);
    }

    QuestionBook(DataSet data, long seed) {
        this.data = data;
        this.vocabulary = new Vocabulary(data);
        this.seed = seed;
        this.fresh = new FreshValues(data);
        this.largest = largest();
        gets();
        lists();
        values();
        structure();
        wholes();
        groups();
        measures();
    }

    List<QuestionClass> classes() {
        return classes;
    }

    private void gets() {
        add("get-hit", "get, hit", 4.8, 10, (number, random) -> get(drawTrace(random)));
        add("get-miss", "get, miss", 1, 1, (number, random) -> {
            String id = String.format("%016x%016x", random.nextLong(), random.nextLong() | 1);
            return Question.trace(id, new AbsenceExpectation());
        });
        add(
                "get-largest",
                "get of the largest traces",
                10,
                25,
                (number, random) -> get(largest.get(number % largest.size())));
    }

    private void lists() {
        add(
                "newest-service",
                "newest 20 of a service",
                30,
                25,
                (number, random) -> newest(SpanTest.ofService(service(number)), sometimesEarlier(number, random)));
        add(
                "newest-operation",
                "newest 20 of an operation",
                22,
                25,
                (number, random) -> newest(operation(number, random), TimeRange.ALWAYS));
        add(
                "newest-slow",
                "newest 20 of a service with a slow span",
                2.2,
                25,
                (number, random) -> newest(slow(number, random), TimeRange.ALWAYS));
        add(
                "newest-error",
                "newest 20 of a service with an error",
                2,
                25,
                (number, random) ->
                        newest(SpanTest.ofService(service(number)).withFailed(), sometimesEarlier(number, random)));
        add(
                "window",
                "newest 20 of a service within 15 minutes",
                20,
                25,
                (number, random) -> newest(SpanTest.ofService(service(number)), window(random, WINDOW_NANOS)));
    }

    /** Operations below a service that calls them at times, and in every third question perhaps never does. */
    private void structure() {
        add("structural", "spans of an operation below a service", 50, 100, (number, random) -> {
            List<Operation> all = vocabulary.operations();
            Operation below = all.get(random.nextInt(all.size()));
            String above = number % 3 == 0 ? service(number) : drawAbove(below, random);
            return search(new PageQuery(
                    SpanTest.ofService(below.service()).withName(below.name()),
                    SpanTest.ofService(above),
                    TimeRange.ALWAYS,
                    Order.NEWEST,
                    LIMIT,
                    number % 2 == 0));
        });
    }

    /** The service of a span above some span of the operation, drawn from all shapes; its own if there is none. */
    private String drawAbove(Operation below, Random random) {
        List<String> services = new ArrayList<>();
        for (ShapeFacts shape : data.shapes()) {
            for (ShapeFacts.SpanFacts span : shape.spans()) {
                if (span.operation().equals(below) && span.parent() >= 0) {
                    services.add(shape.spans().get(span.parent()).operation().service());
                }
            }
        }
        return services.isEmpty() ? below.service() : services.get(random.nextInt(services.size()));
    }

    private void values() {
        List<Attribute> medium = vocabulary.attributes(0.000_5, 0.02);
        List<Attribute> common = vocabulary.attributes(0.1, 1);
        add("value-rare", "rare attribute value", 1.8, 7.5, (number, random) -> {
            long trace = drawTrace(random);
            Attribute attribute = fresh.of(trace);
            PageQuery query = page(SpanTest.ofAttribute(attribute), TimeRange.ALWAYS, Order.NEWEST, false);
            return Question.search(json(query), PageExpectation.ofOne(data, query, fresh.holder(trace)));
        });
        add(
                "value-medium",
                "medium attribute value",
                2.2,
                25,
                (number, random) -> newest(SpanTest.ofAttribute(medium.get(number % medium.size())), TimeRange.ALWAYS));
        add(
                "value-common",
                "common attribute value",
                22,
                25,
                (number, random) -> newest(
                        SpanTest.ofAttribute(common.get(number % common.size())), sometimesEarlier(number, random)));
        add("value-absent", "absent attribute value", 1.8, 7.5, (number, random) -> {
            Attribute known = medium.get(number % medium.size());
            Attribute absent = new Attribute(known.key(), known.text() + "-" + Long.toHexString(random.nextLong()));
            return newest(SpanTest.ofAttribute(absent), TimeRange.ALWAYS);
        });
    }

    private void wholes() {
        add(
                "slowest",
                "slowest 20",
                25,
                50,
                (number, random) -> search(page(
                        number % 2 == 0 ? SpanTest.ofService(service(number / 2)) : SpanTest.ANY,
                        number % 2 == 0 ? TimeRange.ALWAYS : window(random, 0),
                        Order.SLOWEST,
                        false)));
        add("total", "exact total", 30, 50, (number, random) -> {
            SpanTest test = SpanTest.ofService(service(number));
            return search(page(
                    number % 3 == 0 ? test.withFailed() : test,
                    number % 2 == 0 ? TimeRange.ALWAYS : window(random, 0),
                    Order.NEWEST,
                    true));
        });
    }

    private void groups() {
        add("services", "services", 0.9, 5.7, (number, random) -> {
            TimeRange range = number == 0 ? TimeRange.ALWAYS : window(random, 0);
            GroupsExpectation.Form form = new GroupsExpectation.Form(
                    "services",
                    span -> span.operation().service(),
                    json -> json.get("service").asString(),
                    true);
            return Question.list("/services" + parameters(range, '?'), new GroupsExpectation(data, range, form));
        });
        add("operations", "operations of a service", 5, 25, (number, random) -> {
            TimeRange range = sometimesEarlier(number, random);
            String service = service(number);
            GroupsExpectation.Form form = new GroupsExpectation.Form(
                    "operations",
                    span -> span.operation().service().equals(service) ? span.operation() : null,
                    json -> new Operation(
                            service,
                            json.get("name").asString(),
                            json.get("kind").asInt()),
                    true);
            return Question.list(
                    "/operations?service=" + encode(service) + parameters(range, '&'),
                    new GroupsExpectation(data, range, form));
        });
        List<ShapeFacts.Key> keys = vocabulary.listableKeys();
        add("attribute-values", "values of an attribute", 25, 50, (number, random) -> {
            ShapeFacts.Key key = keys.get(number % keys.size());
            TimeRange range = sometimesEarlier(number, random);
            GroupsExpectation.Form form = new GroupsExpectation.Form(
                    "values",
                    span -> span.attributes().stream()
                            .filter(attribute -> attribute.key().equals(key))
                            .map(Attribute::text)
                            .findAny()
                            .orElse(null),
                    json -> json.get("value").path("text").asString(""),
                    false);
            return Question.list(
                    "/attributes/values?level=" + key.level() + "&key=" + encode(key.key()) + parameters(range, '&'),
                    new GroupsExpectation(data, range, form));
        });
    }

    private void measures() {
        add("rate", "rate by service", 50, 100, (number, random) -> {
            TimeRange range = stretch(number, random);
            long step = (10 + 10 * random.nextInt(6)) * 1_000_000_000L;
            ObjectNode request = measured(range).put("step", Long.toString(step));
            request.putArray("groupBy").add(SpanTest.operand("resource", "service.name"));
            request.putArray("measures").addObject().put("count", true);
            return Question.post("/aggregate", request, new SeriesExpectation(data, range, step));
        });
        add("quantiles", "p50 and p99 by operation", 75, 150, (number, random) -> {
            TimeRange range = stretch(number, random);
            ObjectNode request = measured(range);
            request.putArray("groupBy")
                    .add(SpanTest.operand("resource", "service.name"))
                    .addObject()
                    .put("field", "name");
            ObjectNode quantiles = request.putArray("measures").addObject().putObject("quantiles");
            quantiles.putObject("of").put("field", "duration");
            quantiles.putArray("shares").add(QuantilesExpectation.SHARES[0]).add(QuantilesExpectation.SHARES[1]);
            return Question.post("/aggregate", request, new QuantilesExpectation(data, range));
        });
    }

    private static ObjectNode measured(TimeRange range) {
        ObjectNode request = ReadSide.body().put("limit", GROUPS_MAX);
        request.putObject("window")
                .put("from", Long.toString(range.fromNanos()))
                .put("to", Long.toString(range.toNanos()));
        return request;
    }

    /** All of the data's time in each tenth question, else up to a fifth of it. */
    private TimeRange stretch(int number, Random random) {
        TimeRange time = data.time();
        long whole = time.toNanos() - time.fromNanos();
        return number % 10 == 0 ? time : window(random, 1 + (long) (whole / 5.0 * random.nextDouble()));
    }

    private void add(String key, String title, double p50Millis, double p99Millis, Drawn drawn) {
        List<Budget> budgets = new ArrayList<>();
        if (p50Millis < p99Millis) {
            budgets.add(Budget.most("p50", p50Millis));
        }
        budgets.add(Budget.most("p99", p99Millis));
        IntFunction<Question> question =
                number -> drawn.of(number, new Random(seed * 31 + key.hashCode() * 1_000_003L + number));
        classes.add(new QuestionClass(key, title, budgets, question));
    }

    private Question get(long number) {
        return Question.trace(data.trace(number).id().toString(), new TraceExpectation(data, number));
    }

    private Question newest(SpanTest test, TimeRange range) {
        return search(page(test, range, Order.NEWEST, false));
    }

    private Question search(PageQuery query) {
        return Question.search(json(query), new PageExpectation(data, query));
    }

    private static PageQuery page(SpanTest test, TimeRange range, Order order, boolean withTotal) {
        return new PageQuery(test, null, range, order, LIMIT, withTotal);
    }

    private static ObjectNode json(PageQuery query) {
        ObjectNode request = ReadSide.body().put("limit", query.limit());
        if (!query.window().equals(TimeRange.ALWAYS)) {
            request.putObject("window")
                    .put("from", Long.toString(query.window().fromNanos()))
                    .put("to", Long.toString(query.window().toNanos()));
        }
        SpanTest ancestor = query.ancestor();
        if (ancestor != null) {
            ObjectNode related = request.putObject("filter")
                    .putObject("spans")
                    .putObject("first")
                    .putObject("related")
                    .put("kinship", "descendant");
            related.putObject("left").set("where", ancestor.json());
            related.putObject("right").set("where", query.test().json());
        } else if (!query.test().equals(SpanTest.ANY)) {
            request.putObject("filter").set("span", query.test().json());
        }
        if (query.order() == Order.SLOWEST) {
            request.putObject("order").put("by", "duration");
        }
        if (query.withTotal()) {
            request.put("total", true);
        }
        return request;
    }

    private static String parameters(TimeRange range, char first) {
        return range.equals(TimeRange.ALWAYS) ? "" : first + "from=" + range.fromNanos() + "&to=" + range.toNanos();
    }

    private long drawTrace(Random random) {
        return (long) (random.nextDouble() * data.identity().traces());
    }

    private String service(int number) {
        return vocabulary.services().get(number % vocabulary.services().size());
    }

    private SpanTest operation(int number, Random random) {
        List<Operation> all = vocabulary.operations();
        Operation operation = all.get((int) ((number * 7_919L + random.nextInt(all.size())) % all.size()));
        return SpanTest.ofService(operation.service()).withName(operation.name());
    }

    /** Slower than 99 to 99.95 % of the service's spans; each tenth question asks for what there is none of. */
    private SpanTest slow(int number, Random random) {
        String service = service(number);
        long nanos = number % 10 == 9
                ? 4 * vocabulary.durationNanos(service, 1)
                : vocabulary.durationNanos(service, 0.99 + 0.0095 * random.nextDouble());
        return SpanTest.ofService(service).withDuration(Math.max(1, nanos));
    }

    /** All time, or every second time all up to some moment. */
    private TimeRange sometimesEarlier(int number, Random random) {
        TimeRange time = data.time();
        long length = time.toNanos() - time.fromNanos();
        return number % 2 == 0
                ? TimeRange.ALWAYS
                : new TimeRange(0, time.fromNanos() + (long) (length * (0.1 + 0.9 * random.nextDouble())));
    }

    /** A stretch of so much of the data's time, or of any length for 0. */
    private TimeRange window(Random random, long nanos) {
        TimeRange time = data.time();
        long whole = time.toNanos() - time.fromNanos();
        long length = nanos == 0 ? (long) (whole * random.nextDouble()) : Math.min(nanos, whole);
        long from = time.fromNanos() + (long) ((whole - length) * random.nextDouble());
        return new TimeRange(from, from + length);
    }

    /** Those with most spans among the first traces. */
    private List<Long> largest() {
        List<Long> all = new ArrayList<>();
        for (long number = 0; number < Math.min(LARGEST_SEEN, data.identity().traces()); number++) {
            all.add(number);
        }
        all.sort(Comparator.comparingInt((Long number) -> data.trace(number).spans())
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
        return List.copyOf(all.subList(0, Math.min(LARGEST, all.size())));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
