package io.spanhouse.query.recordings;

import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.scripts.RunRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads frames of a run from its spans: all of them to make an index, some by their positions. Not thread-safe. */
final class FrameReader {
    /** Most bytes of values that are read at once. */
    static final long BYTES_MAX = 64L << 20;

    private final TraceStore store;
    private final RunRow run;
    private final Visibility visibility;
    private final QueryControl control;
    private final FrameKeys keys;
    private final FrameCache cache;
    private final FrameOwner owner;
    private long bytes;

    FrameReader(TraceStore store, RunRow run, Visibility visibility, QueryControl control, FrameCache cache) {
        this.store = store;
        this.cache = cache;
        this.run = run;
        this.visibility = visibility;
        this.control = control;
        this.keys = new FrameKeys(store.scriptNames());
        this.owner = new FrameOwner(
                run.runId(), run.ownSpan() == null ? 0 : run.ownSpan().spanId());
    }

    /** How many spans the run's traces have: another number says that frames may have come. */
    long spans() {
        long spans = 0;
        for (TraceId trace : run.traces()) {
            try (TraceSpans found = open(trace, Set.of())) {
                spans += found == null ? 0 : found.summary().spans();
            }
        }
        return spans;
    }

    /** Where all frames are. */
    FrameIndex index() {
        FrameIndexBuilder builder = new FrameIndexBuilder();
        Completeness completeness = Completeness.COMPLETE;
        for (TraceId trace : run.traces()) {
            try (TraceSpans spans = open(trace, null)) {
                if (spans == null) {
                    continue;
                }
                for (SpanBatch batch = spans.next(); batch != null; batch = spans.next()) {
                    builder.add(new FrameSlice(batch, keys, owner));
                }
                completeness = spans.completeness().complete() ? completeness : spans.completeness();
            }
        }
        return builder.build(completeness);
    }

    private @Nullable TraceSpans open(TraceId trace, @Nullable Set<Long> spanIds) {
        return store.get(new TraceRequest(run.project(), trace, visibility, spanIds), control);
    }

    /**
     * Frames by their positions.
     *
     * @return in order of their positions; without those that cannot be read any more
     * @throws StoreException TOO_LARGE if they have over {@link #BYTES_MAX} bytes together
     */
    List<Frame> frames(FrameIndex index, Set<Integer> positions) {
        bytes = 0;
        Map<TraceId, Map<Long, Set<Integer>>> wanted = new LinkedHashMap<>();
        Map<Integer, Frame> found = new TreeMap<>();
        for (int position : positions) {
            Frame known = cache.find(index, position);
            if (known != null) {
                found.put(position, known);
                continue;
            }
            FrameIndex.Span span = index.span(position);
            // Whoever looks at one frame of a span looks at the next ones soon.
            Set<Integer> ofSpan = wanted.computeIfAbsent(span.traceId(), trace -> new HashMap<>())
                    .computeIfAbsent(span.spanId(), id -> new TreeSet<>());
            if (!ofSpan.contains(position)) {
                ofSpan.addAll(index.positionsNear(position));
            }
        }
        wanted.forEach((trace, spans) -> {
            try (TraceSpans opened = open(trace, new HashSet<>(spans.keySet()))) {
                if (opened != null) {
                    for (SpanBatch batch = opened.next(); batch != null; batch = opened.next()) {
                        take(batch, index, spans, found);
                    }
                }
            }
        });
        found.keySet().retainAll(positions);
        return List.copyOf(found.values());
    }

    private void take(SpanBatch batch, FrameIndex index, Map<Long, Set<Integer>> wanted, Map<Integer, Frame> found) {
        FrameSlice slice = new FrameSlice(batch, keys, owner);
        for (int row = 0; row < batch.rowCount(); row++) {
            for (int position : wanted.getOrDefault(batch.spanId(row), Set.of())) {
                int event = batch.eventStart(row) + index.event(position);
                if (event < batch.eventEnd(row)
                        && slice.frameIndex(event) == index.index(position)
                        && slice.isOfRun(row)) {
                    Frame frame = frame(slice, event, position);
                    cache.hold(index, frame);
                    found.putIfAbsent(position, frame);
                }
            }
        }
    }

    private Frame frame(FrameSlice slice, int event, int position) {
        SpanBatch batch = slice.batch();
        String file = "";
        String line = "";
        String function = "";
        List<Frame.Variable> variables = new ArrayList<>();
        for (int i = batch.eventAttributeStart(event); i < batch.eventAttributeEnd(event); i++) {
            int pair = batch.eventAttribute(i);
            switch (slice.meaning(pair)) {
                case FILE -> file = slice.text(pair);
                case LINE -> line = slice.text(pair);
                case FUNCTION -> function = slice.text(pair);
                case VARIABLE -> variables.add(variable(slice, pair));
                case OTHER, RUN_ID, FRAMES_SPAN, FRAME, EXCEPTION, INDEX, EXCEPTION_TYPE, EXCEPTION_MESSAGE -> {}
            }
        }
        return new Frame(
                position, slice.frameIndex(event), batch.eventTimeNanos(event), file, line, function, variables);
    }

    private Frame.Variable variable(FrameSlice slice, int pair) {
        byte[] value = slice.value(pair);
        bytes += value.length;
        if (bytes > BYTES_MAX) {
            throw new StoreException(
                    FailureKind.TOO_LARGE,
                    "the variables have over " + BYTES_MAX + " bytes together, expected fewer; ask for fewer frames");
        }
        return new Frame.Variable(slice.variable(pair), slice.type(pair), value);
    }

    /** All variables at a frame: where each was set last, with its value as it was set there. */
    List<FrameState> state(FrameIndex index, int position) {
        int interval = index.states().interval();
        int[] before = index.states().setAt()[position / interval];
        int from = position - position % interval;
        Map<String, Integer> setAt = new TreeMap<>();
        for (int variable = 0; variable < before.length; variable++) {
            if (before[variable] != FrameIndex.NONE) {
                setAt.put(index.variables().get(variable), before[variable]);
            }
        }
        Set<Integer> since = new HashSet<>();
        for (int at = from; at <= position; at++) {
            since.add(at);
        }
        Map<Integer, Frame> frames = new HashMap<>();
        for (Frame frame : frames(index, since)) {
            frame.variables().forEach(variable -> setAt.put(variable.name, frame.position()));
            frames.put(frame.position(), frame);
        }
        Set<Integer> older = new HashSet<>(setAt.values());
        older.removeAll(frames.keySet());
        for (Frame frame : frames(index, older)) {
            frames.put(frame.position(), frame);
        }
        List<FrameState> state = new ArrayList<>();
        setAt.forEach((name, at) -> {
            Frame frame = frames.get(at);
            Frame.Variable value = frame == null ? null : frame.variable(name);
            if (value != null) {
                state.add(new FrameState(value, index.index(at), at == position));
            }
        });
        return state;
    }
}
