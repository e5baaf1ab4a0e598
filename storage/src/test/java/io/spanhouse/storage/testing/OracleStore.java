package io.spanhouse.storage.testing;

import io.spanhouse.storage.AppendResult;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.ArrivalsRequest;
import io.spanhouse.storage.filter.AttributeKeysAnswer;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.DifferenceAnswer;
import io.spanhouse.storage.filter.DifferenceRequest;
import io.spanhouse.storage.filter.ScanStatistics;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.ServiceGraphAnswer;
import io.spanhouse.storage.filter.ServiceGraphRequest;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanHalves;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.SpanPieces;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
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
    private static final int ALIVE = Integer.MAX_VALUE;

    private final List<PlainSpan> spans = new ArrayList<>();
    /** Of each span, where it can be read. */
    private final List<Kept> rows = new ArrayList<>();
    /** Of each span, the pieces in which it was sent. */
    private final List<List<Kept>> sent = new ArrayList<>();
    /** Of each span, the number of spans there were when another took its place. */
    private final List<Integer> replacedAt = new ArrayList<>();
    /** Texts of the spans that are alive. */
    private final Set<String> texts = new HashSet<>();

    /** A row that can be read. */
    record Kept(SpanBatch batch, int row) {}

    /**
     * Takes spans; those equal to one that is there in all that was sent are left out. A piece of a span that is there takes
     * the place of all that have its id, merged with the last of them; a piece of a half of a call only that of its half.
     */
    public AppendResult append(SpanBatch batch) {
        int stored = 0;
        int duplicates = 0;
        int conflicts = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            PlainSpan span = PlainSpan.read(batch, row);
            List<Integer> versions = versions(span);
            if (SpanMark.HALF.in(batch.marks(row)) && !versions.isEmpty()) {
                Verdict verdict = half(versions, new Kept(batch, row));
                duplicates += verdict == Verdict.REPEAT ? 1 : 0;
                stored += verdict == Verdict.MERGED ? 1 : 0;
                if (verdict != Verdict.NEW) {
                    continue;
                }
            } else if (SpanMark.REPLACES.in(batch.marks(row)) && !versions.isEmpty()) {
                Kept base = rows.get(versions.get(versions.size() - 1));
                SpanBatch merged = SpanPieces.merge(base.batch(), base.row(), batch, row);
                PlainSpan whole = PlainSpan.read(merged, 0);
                if (versions.size() == 1 && texts.contains(whole.text())) {
                    duplicates++;
                    continue;
                }
                for (int version : versions) {
                    replacedAt.set(version, now());
                    texts.remove(spans.get(version).text());
                }
                add(whole, new Kept(merged, 0));
                stored++;
                continue;
            }
            if (texts.contains(span.text())) {
                duplicates++;
                continue;
            }
            conflicts += versions.isEmpty() ? 0 : 1;
            add(span, new Kept(batch, row));
            stored++;
        }
        return new AppendResult(stored, duplicates, conflicts);
    }

    private enum Verdict {
        REPEAT,
        MERGED,
        NEW
    }

    /** Merges a piece of a half of a call with the half, if it is there. */
    private Verdict half(List<Integer> versions, Kept piece) {
        int base = -1;
        for (int version : versions) {
            Kept kept = rows.get(version);
            for (Kept before : sent.get(version)) {
                if (SpanHalves.repeats(before.batch, before.row, piece.batch, piece.row)) {
                    return Verdict.REPEAT;
                }
            }
            if (SpanHalves.same(kept.batch, kept.row, piece.batch, piece.row)
                    && (base < 0
                            || SpanHalves.compare(kept.batch, kept.row, rows.get(base).batch, rows.get(base).row)
                                    < 0)) {
                base = version;
            }
        }
        if (base < 0) {
            return Verdict.NEW;
        }
        Kept kept = rows.get(base);
        SpanBatch merged = SpanHalves.merge(kept.batch, kept.row, piece.batch, piece.row, null);
        replacedAt.set(base, now());
        texts.remove(spans.get(base).text());
        add(PlainSpan.read(merged, 0), new Kept(merged, 0));
        List<Kept> pieces = new ArrayList<>(sent.get(base));
        pieces.add(piece);
        sent.set(now() - 1, pieces);
        return Verdict.MERGED;
    }

    /** The texts of the pieces in which a trace's visible spans came, in no order. */
    List<String> pieces(TraceRequest request) {
        List<String> pieces = new ArrayList<>();
        Set<String> services = request.visibility().services();
        for (int i = 0; i < spans.size(); i++) {
            PlainSpan span = spans.get(i);
            if (replacedAt.get(i) == ALIVE
                    && span.traceId().equals(request.traceId())
                    && (services == null || services.contains(span.service()))) {
                sent.get(i).forEach(piece -> pieces.add(SpanText.render(piece.batch, piece.row)));
            }
        }
        return pieces;
    }

    private void add(PlainSpan span, Kept kept) {
        sent.add(List.of(kept));
        texts.add(span.text());
        spans.add(span);
        rows.add(kept);
        replacedAt.add(ALIVE);
    }

    /** Numbers of the spans that are alive and have the same id in the same trace. */
    private List<Integer> versions(PlainSpan span) {
        List<Integer> versions = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            PlainSpan other = spans.get(i);
            if (replacedAt.get(i) == ALIVE
                    && other.spanId() == span.spanId()
                    && other.traceId().equals(span.traceId())) {
                versions.add(i);
            }
        }
        return versions;
    }

    /** Whether exactly one span has the id of another in its trace. */
    boolean isOnly(PlainSpan span) {
        return versions(span).size() == 1;
    }

    /** Where the visible spans of a trace can be read, in the order they came. */
    List<Kept> rows(TraceId id, Visibility visibility) {
        List<Kept> found = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            PlainSpan span = spans.get(i);
            boolean visible = visibility.unrestricted() || visibility.services().contains(span.service());
            if (visible && replacedAt.get(i) == ALIVE && span.traceId().equals(id)) {
                found.add(rows.get(i));
            }
        }
        return found;
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
        return alive(now());
    }

    private List<PlainSpan> alive(int asOf) {
        List<PlainSpan> alive = new ArrayList<>();
        for (int i = 0; i < asOf; i++) {
            if (replacedAt.get(i) >= asOf) {
                alive.add(spans.get(i));
            }
        }
        return alive;
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
        return alive(now()).stream().filter(span -> span.traceId().equals(id)).count();
    }

    /** All traces that the request finds, in its order; its limit and cursor are not looked at. */
    public List<OracleTrace> search(SearchRequest request, int asOf) {
        return traces(request.visibility(), asOf).stream()
                .filter(trace -> request.window().contains(trace.start()))
                .filter(trace -> trace.meets(request.predicate()))
                .sorted(order(request.order()))
                .toList();
    }

    /** The traces that got visible spans since there were so many and that match now, the newest first. */
    public List<OracleTrace> arrived(ArrivalsRequest request, int since) {
        Set<String> services = request.visibility().services();
        Set<TraceId> touched = new HashSet<>();
        for (int i = since; i < now(); i++) {
            PlainSpan span = spans.get(i);
            if (replacedAt.get(i) == ALIVE && (services == null || services.contains(span.service()))) {
                touched.add(span.traceId());
            }
        }
        return traces(request.visibility(), now()).stream()
                .filter(trace -> touched.contains(trace.id) && trace.meets(request.predicate()))
                .sorted(order(TraceOrder.NEWEST))
                .toList();
    }

    /** The first page of a search that nothing has touched since. */
    public List<TraceSummary> firstPage(SearchRequest request) {
        return search(request, now()).stream()
                .limit(request.limit())
                .map(OracleTrace::summary)
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
        return alive(asOf).stream()
                .filter(span -> services == null || services.contains(span.service()))
                .toList();
    }

    /** All groups in the order of the request; its limit is not looked at. */
    public List<AggregateAnswer.Group> aggregate(AggregateRequest request) {
        IdentityHashMap<PlainSpan, OracleTree> trees = new IdentityHashMap<>();
        return OracleGroups.of(matching(request, trees), request, trees::get);
    }

    /**
     * The spans that a request is of.
     *
     * @param trees of each span's trace; filled in
     */
    List<PlainSpan> matching(AggregateRequest request, IdentityHashMap<PlainSpan, OracleTree> trees) {
        List<PlainSpan> matching = new ArrayList<>();
        for (OracleTrace trace : traces(request.visibility(), now())) {
            if (trace.meets(request.traces())) {
                matching.addAll(trace.left(request.spans()));
                trace.spans.forEach(span -> trees.put(span, trace.tree()));
            }
        }
        matching.removeIf(
                span -> !request.window().contains(span.start()) || !OracleConditions.test(request.condition(), span));
        return matching;
    }

    /** All calls between services. */
    public List<ServiceGraphAnswer.Edge> serviceGraph(ServiceGraphRequest request) {
        Map<List<String>, List<PlainSpan>> calls = new LinkedHashMap<>();
        for (OracleTrace trace : traces(request.visibility(), now())) {
            if (request.window().contains(trace.start())) {
                OracleTree tree = OracleTree.of(trace.spans);
                for (int i = 0; i < trace.spans.size(); i++) {
                    PlainSpan callee = trace.spans.get(i);
                    String caller = tree.parent(i) < 0
                            ? callee.service()
                            : trace.spans.get(tree.parent(i)).service();
                    if (!caller.equals(callee.service())) {
                        calls.computeIfAbsent(List.of(caller, callee.service()), absent -> new ArrayList<>())
                                .add(callee);
                    }
                }
            }
        }
        return calls.entrySet().stream()
                .map(entry -> OracleMeasures.edge(
                        entry.getKey().get(0), entry.getKey().get(1), entry.getValue()))
                .sorted(Comparator.comparing(ServiceGraphAnswer.Edge::caller, OracleConditions::compareTexts)
                        .thenComparing(ServiceGraphAnswer.Edge::callee, OracleConditions::compareTexts))
                .toList();
    }

    /** What sets selected spans apart from the rest. */
    public DifferenceAnswer difference(DifferenceRequest request, ScanStatistics statistics) {
        return new OracleDifference(this, request).answer(statistics);
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
        return alive(now()).stream()
                .collect(Collectors.groupingBy(PlainSpan::service, TreeMap::new, Collectors.counting()));
    }
}
