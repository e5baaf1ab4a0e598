package io.spanhouse.storage.testing;

import io.spanhouse.storage.AppendResult;
import io.spanhouse.storage.StoreOptions;
import io.spanhouse.storage.StoreStatus;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.ArrivalsAnswer;
import io.spanhouse.storage.filter.ArrivalsRequest;
import io.spanhouse.storage.filter.AttributeKeysAnswer;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.DifferenceAnswer;
import io.spanhouse.storage.filter.DifferenceRequest;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.ServiceGraphAnswer;
import io.spanhouse.storage.filter.ServiceGraphRequest;
import io.spanhouse.storage.filter.SpanSelection;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.scripts.ScriptState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A store of the naive kind behind the door of the real one, for tests of what stands before a store: every answer comes from
 * an {@link OracleStore} a project. Nothing is on disk, nothing is fast. Thread-safe.
 */
public final class MemoryTraceStore implements TraceStore {
    private final Map<Integer, OracleStore> oracles = new HashMap<>();
    private final Map<String, Integer> projects = new TreeMap<>();
    private final ScriptState scripts = new ScriptState(new MemoryOwnTable(), StoreClock.SYSTEM);
    private int nextProject = 1;
    private boolean closed;

    @Override
    public synchronized CompletableFuture<AppendResult> append(int project, SpanBatch batch) {
        if (closed) {
            return CompletableFuture.failedFuture(new StoreException(FailureKind.CLOSED, "the store is closed"));
        }
        return CompletableFuture.completedFuture(oracle(project).append(batch));
    }

    @Override
    public ScriptState scriptState() {
        return scripts;
    }

    /** Takes spans at once, into a project that is made if there is none of the name. */
    public AppendResult take(String project, SpanBatch batch) {
        return append(project(project), batch).join();
    }

    private OracleStore oracle(int project) {
        return oracles.computeIfAbsent(project, absent -> new OracleStore());
    }

    @Override
    public synchronized @Nullable TraceSpans get(TraceRequest request, QueryControl control) {
        control.check();
        long all = oracle(request.project()).spansOf(request.traceId());
        if (all == 0) {
            return null;
        }
        OracleStore oracle = oracle(request.project());
        long visible = oracle.rows(request.traceId(), request.visibility()).size();
        List<SpanBatch> slices = KeptBatches.sorted(oracle, request);
        return new KeptSpans(slices, summary(request), all - visible, control);
    }

    private TraceSummary summary(TraceRequest request) {
        SearchRequest everything = new SearchRequest(
                request.project(),
                TimeWindow.ALWAYS,
                TracePredicate.EVERY,
                TraceOrder.NEWEST,
                1,
                null,
                false,
                request.visibility());
        OracleStore oracle = oracle(request.project());
        for (OracleTrace trace : oracle.search(everything, oracle.now())) {
            if (trace.id.equals(request.traceId())) {
                return trace.summary();
            }
        }
        return new TraceSummary(request.traceId(), 0, 0, 0, 0, 0, null, List.of(), false);
    }

    @Override
    public synchronized SearchAnswer search(SearchRequest request, QueryControl control) {
        if (!control.exhausted().equals(Completeness.Reason.COMPLETE)) {
            return new SearchAnswer(
                    List.of(),
                    null,
                    OptionalLong.empty(),
                    new Completeness(control.exhausted(), List.of("everything")),
                    control.statistics());
        }
        OracleStore oracle = oracle(request.project());
        MemoryCursor from = MemoryCursor.of(request, oracle.now());
        List<OracleTrace> found = oracle.search(request, from.asOf());
        int end = Math.min(found.size(), from.position() + request.limit());
        List<OracleTrace> page = found.subList(from.position(), end);
        SpanSelection spans = request.spans();
        control.read(0, from.asOf());
        control.unitRead();
        return new SearchAnswer(
                page.stream().map(OracleTrace::summary).toList(),
                spans == null
                        ? List.of()
                        : page.stream().map(trace -> trace.matches(spans)).toList(),
                end < found.size() ? from.at(end).text(request) : null,
                request.withTotal() ? OptionalLong.of(found.size()) : OptionalLong.empty(),
                Completeness.COMPLETE,
                control.statistics());
    }

    @Override
    public synchronized AggregateAnswer aggregate(AggregateRequest request, QueryControl control) {
        List<AggregateAnswer.Group> groups = oracle(request.project()).aggregate(request);
        return new AggregateAnswer(
                groups.subList(0, Math.min(groups.size(), request.ranking().limit())),
                groups.size(),
                Completeness.COMPLETE,
                control.statistics());
    }

    @Override
    public synchronized ServiceGraphAnswer serviceGraph(ServiceGraphRequest request, QueryControl control) {
        return new ServiceGraphAnswer(
                oracle(request.project()).serviceGraph(request), Completeness.COMPLETE, control.statistics());
    }

    @Override
    public synchronized ArrivalsAnswer arrivals(ArrivalsRequest request, QueryControl control) {
        OracleStore oracle = oracle(request.project());
        int now = oracle.now();
        String since = request.since();
        List<OracleTrace> arrived = oracle.arrived(request, since == null ? now : Integer.parseInt(since));
        return new ArrivalsAnswer(
                arrived.stream()
                        .limit(request.limit())
                        .map(OracleTrace::summary)
                        .toList(),
                arrived.size(),
                Integer.toString(now),
                Completeness.COMPLETE,
                control.statistics());
    }

    @Override
    public synchronized DifferenceAnswer difference(DifferenceRequest request, QueryControl control) {
        return oracle(request.project()).difference(request, control.statistics());
    }

    @Override
    public synchronized AttributeKeysAnswer attributeKeys(AttributeKeysRequest request, QueryControl control) {
        List<AttributeKeysAnswer.KeyCount> keys = oracle(request.project()).attributeKeys(request);
        return new AttributeKeysAnswer(
                keys.subList(0, Math.min(keys.size(), request.limit())),
                limited(keys.size(), request.limit()),
                control.statistics());
    }

    private static Completeness limited(int found, int limit) {
        return found <= limit
                ? Completeness.COMPLETE
                : new Completeness(Completeness.Reason.LIMIT, List.of((found - limit) + " are not listed"));
    }

    @Override
    public synchronized int project(String name) {
        return projects.computeIfAbsent(name, absent -> nextProject++);
    }

    @Override
    public synchronized Map<String, Integer> projects() {
        return new TreeMap<>(projects);
    }

    @Override
    public synchronized boolean deleteProject(String name) {
        return projects.remove(name) != null;
    }

    @Override
    public synchronized StoreStatus status() {
        return new StoreStatus(
                "memory", 0, StoreOptions.Durability.SYNC, List.of(), List.of(), 0, !closed, "", List.of());
    }

    @Override
    public synchronized boolean probe() {
        return !closed;
    }

    @Override
    public void settle() {}

    @Override
    public synchronized void close() {
        closed = true;
    }

    /** All trace ids of a project, in the order they came first. */
    public synchronized List<TraceId> traceIds(String project) {
        return oracle(project(project)).traceIds();
    }
}
