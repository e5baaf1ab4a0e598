package io.spanhouse.storage;

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
import io.spanhouse.storage.filter.ScanStatistics;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.ServiceGraphAnswer;
import io.spanhouse.storage.filter.ServiceGraphRequest;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.frames.FramePlaces;
import io.spanhouse.storage.frames.FrameRequest;
import io.spanhouse.storage.head.InsertCounts;
import io.spanhouse.storage.journal.Frame;
import io.spanhouse.storage.journal.FrameCodec;
import io.spanhouse.storage.journal.JournalRecord;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.scan.PartitionedQueries;
import io.spanhouse.storage.scripts.RecordingSpans;
import io.spanhouse.storage.scripts.ScriptNames;
import io.spanhouse.storage.scripts.ScriptRuns;
import io.spanhouse.storage.scripts.ScriptState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The store of one machine: hands appends to partitions and queries to the scan, and knows the projects. What it is made of
 * is put together by {@link StoreOpening}.
 */
final class LocalTraceStore implements TraceStore {
    private static final ScanStatistics NOTHING_READ = new ScanStatistics(0, 0, 0, 0);

    private final StoreParts parts;
    private final PartitionedQueries queries;
    private final BatchSplitter splitter;
    private final DiskReserve reserve;
    private volatile boolean closed;

    LocalTraceStore(StoreParts parts) {
        this.parts = parts;
        this.queries = parts.queries();
        this.splitter = parts.splitter();
        this.reserve = parts.reserve();
    }

