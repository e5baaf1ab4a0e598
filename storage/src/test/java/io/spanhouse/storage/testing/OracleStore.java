package io.spanhouse.storage.testing;

import io.spanhouse.storage.AppendResult;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeKeysAnswer;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a store must answer, by the definitions and nothing else: a list of spans in the order they came, walked from the
 * start for every question. What was true at an earlier point is asked with the number of spans of then. One project.
 * Not thread-safe.
 */
public final class OracleStore {
    private final List<PlainSpan> spans = new ArrayList<>();
    private final Set<String> texts = new HashSet<>();

    /** Takes spans; those equal to an earlier one in all that was sent are left out. */
    public AppendResult append(SpanBatch batch) {
        int stored = 0;
        int duplicates = 0;
        int conflicts = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            PlainSpan span = PlainSpan.read(batch, row);
            if (!texts.add(span.text())) {
                duplicates++;
                continue;
            }
            boolean conflict = spans.stream()
                    .anyMatch(other ->
                            other.spanId() == span.spanId() && other.traceId().equals(span.traceId()));
            conflicts += conflict ? 1 : 0;
            spans.add(span);
            stored++;
        }
        return new AppendResult(stored, duplicates, conflicts);
    }

    /** A point in time for later questions: how many spans there are now. */
    public int now() {
        return spans.size();
    }

    /** All trace ids, in the order they came first. */
    public List<TraceId> traceIds() {
        return spans.stream().map(PlainSpan::traceId).distinct().toList();
    }

    /** All spans now. */
    List<PlainSpan> spans() {
        return spans;
    }

    /** The texts of a trace's visible spans by start, then span id; empty if there are none. */
    public List<String> get(TraceRequest request) {
        return trace(request).sorted().stream().map(PlainSpan::text).toList();
    }

    /** A trace's visible spans. */
    OracleTrace trace(TraceRequest request) {
        return new OracleTrace(
                request.traceId(),
                visible(request.visibility(), now()).stream()
                        .filter(span -> span.traceId().equals(request.traceId()))
                        .toList());
    }

    /** How many spans of the trace there are, hidden ones included. */
    public long spansOf(TraceId id) {
        return spans.stream().filter(span -> span.traceId().equals(id)).count();
    }

    /** All traces that the request finds, in its order; its limit and cursor are not looked at. */
    public List<OracleTrace> search(SearchRequest request, int asOf) {
        return traces(request.visibility(), asOf).stream()
                .filter(trace -> request.window().contains(trace.start()))
                .filter(trace -> trace.meets(request.predicate()))
                .sorted(order(request.order()))
                .toList();
    }

    private static Comparator<OracleTrace> order(TraceOrder order) {
        Comparator<OracleTrace> byKey = switch (order.key()) {
            case START -> Comparator.comparing(trace -> OracleConditions.unsigned(trace.start()));
            case DURATION -> Comparator.comparing(trace -> OracleConditions.unsigned(trace.duration()));
            case SPANS -> Comparator.comparing(trace -> trace.spans.size());
            case ERRORS -> Comparator.comparing(OracleTrace::errors);
            case ROOT_START -> Comparator.comparing(trace -> OracleConditions.unsigned(trace.rootStart()));
            case ROOT_DURATION -> Comparator.comparing(OracleTrace::rootDuration);
            case ROOT_NAME -> (one, other) -> OracleConditions.compareTexts(one.rootName(), other.rootName());
            case TRACE_ID -> Comparator.comparing(trace -> trace.id);
        };
        return (order.descending() ? byKey.reversed() : byKey).thenComparing(trace -> trace.id);
    }

    private List<OracleTrace> traces(Visibility visibility, int asOf) {
        Map<TraceId, List<PlainSpan>> traces = new LinkedHashMap<>();
        for (PlainSpan span : visible(visibility, asOf)) {
            traces.computeIfAbsent(span.traceId(), id -> new ArrayList<>()).add(span);
        }
        return traces.entrySet().stream()
                .map(entry -> new OracleTrace(entry.getKey(), entry.getValue()))
                .toList();
    }

    private List<PlainSpan> visible(Visibility visibility, int asOf) {
        Set<String> services = visibility.services();
        return spans.subList(0, asOf).stream()
                .filter(span -> services == null || services.contains(span.service()))
                .toList();
    }

    /** All groups in the order of the request; its limit is not looked at. */
    public List<AggregateAnswer.Group> aggregate(AggregateRequest request) {
        Set<TraceId> traces = traces(request.visibility(), now()).stream()
                .filter(trace -> trace.meets(request.traces()))
                .map(trace -> trace.id)
                .collect(Collectors.toSet());
        List<PlainSpan> matching = visible(request.visibility(), now()).stream()
                .filter(span -> request.window().contains(span.start()))
                .filter(span -> OracleConditions.test(request.condition(), span))
                .filter(span -> traces.contains(span.traceId()))
                .toList();
        return OracleGroups.of(matching, request);
    }

    /** All keys, those on most spans first; the limit is not looked at. */
    public List<AttributeKeysAnswer.KeyCount> attributeKeys(AttributeKeysRequest request) {
        Map<AttributeKeysAnswer.KeyCount, Long> counts = new LinkedHashMap<>();
        for (PlainSpan span : visible(request.visibility(), now())) {
            if (!request.window().contains(span.start()) || !OracleConditions.test(request.condition(), span)) {
                continue;
            }
            Set<AttributeKeysAnswer.KeyCount> keys = new HashSet<>();
            for (AttributeLevel level : AttributeLevel.values()) {
                OracleConditions.attributes(level, span)
                        .forEach(attribute -> keys.add(new AttributeKeysAnswer.KeyCount(
                                level, attribute.key(), attribute.value().type(), 0)));
            }
            keys.forEach(key -> counts.merge(key, 1L, Long::sum));
        }
        return counts.entrySet().stream()
                .map(entry -> new AttributeKeysAnswer.KeyCount(
                        entry.getKey().level(),
                        entry.getKey().key(),
                        entry.getKey().type(),
                        entry.getValue()))
                .sorted(Comparator.comparing((AttributeKeysAnswer.KeyCount key) -> -key.spans())
                        .thenComparing(AttributeKeysAnswer.KeyCount::level)
                        .thenComparing(AttributeKeysAnswer.KeyCount::key, OracleConditions::compareTexts)
                        .thenComparing(AttributeKeysAnswer.KeyCount::type))
                .toList();
    }

    /** Spans by service; for generators that want to know what there is. */
    Map<String, Long> services() {
        return spans.stream().collect(Collectors.groupingBy(PlainSpan::service, TreeMap::new, Collectors.counting()));
    }
}
