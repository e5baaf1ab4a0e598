package io.spanhouse.query.recordings;

import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.frames.FramePlaces;
import io.spanhouse.storage.frames.FrameRequest;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.scripts.RunRow;
import io.spanhouse.storage.scripts.ScriptField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads frames of a run from its spans: all of them to make an index, some by their positions. Not thread-safe. */
final class FrameReader {
    /** Most bytes of values that are read at once. */
    static final long BYTES_MAX = 64L << 20;

    private final TraceStore store;
    private final RunRow run;
    private final QueryControl control;
    private final FrameCache cache;
    private final FrameRequest request;
    private long bytes;

    FrameReader(TraceStore store, RunRow run, Visibility visibility, QueryControl control, FrameCache cache) {
        this.store = store;
        this.cache = cache;
        this.run = run;
        this.control = control;
        this.request = new FrameRequest(
                run.project(),
                run.traces(),
                store.scriptNames().of(ScriptField.RUN_ID),
                run.runId(),
                run.ownSpan() == null ? 0 : run.ownSpan().spanId(),
                visibility);
    }

    /** Another number says that frames may have come. */
    long stamp() {
        return store.stamp(run.project(), run.traces(), control);
    }

    /** Where all frames are. */
    FrameIndex index() {
        FramePlaces places = store.frames(request, control);
        return withExceptions(new FrameIndexBuilder().build(places), places.exceptions());
    }

    /** Exceptions of spans without frames belong to the last frame that is not later. */
    private FrameIndex withExceptions(FrameIndex index, List<FramePlaces.SpanException> loose) {
        int[] known = index.facts().exceptions();
        String text = known.length == 0 ? "" : exceptionText(index, known[known.length - 1]);
        TreeSet<Integer> all = new TreeSet<>();
        Arrays.stream(known).forEach(all::add);
        for (FramePlaces.SpanException exception : loose) {
            text = text.isEmpty() ? exception.text() : text;
            int position = lastNotAfter(index, exception.timeNanos());
            if (position != FrameIndex.NONE) {
                all.add(position);
            }
        }
        return index.withExceptions(all.stream().mapToInt(Integer::intValue).toArray(), text);
    }

    private int lastNotAfter(FrameIndex index, long timeNanos) {
        int stretch = index.stretchNotLater(index.stretches() - 1, timeNanos);
        while (stretch >= 0) {
            int found = FrameIndex.NONE;
            for (Frame frame : frames(index, index.positionsOf(stretch))) {
                found = Long.compareUnsigned(frame.timeNanos(), timeNanos) <= 0 ? frame.position() : found;
            }
            if (found != FrameIndex.NONE) {
                return found;
            }
            stretch = index.stretchNotLater(stretch - 1, timeNanos);
        }
        return FrameIndex.NONE;
    }

    /** What the frame at a position says of its exception, or the event behind it does. */
    private String exceptionText(FrameIndex index, int position) {
        FrameIndex.Span span = index.span(position);
        String[] text = {""};
        read(span.traceId(), Set.of(span.spanId()), slice -> {
            SpanBatch batch = slice.batch();
            for (int row = 0; row < batch.rowCount(); row++) {
                int event = slice.event(row, index, position);
                if (event != FrameSlice.NO_FRAME && batch.spanId(row) == span.spanId()) {
                    text[0] = slice.exceptionText(row, event);
                }
            }
        });
        return text[0];
    }

    private void read(TraceId trace, Set<Long> spanIds, Consumer<FrameSlice> taker) {
        try (TraceSpans opened = open(trace, spanIds)) {
            if (opened != null) {
                for (SpanBatch batch = opened.next(); batch != null; batch = opened.next()) {
                    taker.accept(new FrameSlice(batch, request));
                }
            }
        }
    }

    private @Nullable TraceSpans open(TraceId trace, Set<Long> spanIds) {
        return store.get(new TraceRequest(request.project(), trace, request.visibility(), spanIds), control);
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
        wanted.forEach((trace, spans) -> read(trace, spans.keySet(), slice -> take(slice, index, spans, found)));
        found.keySet().retainAll(positions);
        return List.copyOf(found.values());
    }

    private void take(FrameSlice slice, FrameIndex index, Map<Long, Set<Integer>> wanted, Map<Integer, Frame> found) {
        SpanBatch batch = slice.batch();
        for (int row = 0; row < batch.rowCount(); row++) {
            for (int position : wanted.getOrDefault(batch.spanId(row), Set.of())) {
                int event = slice.event(row, index, position);
                if (event != FrameSlice.NO_FRAME) {
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
                case OTHER, FRAME, EXCEPTION, INDEX -> {}
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
        int kept = index.states().before(position);
        int[] before = index.states().setAt()[kept];
        int from = index.states().positions()[kept];
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
