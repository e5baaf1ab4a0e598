package io.spanhouse.storage.head;

import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;

/** Plain spans by hand. */
final class Spans {
    static final long START = 1_790_000_000_000_000_000L;

    private final SpanBatchBuilder builder = new SpanBatchBuilder();
    private int resource = builder.resource(false, 0, 0, 0);
    private final int scope = builder.scope(new ScopeColumns.Fields(false, 0, 0, 0, 0));

    /** A batch of one span. */
    static SpanBatch one(long trace, long span, long parent, long start) {
        return new Spans().add(trace, span, parent, start).build();
    }

    /** Spans added from here on are of a service. */
    Spans service(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        builder.resourceAttribute(
                builder.pair(builder.string("service.name"), ValueType.STRING, bytes, 0, bytes.length));
        resource = builder.resource(true, 0, 0, 0);
        return this;
    }

    Spans add(long trace, long span, long parent, long start) {
        return add(trace, span, parent, start, 1);
    }

    Spans add(long trace, long span, long parent, long start, int kind) {
        builder.startSpan()
                .resource(resource)
                .scope(scope)
                .traceId(0, trace)
                .spanId(span)
                .parentSpanId(parent)
                .startNanos(start)
                .endNanos(start + 1)
                .kind(kind);
        builder.endSpan();
        return this;
    }

    SpanBatch build() {
        return builder.build();
    }
}
