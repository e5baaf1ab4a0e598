package io.spanhouse.deploy.bench;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.spanhouse.deploy.load.TraceInstance;
import io.spanhouse.deploy.load.TraceSeries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What all traces of one shape have in common, read from the very bytes that are sent: two traces of the shape are made and
 * parsed, and what differs between them is fresh in each trace. Times are nanoseconds after the trace's start, before they
 * are stretched. Immutable.
 */
final class ShapeFacts {
    private static final String SERVICE_KEY = "service.name";
    private static final long SEED = 1;
    private static final long OTHER_SEED = 2;

    private final List<SpanFacts> spans;
    private final List<SpanFacts> roots = new ArrayList<>();
    private final Map<String, ServiceCount> services = new TreeMap<>();
    private final long[] spanStartNanos;
    private final long[] spanEndNanos;
    private final long endNanos;
    private final int errors;

    /** An attribute of a span or of its resource with a text that is the same in every trace of the shape. */
    record Attribute(Key key, String text) {}

    /** Level as filters name it, and key. */
    record Key(String level, String key) {}

    /** How much of a trace is one service's. */
    record ServiceCount(int spans, int errors) {}

    /**
     * One span.
     *
     * @param parent its number in the shape, -1 for none
     * @param attributes those that are the same in every trace
     * @param freshKeys keys that have another value in each trace, or one that is no text
     */
    record SpanFacts(
            Operation operation,
            int statusCode,
            long startNanos,
            long endNanos,
            int parent,
            Set<Attribute> attributes,
            Set<Key> freshKeys) {
        boolean failed() {
            return statusCode == Status.StatusCode.STATUS_CODE_ERROR_VALUE;
        }
    }

    /** Service, name and kind of a span. */
    record Operation(String service, String name, int kind) {}

    private ShapeFacts(List<SpanFacts> spans) {
        this.spans = List.copyOf(spans);
        this.spanStartNanos = spans.stream().mapToLong(SpanFacts::startNanos).toArray();
        this.spanEndNanos = spans.stream().mapToLong(SpanFacts::endNanos).toArray();
        long last = 0;
        int failed = 0;
        for (SpanFacts span : spans) {
            last = Math.max(last, span.endNanos);
            failed += span.failed() ? 1 : 0;
            services.merge(
                    span.operation.service,
                    new ServiceCount(1, span.failed() ? 1 : 0),
                    (one, other) -> new ServiceCount(one.spans + other.spans, one.errors + other.errors));
            if (span.parent < 0) {
                roots.add(span);
            }
        }
        this.endNanos = last;
        this.errors = failed;
    }

    /** The facts of one shape. */
    static ShapeFacts of(TraceSeries series, int shape) {
        try {
            return new ShapeFacts(
                    merge(parse(series, series.sample(shape, SEED)), parse(series, series.sample(shape, OTHER_SEED))));
        } catch (IOException e) {
            throw new IllegalStateException("what is sent cannot be read", e);
        }
    }

    /** The spans, in the order in which a request of the whole trace has them. */
    List<SpanFacts> spans() {
        return spans;
    }

    /** Start of a span, for passes over millions of them. */
    long startNanos(int span) {
        return spanStartNanos[span];
    }

    /** End of a span. */
    long endNanos(int span) {
        return spanEndNanos[span];
    }

    /** End of the span that ends last. */
    long endNanos() {
        return endNanos;
    }

    int errors() {
        return errors;
    }

    /** The one span without a parent. */
    SpanFacts root() {
        if (roots.size() != 1) {
            throw new IllegalStateException("a shape has " + roots.size() + " roots, expected one");
        }
        return roots.get(0);
    }

    /** By name. */
    Map<String, ServiceCount> services() {
        return services;
    }

    private static List<SpanFacts> merge(List<SpanFacts> one, List<SpanFacts> other) {
        List<SpanFacts> merged = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            SpanFacts span = one.get(i);
            Set<Attribute> same = new HashSet<>(span.attributes);
            same.retainAll(other.get(i).attributes);
            Set<Key> fresh = new HashSet<>(span.freshKeys);
            span.attributes.stream()
                    .filter(attribute -> !same.contains(attribute))
                    .forEach(attribute -> fresh.add(attribute.key));
            merged.add(new SpanFacts(
                    span.operation,
                    span.statusCode,
                    span.startNanos,
                    span.endNanos,
                    span.parent,
                    Set.copyOf(same),
                    Set.copyOf(fresh)));
        }
        return merged;
    }

    private static List<SpanFacts> parse(TraceSeries series, TraceInstance trace) throws IOException {
        ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(series.request(trace));
        Map<Object, Integer> numbers = new HashMap<>();
        for (ResourceSpans resource : request.getResourceSpansList()) {
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                scope.getSpansList().forEach(span -> numbers.put(span.getSpanId(), numbers.size()));
            }
        }
        List<SpanFacts> spans = new ArrayList<>();
        for (ResourceSpans resource : request.getResourceSpansList()) {
            Set<Attribute> texts = new HashSet<>();
            Set<Key> others = new HashSet<>();
            sort("resource", resource.getResource().getAttributesList(), texts, others);
            String service = texts.stream()
                    .filter(attribute -> attribute.key.key.equals(SERVICE_KEY))
                    .map(Attribute::text)
                    .findAny()
                    .orElse("");
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                for (Span span : scope.getSpansList()) {
                    spans.add(facts(span, service, numbers.getOrDefault(span.getParentSpanId(), -1), texts, others));
                }
            }
        }
        return spans;
    }

    private static SpanFacts facts(
            Span span, String service, int parent, Set<Attribute> resourceTexts, Set<Key> resourceOthers) {
        Set<Attribute> texts = new HashSet<>(resourceTexts);
        Set<Key> others = new HashSet<>(resourceOthers);
        sort("span", span.getAttributesList(), texts, others);
        return new SpanFacts(
                new Operation(service, span.getName(), span.getKindValue()),
                span.getStatus().getCodeValue(),
                span.getStartTimeUnixNano(),
                span.getEndTimeUnixNano(),
                parent,
                texts,
                others);
    }

    private static void sort(String level, List<KeyValue> attributes, Set<Attribute> texts, Set<Key> others) {
        for (KeyValue attribute : attributes) {
            Key key = new Key(level, attribute.getKey());
            if (attribute.getValue().hasStringValue()) {
                texts.add(new Attribute(key, attribute.getValue().getStringValue()));
            } else {
                others.add(key);
            }
        }
    }
}
