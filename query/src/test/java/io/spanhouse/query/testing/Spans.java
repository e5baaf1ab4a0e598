package io.spanhouse.query.testing;

import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.model.ValueWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Spans in few words, for tests. Attribute values are String, Long, Double, Boolean, byte[] or a list of strings. */
public final class Spans {
    /** A second that all times here count from, in epoch nanoseconds. */
    public static final long T0 = 1_718_802_000_000_000_000L;

    private final SpanBatchBuilder builder = new SpanBatchBuilder();
    private int resource;
    private int scope;

    /** From now on spans are of this service; namespace and environment may be empty. */
    public Spans service(String name, String namespace, String environment) {
        return resource(Map.of(
                "service.name", name, "service.namespace", namespace, "deployment.environment.name", environment));
    }

    /** From now on spans are of this service. */
    public Spans service(String name) {
        return resource(Map.of("service.name", name));
    }

    /** From now on spans are of this resource; empty texts are left out. */
    public Spans resource(Map<String, Object> attributes) {
        attributes.forEach((key, value) -> {
            if (!value.equals("")) {
                builder.resourceAttribute(pair(key, value));
            }
        });
        resource = builder.resource(true, 0, 0, 0);
        scope = builder.scope(new ScopeColumns.Fields(false, 0, 0, 0, 0));
        return this;
    }

    /** From now on spans are of this scope, until the resource changes. */
    public Spans scope(String name, String version, Map<String, Object> attributes) {
        attributes.forEach((key, value) -> builder.scopeAttribute(pair(key, value)));
        scope = builder.scope(new ScopeColumns.Fields(
                true, builder.string(name), builder.string(version), 0, builder.string("s:" + name)));
        return this;
    }

    /** A span of a trace whose id is a small number; parent 0 for a root; times from {@link #T0} in milliseconds. */
    public One span(long trace, long id, long parent, String name, long startMillis, long millis) {
        builder.startSpan()
                .resource(resource)
                .scope(scope)
                .traceId(0, trace)
                .spanId(id)
                .parentSpanId(parent);
        long start = T0 + startMillis * 1_000_000L;
        builder.name(builder.string(name)).kind(2).startNanos(start).endNanos(start + millis * 1_000_000L);
        return new One();
    }

    public SpanBatch build() {
        return builder.build();
    }

    /** The builder itself, for what has no short form. */
    public SpanBatchBuilder builder() {
        return builder;
    }

    /** The code of a pair. */
    public int pair(String key, Object value) {
        int code = builder.string(key);
        if (value instanceof String) {
            byte[] bytes = ((String) value).getBytes(StandardCharsets.UTF_8);
            return builder.pair(code, ValueType.STRING, bytes, 0, bytes.length);
        }
        if (value instanceof Long) {
            byte[] bytes = new byte[8];
            ValueBytes.putInt(bytes, 0, (Long) value);
            return builder.pair(code, ValueType.INT, bytes, 0, 8);
        }
        if (value instanceof Double) {
            byte[] bytes = new byte[8];
            ValueBytes.putDoubleBits(bytes, 0, Double.doubleToRawLongBits((Double) value));
            return builder.pair(code, ValueType.DOUBLE, bytes, 0, 8);
        }
        if (value instanceof Boolean) {
            return builder.pair(code, ValueType.BOOL, new byte[] {(byte) ((Boolean) value ? 1 : 0)}, 0, 1);
        }
        if (value instanceof byte[]) {
            byte[] bytes = (byte[]) value;
            return builder.pair(code, ValueType.BYTES, bytes, 0, bytes.length);
        }
        ValueWriter writer = new ValueWriter();
        for (Object element : (List<?>) value) {
            byte[] bytes = ((String) element).getBytes(StandardCharsets.UTF_8);
            writer.bytes(ValueType.STRING, bytes, 0, bytes.length);
        }
        return builder.pair(code, ValueType.ARRAY, writer.buffer(), 0, writer.size());
    }

    /** The span that was started. */
    public final class One {
        public One with(String key, Object value) {
            builder.attribute(pair(key, value));
            return this;
        }

        public One status(int code) {
            builder.status(code, 0);
            return this;
        }

        public One exception(String type, String message) {
            builder.startEvent();
            builder.eventName(builder.string("exception"));
            builder.eventAttribute(pair("exception.type", type));
            builder.eventAttribute(pair("exception.message", message));
            builder.endEvent();
            return this;
        }

        public Spans end() {
            builder.endSpan();
            return Spans.this;
        }
    }
}
