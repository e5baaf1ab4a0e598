package io.spanhouse.query.recordings;

import io.spanhouse.query.trace.OtlpJsonValues;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.scripts.RunRow;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Recordings and frames as JSON. */
final class RecordingJson {
    /** Most gaps, and most exceptions, of one answer. */
    static final int MARKS_MAX = 1_000;

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private RecordingJson() {}

    static void list(List<RecordingEndpoints.Found> page, @Nullable String cursor, JsonGenerator json) {
        json.writeStartObject();
        json.writeArrayPropertyStart("recordings");
        for (RecordingEndpoints.Found found : page) {
            json.writeStartObject();
            members(found, json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringProperty("cursor", cursor);
        json.writeEndObject();
    }

    private static void members(RecordingEndpoints.Found found, JsonGenerator json) {
        RunRow run = found.run();
        FrameIndex.Facts facts = found.index().facts();
        json.writeStringProperty("runId", run.runId());
        json.writeStringProperty("script", run.script());
        json.writeStringProperty("started", Long.toUnsignedString(run.startNanos()));
        OptionalLong duration = run.durationNanos();
        json.writeStringProperty("duration", duration.isPresent() ? Long.toString(duration.getAsLong()) : null);
        json.writeStringProperty("user", run.user());
        json.writeNumberProperty("frames", facts.frames());
        json.writeStringProperty("size", Long.toString(facts.bytes()));
        json.writeStringProperty("status", run.status().text());
        json.writeStringProperty("exception", facts.exception().isEmpty() ? run.error() : facts.exception());
        json.writeStringProperty("recorded", Long.toString(found.recording().recordedMillis() * NANOS_PER_MILLI));
        json.writeArrayPropertyStart("traceIds");
        for (TraceId trace : run.traces()) {
            json.writeString(trace.toString());
        }
        json.writeEndArray();
    }

    static void whole(RecordingEndpoints.Found found, JsonGenerator json) {
        FrameIndex index = found.index();
        json.writeStartObject();
        members(found, json);
        int frames = index.facts().frames();
        if (frames == 0) {
            json.writeNullProperty("firstFrame");
            json.writeNullProperty("lastFrame");
        } else {
            json.writeNumberProperty("firstFrame", index.index(0));
            json.writeNumberProperty("lastFrame", index.index(frames - 1));
        }
        json.writeNumberProperty("step", index.facts().step());
        json.writeArrayPropertyStart("variables");
        index.variables().stream().sorted().forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("exceptions");
        int[] exceptions = index.facts().exceptions();
        for (int i = 0; i < Math.min(exceptions.length, MARKS_MAX); i++) {
            json.writeNumber(index.index(exceptions[i]));
        }
        json.writeEndArray();
        gaps(index, 0, frames, json);
        json.writeEndObject();
    }

    /** Indexes that are missing between frames, the usual distance apart; the first {@link #MARKS_MAX}. */
    private static void gaps(FrameIndex index, int from, int end, JsonGenerator json) {
        int step = index.facts().step();
        json.writeArrayPropertyStart("gaps");
        int written = 0;
        int position = index.gapBefore(from);
        while (position < end && written < MARKS_MAX) {
            gap(index.index(position - 1) + step, index.index(position) - step, json);
            written++;
            position = index.gapBefore(position + 1);
        }
        json.writeEndArray();
    }

    private static void gap(int first, int last, JsonGenerator json) {
        json.writeStartObject();
        json.writeNumberProperty("first", first);
        json.writeNumberProperty("last", Math.max(first, last));
        json.writeEndObject();
    }

    static void frames(FrameIndex index, List<Frame> frames, int end, JsonGenerator json) {
        json.writeStartObject();
        json.writeArrayPropertyStart("frames");
        for (Frame frame : frames) {
            json.writeStartObject();
            members(index, frame, json);
            json.writeArrayPropertyStart("variables");
            for (Frame.Variable variable : frame.variables()) {
                json.writeStartObject();
                variable(variable, json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        gaps(index, frames.isEmpty() ? end : frames.get(0).position(), end, json);
        if (end < index.facts().frames()) {
            json.writeNumberProperty("next", index.index(end));
        } else {
            json.writeNullProperty("next");
        }
        json.writeEndObject();
    }

    static void state(FrameIndex index, Frame frame, List<FrameState> state, JsonGenerator json) {
        int position = frame.position();
        json.writeStartObject();
        json.writeObjectPropertyStart("frame");
        members(index, frame, json);
        json.writeEndObject();
        json.writeArrayPropertyStart("variables");
        for (FrameState variable : state) {
            json.writeStartObject();
            variable(variable.variable(), json);
            json.writeNumberProperty("setAt", variable.setAt());
            json.writeBooleanProperty("changed", variable.changed());
            json.writeEndObject();
        }
        json.writeEndArray();
        place("previous", index, position - 1, json);
        place("next", index, position + 1 < index.facts().frames() ? position + 1 : FrameIndex.NONE, json);
        place("previousException", index, index.exception(position, false), json);
        place("nextException", index, index.exception(position, true), json);
        json.writeEndObject();
    }

    private static void place(String name, FrameIndex index, int position, JsonGenerator json) {
        if (position == FrameIndex.NONE) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, index.index(position));
        }
    }

    private static void members(FrameIndex index, Frame frame, JsonGenerator json) {
        json.writeNumberProperty("index", frame.index());
        json.writeStringProperty("time", Long.toUnsignedString(frame.timeNanos()));
        json.writeStringProperty("file", frame.file());
        json.writeStringProperty("line", frame.line());
        json.writeStringProperty("function", frame.function());
        json.writeBooleanProperty("exception", index.hasException(frame.position()));
    }

    private static void variable(Frame.Variable variable, JsonGenerator json) {
        json.writeStringProperty("name", variable.name);
        json.writeName("value");
        if (variable.type == ValueType.ABSENT) {
            json.writeNull();
        } else {
            new OtlpJsonValues(json).write(variable.type, new ByteSlice().set(variable.value));
        }
    }
}
