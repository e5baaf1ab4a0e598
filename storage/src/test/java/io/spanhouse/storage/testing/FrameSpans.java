package io.spanhouse.storage.testing;

import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Spans with frames of recordings, as scripts send them. */
public final class FrameSpans {
    /** When all of them are. */
    public static final long TIME = 1_790_000_000_000_000_000L;

    private final SpanBatchBuilder builder = new SpanBatchBuilder();

    /**
     * An event.
     *
     * @param index of the frame; below 0 for an exception that is an event of its own
     * @param sets names of variables
     * @param raised whether the frame has an exception
     */
    public record Event(int index, List<String> sets, boolean raised) {}

    /**
     * Adds a span.
     *
     * @param trace its id
     * @param parent id of its parent, 0 for none; spans with one are named as spans for frames alone
     * @param runId of the run, empty for none
     */
    public FrameSpans add(long trace, long id, long parent, String runId, List<Event> events) {
        builder.resourceAttribute(pair("service.name", "s"));
        int resource = builder.resource(true, 0, 0, 0);
        int scope = builder.scope(new ScopeColumns.Fields(true, 0, 0, 0, 0));
        builder.startSpan()
                .resource(resource)
                .scope(scope)
                .traceId(1, trace)
                .spanId(id)
                .parentSpanId(parent)
                .name(builder.string(parent == 0 ? "run" : "script.frames"))
                .startNanos(TIME + id)
                .endNanos(TIME + 1_000 + id);
        if (!runId.isEmpty()) {
            builder.attribute(pair("run_id", runId));
        }
        events.forEach(this::add);
        builder.endSpan();
        return this;
    }

    private void add(Event event) {
        builder.startEvent();
        builder.eventTimeNanos(TIME + 10L * Math.abs(event.index));
        builder.eventName(builder.string(event.index < 0 ? "exception" : "script.frame"));
        if (event.index >= 0) {
            builder.eventAttribute(pair("script.frame.index", event.index));
        }
        event.sets.forEach(name -> builder.eventAttribute(pair("script.var." + name, name + " at " + event.index)));
        if (event.index < 0 || event.raised) {
            builder.eventAttribute(pair("exception.message", "at " + event.index));
        }
        builder.endEvent();
    }

    private int pair(String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return builder.pair(builder.string(key), ValueType.STRING, bytes, 0, bytes.length);
    }

    private int pair(String key, long value) {
        byte[] bytes = new byte[ValueBytes.NUMBER_BYTES];
        ValueBytes.putInt(bytes, 0, value);
        return builder.pair(builder.string(key), ValueType.INT, bytes, 0, bytes.length);
    }

    /** What was added. */
    public SpanBatch build() {
        return builder.build();
    }
}
