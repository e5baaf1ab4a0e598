package io.spanhouse.storage.scan;

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
import io.spanhouse.storage.frames.FramePlaces;
import io.spanhouse.storage.frames.FrameRequest;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries over all partitions of a store: acquires a view of each, cuts the work in units, runs them on the scan
 * pool and puts the answers together. A trace is in one partition, so a list of traces is the union of the partitions'
 * lists; groups of spans add up.
 *
 * <p>Any number of threads. Holds nothing between queries; the pool and the holders are closed by who made them.
 */
public final class PartitionedQueries {
    private final List<ViewHolder> partitions;
    private final Routing routing;
    private final ScanPool pool;
    private final ReadPoint readPoint;
    private final StoreClock clock;

    /** Says which partition has a trace. */
    @FunctionalInterface
    public interface Routing {
        /** Number of the partition that has all spans of a trace. */
        int partition(int project, long idHigh, long idLow);
    }

    /**
     * Queries over some partitions.
     *
     * @param partitions views of each, by number
     * @param routing which has a trace
     * @param pool runs the units
     * @param readPoint gives the ticks that cursors stand on
     * @param clock for the age of cursors
     */
    public PartitionedQueries(
            List<ViewHolder> partitions, Routing routing, ScanPool pool, ReadPoint readPoint, StoreClock clock) {
        this.partitions = List.copyOf(partitions);
        this.routing = routing;
        this.pool = pool;
        this.readPoint = readPoint;
        this.clock = clock;
    }

    /** The spans of one trace, for the caller to close; null if there are none. */
    public @Nullable TraceSpans get(TraceRequest request, QueryControl control) {
        return TraceReader.read(partition(request.project(), request.traceId()), request, control);
    }

    /** Where the frames of a run are. */
    public FramePlaces frames(FrameRequest request, QueryControl control) {
        FrameSearch search = new FrameSearch(request, control);
        request.traces().forEach(trace -> search.add(partition(request.project(), trace), trace));
        return search.places();
    }

    /** A number that is another one when spans of some traces came or went. */
    public long stamp(int project, List<TraceId> traces) {
        long stamp = traces.size();
        for (TraceId trace : traces) {
            stamp = 31 * stamp + FrameSearch.stamp(partition(project, trace), project, trace);
        }
        return stamp;
    }

    private ViewHolder partition(int project, TraceId id) {
        return partitions.get(routing.partition(project, id.high(), id.low()));
    }

    /** Finds traces. */
    public SearchAnswer search(SearchRequest request, QueryControl control) {
        return new Search(partitions, pool, readPoint, clock).run(request, control);
    }

    /** Finds traces that got spans since a point in time. */
    public ArrivalsAnswer arrivals(ArrivalsRequest request, QueryControl control) {
        return new ArrivedTraces(partitions, pool, readPoint, request, control).run();
    }

    /** Counts spans in groups. */
    public AggregateAnswer aggregate(AggregateRequest request, QueryControl control) {
        return new Aggregation(partitions, pool, request, control).run();
    }

    /** Counts calls between services. */
    public ServiceGraphAnswer serviceGraph(ServiceGraphRequest request, QueryControl control) {
        return new ServiceGraph(partitions, pool, request, control).run();
    }

    /** Sets selected spans against the rest. */
    public DifferenceAnswer difference(DifferenceRequest request, QueryControl control) {
        return new PopulationDifference(partitions, pool, request, control).run();
    }

    /** Lists attribute keys in use. */
    public AttributeKeysAnswer attributeKeys(AttributeKeysRequest request, QueryControl control) {
        return new AttributeKeys(partitions, pool).run(request, control);
    }
}
