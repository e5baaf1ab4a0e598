package io.spanhouse.storage;

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
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.frames.FramePlaces;
import io.spanhouse.storage.frames.FrameRequest;
import io.spanhouse.storage.frames.SpanFrames;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.scripts.ScriptNames;
import io.spanhouse.storage.scripts.ScriptRuns;
import io.spanhouse.storage.scripts.ScriptState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A store of traces in one directory, which one process at a time may have open.
 *
 * <p>What {@link #append} has answered is on disk and is found by every query that starts afterwards. All methods may be
 * called from any thread. Every failure that a caller can tell apart is a {@link StoreException}.
 */
public interface TraceStore extends AutoCloseable {
    /**
     * Opens the store of a directory, new or not, and replays what a crash left in its journals. Whoever opens it closes it.
     *
     * @throws StoreException UNAVAILABLE if another process has the directory or the disk refuses; CORRUPT or TOO_NEW if its
     *     identity or a format is not one of this program's. Damaged data is no reason to fail: see {@link #status}
     */
    static TraceStore open(StoreOptions options) {
        return open(options, StoreObserver.NONE);
    }

    /**
     * The same, with somebody who hears of single events.
     *
     * @throws StoreException as above
     */
    static TraceStore open(StoreOptions options, StoreObserver observer) {
        return StoreOpening.open(options, observer);
    }

    /**
     * Takes spans of one project. Never blocks: a full queue is refused at once.
     *
     * @param project a number from {@link #project}
     * @param batch spans with valid ids
     * @return done when the spans are synced to disk and visible; fails with a {@link StoreException} OVERLOADED,
     *     UNAVAILABLE or CLOSED when none of them was acknowledged (some may be kept; a retry completes them)
     */
    CompletableFuture<AppendResult> append(int project, SpanBatch batch);

    /**
     * The spans of one trace, for the caller to close.
     *
     * @return null if there is no such trace; an answer without spans that is not complete if there is none in what can be
     *     read
     */
    @Nullable
    TraceSpans get(TraceRequest request, QueryControl control);

    /**
     * Finds traces.
     *
     * @throws StoreException BAD_INPUT if the cursor is not of this request or has expired
     */
    SearchAnswer search(SearchRequest request, QueryControl control);

    /**
     * Finds traces that got spans since the last look: every trace that matches is found by the look after its last span was
     * acknowledged, and again when more of its spans come. Where a span was replaced, all spans of its trace may have come.
     *
     * @throws StoreException BAD_INPUT if {@code since} is not of this store
     */
    ArrivalsAnswer arrivals(ArrivalsRequest request, QueryControl control);

    /** Measures spans in groups. */
    AggregateAnswer aggregate(AggregateRequest request, QueryControl control);

    /** Counts calls between services. */
    ServiceGraphAnswer serviceGraph(ServiceGraphRequest request, QueryControl control);

    /** Says what sets some spans apart from the rest. */
    DifferenceAnswer difference(DifferenceRequest request, QueryControl control);

    /** Lists attribute keys in use. */
    AttributeKeysAnswer attributeKeys(AttributeKeysRequest request, QueryControl control);

    /** Where the frames of a run of a script are. No value is read. */
    default FramePlaces frames(FrameRequest request, QueryControl control) {
        return SpanFrames.read(this::get, request, control);
    }

    /**
     * A number that is another one when spans of some traces came or went, so that what was made of them is to be made anew.
     * Costs a look at what is known of each trace as a whole.
     */
    default long stamp(int project, List<TraceId> traces, QueryControl control) {
        long stamp = traces.size();
        for (TraceId trace : traces) {
            try (TraceSpans found = get(new TraceRequest(project, trace, Visibility.ALL, Set.of()), control)) {
                stamp = 31 * stamp + (found == null ? 0 : found.summary().spans());
            }
        }
        return stamp;
    }

    /** Runs of scripts, as the spans tell of them; a store that does not follow them refuses. */
    default ScriptRuns scripts() {
        throw new UnsupportedOperationException("this store does not follow runs of scripts");
    }

    /** The number of a project, made and synced on first use. Names are 1 to 128 characters of {@code [A-Za-z0-9._-]}. */
    int project(String name);

    /** All projects by name, those being deleted left out. */
    Map<String, Integer> projects();

    /**
     * Deletes a project's spans: hidden when this returns, gone from disk after the next maintenance pass. The name may be
     * used again at once; it then has a new number.
     *
     * @return whether there was such a project
     */
    boolean deleteProject(String name);

    /**
     * What it keeps of scripts beyond their spans.
     *
     * @throws StoreException UNAVAILABLE if this store keeps nothing of the kind
     */
    default ScriptState scriptState() {
        throw new StoreException(FailureKind.UNAVAILABLE, "this store keeps nothing of scripts but their spans");
    }

    /** The attributes that say what spans have to do with scripts. */
    default ScriptNames scriptNames() {
        return ScriptNames.USUAL;
    }

    /** What the store holds and does, for operators. */
    StoreStatus status();

    /** Whether appends are taken now; cheap enough to ask before each request. */
    default boolean accepting() {
        return status().accepting();
    }

    /** What it did since it was opened and the memory it uses, for operators; nothing for a store without a disk. */
    default StoreFigures figures() {
        return StoreFigures.NOTHING;
    }

    /** Writes and syncs a probe; false with the reason in {@link #status} if the disk refuses or the reserve is reached. */
    boolean probe();

    /**
     * Runs everything that maintenance would do until there is nothing left: seals the head, merges, expires. For tests,
     * for measuring sizes, and for an orderly end.
     */
    void settle();

    /** Takes no more spans, finishes those it has taken, syncs and closes. */
    @Override
    void close();
}
