package io.spanhouse.query.recordings;

import io.spanhouse.query.recordings.FrameKeys.Meaning;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Makes a {@link FrameIndex} of spans as they come, in any order. Of two frames with one index the one that comes first counts.
 * Takes some 30 bytes a frame while it works. Not thread-safe.
 */
final class FrameIndexBuilder {
    /** Most frames of one recording. */
    static final int FRAMES_MAX = 10_000_000;

    /** Most exceptions of spans without frames that are placed among frames; each costs a look at all of them. */
    private static final int LOOSE_MAX = 100;

    private static final int NO_FRAME_YET = -1;

    private final List<FrameIndex.Span> spans = new ArrayList<>();
    private final List<String> variables = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final FrameNumbers indexes = new FrameNumbers();
    private final FrameNumbers spanOf = new FrameNumbers();
    private final FrameNumbers eventOf = new FrameNumbers();
    private final FrameNumbers variableEnds = new FrameNumbers();
    private final FrameNumbers variablesOf = new FrameNumbers();
    private final List<LooseException> loose = new ArrayList<>();
    private final TreeSet<Integer> exceptions = new TreeSet<>();
    private final Map<Integer, String> exceptionTexts = new HashMap<>();
    private long[] times = new long[64];
    private long bytes;

    /** An exception of a span that has no frames. */
    private record LooseException(long timeNanos, String text) {}

    /** Takes the spans of a slice that are the run's. */
    void add(FrameSlice slice) {
        SpanBatch batch = slice.batch();
        for (int row = 0; row < batch.rowCount(); row++) {
            if (batch.eventStart(row) < batch.eventEnd(row) && slice.isOfRun(row)) {
                addSpan(slice, batch, row);
            }
        }
    }

    private void addSpan(FrameSlice slice, SpanBatch batch, int row) {
        int span = spans.size();
        int last = NO_FRAME_YET;
        for (int event = batch.eventStart(row); event < batch.eventEnd(row); event++) {
            int index = slice.frameIndex(event);
            if (index != FrameSlice.NO_FRAME) {
                if (last == NO_FRAME_YET) {
                    spans.add(new FrameIndex.Span(
                            new TraceId(batch.traceIdHigh(row), batch.traceIdLow(row)), batch.spanId(row)));
                }
                last = addFrame(slice, event, index, span, event - batch.eventStart(row));
            } else if (slice.isException(event)) {
                String text = exceptionText(slice, event);
                if (last == NO_FRAME_YET && loose.size() < LOOSE_MAX) {
                    loose.add(new LooseException(batch.eventTimeNanos(event), text));
                } else if (last != NO_FRAME_YET) {
                    exceptionTexts.put(last, text);
                }
            }
        }
    }

    private int addFrame(FrameSlice slice, int event, int index, int span, int number) {
        int frame = indexes.size();
        if (frame == FRAMES_MAX) {
            throw new StoreException(
                    FailureKind.TOO_LARGE, "the recording has over " + FRAMES_MAX + " frames, expected fewer");
        }
        SpanBatch batch = slice.batch();
        indexes.add(index);
        spanOf.add(span);
        eventOf.add(number);
        if (frame == times.length) {
            times = Arrays.copyOf(times, 2 * times.length);
        }
        times[frame] = batch.eventTimeNanos(event);
        boolean exception = false;
        for (int i = batch.eventAttributeStart(event); i < batch.eventAttributeEnd(event); i++) {
            int pair = batch.eventAttribute(i);
            Meaning meaning = slice.meaning(pair);
            if (meaning == Meaning.VARIABLE) {
                variablesOf.add(numbers.computeIfAbsent(slice.variable(pair), this::number));
            }
            exception |= meaning == Meaning.EXCEPTION_TYPE || meaning == Meaning.EXCEPTION_MESSAGE;
        }
        variableEnds.add(variablesOf.size());
        bytes += slice.bytes(event);
        if (exception) {
            exceptionTexts.put(frame, exceptionText(slice, event));
        }
        return frame;
    }

    private int number(String variable) {
        variables.add(variable);
        return variables.size() - 1;
    }

    /** What an event says of an exception. */
    static String exceptionText(FrameSlice slice, int event) {
        String type = "";
        String message = "";
        SpanBatch batch = slice.batch();
        for (int i = batch.eventAttributeStart(event); i < batch.eventAttributeEnd(event); i++) {
            int pair = batch.eventAttribute(i);
            if (slice.meaning(pair) == Meaning.EXCEPTION_TYPE) {
                type = slice.text(pair);
            } else if (slice.meaning(pair) == Meaning.EXCEPTION_MESSAGE) {
                message = slice.text(pair);
            }
        }
        return type.isEmpty() || message.isEmpty() ? type + message : type + ": " + message;
    }

    /** The index of all that came. */
    FrameIndex build(Completeness completeness) {
        int[] order = order();
        FrameStretches stretches = new FrameStretches(indexes, spanOf, eventOf);
        FrameStates states = new FrameStates(variableEnds, variablesOf, variables.size(), order.length);
        String lastText = "";
        for (int position = 0; position < order.length; position++) {
            stretches.add(order[position]);
            states.add(order[position]);
            String text = exceptionTexts.get(order[position]);
            if (text != null) {
                exceptions.add(position);
                lastText = text;
            }
        }
        lastText = placeLoose(order, lastText);
        return new FrameIndex(
                new FrameIndex.Facts(
                        order.length,
                        bytes,
                        stretches.step(),
                        exceptions.stream().mapToInt(Integer::intValue).toArray(),
                        lastText,
                        completeness),
                spans.toArray(new FrameIndex.Span[0]),
                stretches.build(),
                variables,
                states.build());
    }

    /** Exceptions of spans without frames belong to the last frame that is not later. */
    private String placeLoose(int[] order, String lastText) {
        String text = lastText;
        for (LooseException exception : loose) {
            text = text.isEmpty() ? exception.text() : text;
            int found = FrameIndex.NONE;
            for (int position = 0; position < order.length; position++) {
                if (Long.compareUnsigned(times[order[position]], exception.timeNanos()) <= 0) {
                    found = position;
                }
            }
            if (found != FrameIndex.NONE) {
                exceptions.add(found);
            }
        }
        return text;
    }

    /** Frames by their indexes, each index once. */
    private int[] order() {
        int count = indexes.size();
        long[] keys = new long[count];
        for (int frame = 0; frame < count; frame++) {
            keys[frame] = (long) indexes.get(frame) << Integer.SIZE | frame;
        }
        Arrays.sort(keys);
        int[] order = new int[count];
        int size = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || keys[i] >> Integer.SIZE != keys[i - 1] >> Integer.SIZE) {
                order[size++] = (int) keys[i];
            }
        }
        return Arrays.copyOf(order, size);
    }
}