    @Override
    public CompletableFuture<AppendResult> append(int project, SpanBatch batch) {
        if (batch.rowCount() == 0) {
            return CompletableFuture.completedFuture(AppendResult.NOTHING);
        }
        try {
            requireOpen();
            requireVisible(project);
            reserve.require();
            return appendParts(project, batch);
        } catch (StoreException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void requireVisible(int project) {
        if (!parts.projects().visible(project)) {
            throw new StoreException(FailureKind.NOT_FOUND, "project number " + project + " was deleted");
        }
    }

    private CompletableFuture<AppendResult> appendParts(int project, SpanBatch batch) {
        long receivedMillis = parts.options().clock().epochMillis();
        List<BatchSplitter.Part> split = splitter.split(project, batch);
        List<Frame> frames = new ArrayList<>(split.size());
        for (BatchSplitter.Part part : split) {
            Frame frame = FrameCodec.frame(part.batch());
            if (frame.bytes().remaining() > JournalRecord.PAYLOAD_BYTES_MAX) {
                throw new StoreException(
                        FailureKind.TOO_LARGE,
                        "a part of the batch has " + frame.bytes().remaining() + " bytes, expected at most "
                                + JournalRecord.PAYLOAD_BYTES_MAX);
            }
            frames.add(frame);
        }
        CompletableFuture<AppendResult> all = CompletableFuture.completedFuture(AppendResult.NOTHING);
        for (int i = 0; i < split.size(); i++) {
            BatchSplitter.Part part = split.get(i);
            CompletableFuture<InsertCounts> one = parts.partitions()
                    .get(part.partition())
                    .append(project, part.batch(), frames.get(i), receivedMillis);
            all = split.size() == 1
                    ? one.thenApply(LocalTraceStore::result)
                    : all.thenCombine(one, (sum, counts) -> sum.plus(result(counts)));
        }
        return all;
    }

    private static AppendResult result(InsertCounts counts) {
        return new AppendResult(counts.stored(), counts.duplicates(), counts.conflicts());
    }

    @Override
    public @Nullable TraceSpans get(TraceRequest request, QueryControl control) {
        requireOpen();
        TraceSpans spans = parts.projects().visible(request.project()) ? queries.get(request, control) : null;
        return spans == null
                ? null
                : RecordingSpans.of(spans, scriptState().recordings(), scriptNames(), request.project());
    }

    @Override
    public FramePlaces frames(FrameRequest request, QueryControl control) {
        requireOpen();
        return parts.projects().visible(request.project())
                ? queries.frames(request, control)
                : new FramePlaces(List.of(), List.of(), Completeness.COMPLETE);
    }

    @Override
    public long stamp(int project, List<TraceId> traces, QueryControl control) {
        requireOpen();
        return parts.projects().visible(project) ? queries.stamp(project, traces) : 0;
    }

    @Override
    public SearchAnswer search(SearchRequest request, QueryControl control) {
        requireOpen();
        return parts.projects().visible(request.project())
                ? queries.search(request, control)
                : new SearchAnswer(List.of(), null, OptionalLong.of(0), Completeness.COMPLETE, NOTHING_READ);
    }

    @Override
    public ArrivalsAnswer arrivals(ArrivalsRequest request, QueryControl control) {
        requireOpen();
        return queries.arrivals(request, control);
    }

    @Override
    public AggregateAnswer aggregate(AggregateRequest request, QueryControl control) {
        requireOpen();
        return parts.projects().visible(request.project())
                ? queries.aggregate(request, control)
                : new AggregateAnswer(List.of(), 0, Completeness.COMPLETE, NOTHING_READ);
    }

    @Override
    public ServiceGraphAnswer serviceGraph(ServiceGraphRequest request, QueryControl control) {
        requireOpen();
        return parts.projects().visible(request.project())
                ? queries.serviceGraph(request, control)
                : new ServiceGraphAnswer(List.of(), Completeness.COMPLETE, NOTHING_READ);
    }

    @Override
    public DifferenceAnswer difference(DifferenceRequest request, QueryControl control) {
        requireOpen();
        return parts.projects().visible(request.project())
                ? queries.difference(request, control)
                : new DifferenceAnswer(0, 0, List.of(), 0, 0, Completeness.COMPLETE, NOTHING_READ);
    }

    @Override
    public AttributeKeysAnswer attributeKeys(AttributeKeysRequest request, QueryControl control) {
        requireOpen();
        return parts.projects().visible(request.project())
                ? queries.attributeKeys(request, control)
                : new AttributeKeysAnswer(List.of(), Completeness.COMPLETE, NOTHING_READ);
    }

    @Override
    public ScriptRuns scripts() {
        return parts.runs();
    }

    @Override
    public int project(String name) {
        requireOpen();
        return parts.projects().number(name);
    }

    @Override
    public Map<String, Integer> projects() {
        return parts.projects().names();
    }

    @Override
    public boolean deleteProject(String name) {
        requireOpen();
        if (parts.projects().delete(name) == null) {
            return false;
        }
        parts.wakeUpkeep();
        return true;
    }

    @Override
    public ScriptNames scriptNames() {
        return parts.options().scriptNames();
    }

    @Override
    public ScriptState scriptState() {
        requireOpen();
        return parts.scripts().state();
    }

    @Override
    public StoreStatus status() {
        return parts.status(!closed);
    }

    @Override
    public StoreFigures figures() {
        return closed ? StoreFigures.NOTHING : FiguresOfParts.of(parts);
    }

    @Override
    public boolean accepting() {
        return !closed && parts.failure().isEmpty() && reserve.accepting();
    }

    @Override
    public boolean probe() {
        return !closed && parts.failure().isEmpty() && reserve.probe(parts.partitions());
    }

    @Override
    public void settle() {
        requireOpen();
        parts.settle();
    }

    /** Writes all blocks anew without what is dead, whatever their share of it is. */
    void rewriteAll() {
        requireOpen();
        parts.maintenance().rewriteAll();
    }

    /** Puts what can be read of a damaged SST into a new one; gives what is lost, one sentence each. */
    List<String> salvage(SstHeader.Place place) {
        requireOpen();
        return parts.maintenance().salvage(place);
    }

    /** Empties journals with damage in them of what is in blocks. */
    void leaveDamagedJournals() {
        requireOpen();
        for (Partition partition : parts.partitions()) {
            if (partition.journalStatistics().damages() > 0) {
                partition.endJournalSegment();
                partition.trimJournalWholly();
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException(FailureKind.CLOSED, "the store is closed");
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            parts.close();
        }
    }
}
