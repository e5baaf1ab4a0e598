package io.spanhouse.storage.scan;

import io.spanhouse.storage.AppendResult;
import io.spanhouse.storage.StoreStatus;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.block.KeptParts;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.ArrivalsAnswer;
import io.spanhouse.storage.filter.ArrivalsRequest;
import io.spanhouse.storage.filter.AttributeKeysAnswer;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.DifferenceAnswer;
import io.spanhouse.storage.filter.DifferenceRequest;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.ServiceGraphAnswer;
import io.spanhouse.storage.filter.ServiceGraphRequest;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.head.Head;
import io.spanhouse.storage.head.HeadOptions;
import io.spanhouse.storage.head.InsertCounts;
import io.spanhouse.storage.head.OlderTraces;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.model.StoreClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A store of heads alone, for tests of what is not about blocks: nothing is written, nothing sealed. One thread appends. */
final class HeadOnlyStore implements TraceStore {
    private final List<Head> heads = new ArrayList<>();
    private final List<ViewHolder> views = new ArrayList<>();
    private final Map<String, Integer> projects = new LinkedHashMap<>();
    private final ScanPool pool = new ScanPool(1);
    private final PartitionedQueries queries;
    private long offset;
    private long tick = 1;

    HeadOnlyStore(int partitions, StoreClock clock, long generationBytesMax, long holdNanos) {
        HeadOptions options = new HeadOptions(generationBytesMax, TimeUnit.MINUTES.toNanos(10), holdNanos, 1L << 32);
        for (int i = 0; i < partitions; i++) {
            Head head = new Head(options, clock, OlderTraces.NONE, 1);
            heads.add(head);
            views.add(new ViewHolder(head::snapshot, new KeptParts(0)));
        }
        queries = new PartitionedQueries(views, this::partition, pool, partition -> tick++, clock);
    }

    private int partition(int project, long idHigh, long idLow) {
        return (int) Long.remainderUnsigned(idHigh * 31 + idLow * 7 + project, heads.size());
    }

    /** Closes what can be closed, so that late spans find their trace in an older generation. */
    void closeGenerations() {
        for (Head head : heads) {
            head.forceClose();
            head.publish();
        }
    }

    @Override
    public CompletableFuture<AppendResult> append(int project, SpanBatch batch) {
        AppendResult result = AppendResult.NOTHING;
        for (int i = 0; i < heads.size(); i++) {
            SpanBatchBuilder builder = new SpanBatchBuilder();
            SpanCopier copier = new SpanCopier(batch, builder);
            for (int row = 0; row < batch.rowCount(); row++) {
                if (partition(project, batch.traceIdHigh(row), batch.traceIdLow(row)) == i) {
                    copier.copy(row);
                }
            }
            InsertCounts counts = heads.get(i).insert(project, 0, builder.build(), offset++, tick, tick);
            heads.get(i).publish();
            result = result.plus(new AppendResult(counts.stored(), counts.duplicates(), counts.conflicts()));
        }
        return CompletableFuture.completedFuture(result);
    }

    @Override
    public @Nullable TraceSpans get(TraceRequest request, QueryControl control) {
        return queries.get(request, control);
    }

    @Override
    public SearchAnswer search(SearchRequest request, QueryControl control) {
        return queries.search(request, control);
    }

    @Override
    public AggregateAnswer aggregate(AggregateRequest request, QueryControl control) {
        return queries.aggregate(request, control);
    }

    @Override
    public ServiceGraphAnswer serviceGraph(ServiceGraphRequest request, QueryControl control) {
        return queries.serviceGraph(request, control);
    }

    @Override
    public ArrivalsAnswer arrivals(ArrivalsRequest request, QueryControl control) {
        return queries.arrivals(request, control);
    }

    @Override
    public DifferenceAnswer difference(DifferenceRequest request, QueryControl control) {
        return queries.difference(request, control);
    }

    @Override
    public AttributeKeysAnswer attributeKeys(AttributeKeysRequest request, QueryControl control) {
        return queries.attributeKeys(request, control);
    }

    @Override
    public int project(String name) {
        return projects.computeIfAbsent(name, absent -> projects.size() + 1);
    }

    @Override
    public Map<String, Integer> projects() {
        return projects;
    }

    @Override
    public boolean deleteProject(String name) {
        return projects.remove(name) != null;
    }

    @Override
    public StoreStatus status() {
        throw new UnsupportedOperationException("a store of heads alone has no status");
    }

    @Override
    public boolean probe() {
        return true;
    }

    @Override
    public void settle() {
        closeGenerations();
    }

    @Override
    public void close() {
        views.forEach(ViewHolder::close);
        pool.close();
    }
}
