package io.spanhouse.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.deploy.bench.PageQuery.Order;
import io.spanhouse.deploy.bench.ShapeFacts.Attribute;
import io.spanhouse.deploy.bench.ShapeFacts.Operation;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Right answers are right: those from a seed are those that one finds in the very bytes that are sent. */
final class PageQueryTest {
    private static final long SEED = 4_711;
    private static final int TRACES = 3_000;
    private static final int LIMIT = 20;
    private static final DataSet DATA = new DataSet(new DataSet.Identity(SEED, 1_700_000_000_000_000_000L, TRACES));
    private static final List<Sent> SENT = new ArrayList<>();

    /** A trace as one reads it in a request. */
    private record Sent(TraceId id, long start, long end, List<SentSpan> spans) {}

    private record SentSpan(String service, Span span) {}

    @BeforeAll
    static void readWhatIsSent() throws Exception {
        for (int number = 0; number < TRACES; number++) {
            List<SentSpan> spans = new ArrayList<>();
            for (ResourceSpans resource : ExportTraceServiceRequest.parseFrom(DATA.request(DATA.trace(number)))
                    .getResourceSpansList()) {
                String service = resource.getResource().getAttributesList().stream()
                        .filter(attribute -> attribute.getKey().equals("service.name"))
                        .map(attribute -> attribute.getValue().getStringValue())
                        .findAny()
                        .orElse("");
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    scope.getSpansList().forEach(span -> spans.add(new SentSpan(service, span)));
                }
            }
            SENT.add(new Sent(
                    DATA.trace(number).id(),
                    spans.stream()
                            .mapToLong(span -> span.span.getStartTimeUnixNano())
                            .min()
                            .orElseThrow(),
                    spans.stream()
                            .mapToLong(span -> span.span.getEndTimeUnixNano())
                            .max()
                            .orElseThrow(),
                    spans));
        }
    }

    @Test
    void pagesAreThoseOfTheBytes() {
        Random random = new Random(SEED);
        Vocabulary vocabulary = new Vocabulary(DATA);
        List<Operation> operations = vocabulary.operations();
        List<Attribute> attributes = vocabulary.attributes(0.000_5, 1);
        int found = 0;
        for (int round = 0; round < 150; round++) {
            Operation operation = operations.get(random.nextInt(operations.size()));
            SpanTest test = round % 5 == 0
                    ? SpanTest.ofAttribute(attributes.get(random.nextInt(attributes.size())))
                    : SpanTest.ofService(operation.service());
            test = random.nextInt(3) == 0 && test.attribute() == null ? test.withName(operation.name()) : test;
            test = random.nextInt(4) == 0 ? test.withFailed() : test;
            test = random.nextInt(3) == 0
                    ? test.withDuration(1 + vocabulary.durationNanos(operation.service(), random.nextDouble()))
                    : test;
            SpanTest ancestor = random.nextInt(4) > 0
                    ? null
                    : SpanTest.ofService(
                            operations.get(random.nextInt(operations.size())).service());
            TimeRange window = random.nextInt(2) == 0 ? TimeRange.ALWAYS : window(random);
            Order order = random.nextBoolean() ? Order.NEWEST : Order.SLOWEST;
            PageQuery query = new PageQuery(test, ancestor, window, order, LIMIT, random.nextBoolean());
            PageQuery.Page page = query.find(DATA, TRACES);
            List<Sent> all = find(query);
            assertThat(page.traces())
                    .as("round %d of seed %d: %s", round, SEED, query)
                    .extracting(trace -> trace.trace().id())
                    .isEqualTo(all.stream().limit(LIMIT).map(Sent::id).toList());
            assertThat(page.total()).isEqualTo(query.withTotal() ? all.size() : -1);
            found += all.isEmpty() ? 0 : 1;
        }
        assertThat(found).isGreaterThan(75);
    }

    @Test
    void freshValuesAreOfOneTrace() {
        FreshValues fresh = new FreshValues(DATA);
        for (int number = 0; number < TRACES; number += 301) {
            Attribute attribute = fresh.of(number);
            long holder = fresh.holder(number);
            PageQuery query =
                    new PageQuery(SpanTest.ofAttribute(attribute), null, TimeRange.ALWAYS, Order.NEWEST, 20, false);
            assertThat(find(query).stream().map(Sent::id))
                    .containsExactly(DATA.trace(holder).id());
        }
    }

    private static TimeRange window(Random random) {
        TimeRange time = DATA.time();
        long length = time.toNanos() - time.fromNanos();
        long from = time.fromNanos() + (long) (length * random.nextDouble());
        return new TimeRange(from, from + (long) (length * random.nextDouble()));
    }

    private static List<Sent> find(PageQuery query) {
        Comparator<Sent> order = query.order() == Order.NEWEST
                ? Comparator.comparingLong(Sent::start)
                : Comparator.comparingLong(trace -> trace.end - trace.start);
        return SENT.stream()
                .filter(trace -> query.window().has(trace.start)
                        && trace.spans.stream()
                                .anyMatch(span -> meets(span, query.test()) && isBelow(trace, span, query.ancestor())))
                .sorted(order.reversed().thenComparing(Sent::id))
                .toList();
    }

    private static boolean isBelow(Sent trace, SentSpan span, @Nullable SpanTest ancestor) {
        if (ancestor == null) {
            return true;
        }
        return trace.spans.stream()
                .filter(other -> other.span.getSpanId().equals(span.span.getParentSpanId()))
                .anyMatch(parent -> meets(parent, ancestor) || isBelow(trace, parent, ancestor));
    }

    private static boolean meets(SentSpan sent, SpanTest test) {
        Span span = sent.span;
        return (test.service() == null || test.service().equals(sent.service))
                && (test.name() == null || test.name().equals(span.getName()))
                && (!test.failed() || span.getStatus().getCodeValue() == 2)
                && (test.durationMinNanos() == 0
                        || span.getEndTimeUnixNano() - span.getStartTimeUnixNano() >= test.durationMinNanos())
                && (test.attribute() == null
                        || span.getAttributesList().stream().anyMatch(pair -> isPair(pair, test.attribute())));
    }

    private static boolean isPair(KeyValue pair, Attribute attribute) {
        return pair.getKey().equals(attribute.key().key())
                && pair.getValue().hasStringValue()
                && pair.getValue().getStringValue().equals(attribute.text());
    }
}
