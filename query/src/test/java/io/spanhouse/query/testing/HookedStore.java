package io.spanhouse.query.testing;

import io.spanhouse.storage.AppendResult;
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
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.scripts.ScriptRuns;
import io.spanhouse.storage.scripts.ScriptState;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store before which a test may do something, and whose answers it may call incomplete. */
public final class HookedStore implements TraceStore {
    private final TraceStore store;

    /** Called before every question. */
    public volatile Consumer<QueryControl> before = control -> {};

    /** What answers say they cover, unless the store says less. */
    public volatile Completeness completeness = Completeness.COMPLETE;

    public HookedStore(TraceStore store) {
        this.store = store;
    }

    private Completeness of(Completeness found) {
        return found.complete() ? completeness : found;
    }

    @Override
    public @Nullable TraceSpans get(TraceRequest request, QueryControl control) {
        before.accept(control);
        TraceSpans spans = store.get(request, control);
        return spans == null ? null : new HookedSpans(spans);
    }

    @Override
    public SearchAnswer search(SearchRequest request, QueryControl control) {
        before.accept(control);
        SearchAnswer answer = store.search(request, control);
        return new SearchAnswer(
                answer.traces(),
                answer.spans(),
                answer.cursor(),
                answer.total(),
                of(answer.completeness()),
                answer.statistics());
    }

    @Override
    public ScriptRuns scripts() {
        return store.scripts();
    }

    @Override
    public AggregateAnswer aggregate(AggregateRequest request, QueryControl control) {
        before.accept(control);
        AggregateAnswer answer = store.aggregate(request, control);
        return new AggregateAnswer(
                answer.groups(), answer.groupsTotal(), of(answer.completeness()), answer.statistics());
    }

    @Override
    public ServiceGraphAnswer serviceGraph(ServiceGraphRequest request, QueryControl control) {
        before.accept(control);
        ServiceGraphAnswer answer = store.serviceGraph(request, control);
        return new ServiceGraphAnswer(answer.edges(), of(answer.completeness()), answer.statistics());
    }

    @Override
    public ArrivalsAnswer arrivals(ArrivalsRequest request, QueryControl control) {
        before.accept(control);
        ArrivalsAnswer answer = store.arrivals(request, control);
        return new ArrivalsAnswer(
                answer.traces(), answer.matched(), answer.next(), of(answer.completeness()), answer.statistics());
    }

    @Override
    public DifferenceAnswer difference(DifferenceRequest request, QueryControl control) {
        before.accept(control);
        DifferenceAnswer answer = store.difference(request, control);
        return new DifferenceAnswer(
                answer.selected(),
                answer.rest(),
                answer.keys(),
                answer.compared(),
                answer.operands(),
                of(answer.completeness()),
                answer.statistics());
    }

    @Override
    public AttributeKeysAnswer attributeKeys(AttributeKeysRequest request, QueryControl control) {
        before.accept(control);
        AttributeKeysAnswer answer = store.attributeKeys(request, control);
        return new AttributeKeysAnswer(answer.keys(), of(answer.completeness()), answer.statistics());
    }

    @Override
    public CompletableFuture<AppendResult> append(int project, SpanBatch batch) {
        return store.append(project, batch);
    }

    @Override
    public int project(String name) {
        return store.project(name);
    }

    @Override
    public Map<String, Integer> projects() {
        return store.projects();
    }

    @Override
    public boolean deleteProject(String name) {
        return store.deleteProject(name);
    }

    @Override
    public ScriptState scriptState() {
        return store.scriptState();
    }

    @Override
    public StoreStatus status() {
        return store.status();
    }

    @Override
    public boolean probe() {
        return store.probe();
    }

    @Override
    public void settle() {
        store.settle();
    }

    @Override
    public void close() {
        store.close();
    }

    private final class HookedSpans implements TraceSpans {
        private final TraceSpans spans;

        HookedSpans(TraceSpans spans) {
            this.spans = spans;
        }

        @Override
        public TraceSummary summary() {
            return spans.summary();
        }

        @Override
        public long hiddenSpans() {
            return spans.hiddenSpans();
        }

        @Override
        public Completeness completeness() {
            return of(spans.completeness());
        }

        @Override
        public @Nullable SpanBatch next() {
            return spans.next();
        }

        @Override
        public void close() {
            spans.close();
        }
    }
}
